import type { DiagnosisResult, Result } from '../core/result.ts';
import { isOfMachine, unexplained } from './standing.ts';

/** The one thing to do now, as an imperative sentence without a full stop. */
export function nextAction(result: Result): string {
  switch (result.state) {
    case 'failed':
      return mendFirst(result);
    case 'blocked':
      return unblock(result);
    case 'passed':
      return goOn(result);
  }
}

const AGAIN = 'run `tutor check` again';

function mendFirst(result: Result): string {
  const first = result.diagnoses.find((diagnosis) => diagnosis.severity === 'error' && !isOfMachine(diagnosis, result));
  if (first !== undefined) return mend(first);
  const [open] = unexplained(result);
  if (open?.check.look !== undefined) return `run \`${open.check.look}\`, which shows more`;
  const step = open?.step.id ?? result.steps.find(({ state }) => state === 'failed')?.id;
  return step === undefined ? AGAIN : `read what step ${step} asks: run \`tutor lesson ${step}\``;
}

function mend(diagnosis: DiagnosisResult): string {
  const { primary } = diagnosis;
  if (primary === undefined) return `${diagnosis.help}, then ${AGAIN}`;
  return `edit ${primary.file} at line ${primary.start.line}, save, then ${AGAIN}`;
}

function unblock(result: Result): string {
  const machine = result.diagnoses.find((diagnosis) => isOfMachine(diagnosis, result));
  if (machine !== undefined) return `${machine.help}, then ${AGAIN}`;
  return 'run `tutor check` where Docker can be reached';
}

function goOn(result: Result): string {
  const isDone = (id: string): boolean => result.steps.some((step) => step.id === id && step.state === 'passed');
  if (isDone('teardown')) return 'the chapter is done: `docker compose up -d` brings the stack back';
  if (isDone('deploy')) return 'run `docker compose down`, then `tutor check`: the volume must still be there';
  if (result.steps.some((step) => step.state === 'skipped'))
    return 'run `tutor check --up` where Docker runs: it starts the stack and looks at it';
  return 'run `tutor check` to see the whole chapter';
}
