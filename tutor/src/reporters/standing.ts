import type { Standing } from '../core/palette.ts';
import type { CheckResult, DiagnosisResult, Result, StepResult, VerdictState } from '../core/result.ts';

/** A verdict in the word that people read. */
export function standingOf(state: VerdictState): Standing {
  switch (state) {
    case 'passed':
    case 'failed':
    case 'blocked':
      return state;
    case 'skipped':
      return 'waiting';
  }
}

/**
 * A step in the word that people read. A step behind a failed one, of which nothing stands yet and nothing is diagnosed,
 * is `to do`: the learner has not come to it, and red would say otherwise.
 */
export function standingOfStep(step: StepResult, result: Result): Standing {
  const isBehind = result.steps
    .slice(0, result.steps.indexOf(step))
    .some((earlier) => earlier.state === 'failed' || earlier.state === 'skipped');
  const isBegun =
    step.checks.some((check) => check.state === 'passed') ||
    result.diagnoses.some((diagnosis) => diagnosis.step === step.id && diagnosis.severity === 'error');
  return step.state === 'failed' && isBehind && !isBegun ? 'to do' : standingOf(step.state);
}

/** What a waiting or blocked step waits for, for people; undefined where nothing says it. */
export function waitsFor(step: StepResult): string | undefined {
  return step.checks.find((check) => check.needs !== undefined)?.needs;
}

/** Whether a diagnosis is about the machine: an error of the learner's always fails its check, one of the machine's never does. */
export function isOfMachine(diagnosis: DiagnosisResult, result: Result): boolean {
  const state = checkOf(diagnosis, result)?.state;
  return diagnosis.severity === 'error' && state !== undefined && state !== 'failed';
}

/** Whether a cause is known that the learner can mend. */
export function hasLearnersError(result: Result): boolean {
  return result.diagnoses.some((diagnosis) => diagnosis.severity === 'error' && !isOfMachine(diagnosis, result));
}

/** The check that a diagnosis belongs to. */
export function checkOf(diagnosis: DiagnosisResult, result: Result): CheckResult | undefined {
  return result.steps.find((step) => step.id === diagnosis.step)?.checks.find((check) => check.id === diagnosis.check);
}

/** A failed check that no diagnosis explains: its finding is all that is known. */
export type Unexplained = { readonly step: StepResult; readonly check: CheckResult };

/** The failed checks that no error diagnosis of theirs explains, in the chapter's order; steps still to do are left out. */
export function unexplained(result: Result): readonly Unexplained[] {
  const explained = new Set(
    result.diagnoses
      .filter((diagnosis) => diagnosis.severity === 'error')
      .map((diagnosis) => `${diagnosis.step}/${diagnosis.check}`),
  );
  return result.steps
    .filter((step) => standingOfStep(step, result) !== 'to do')
    .flatMap((step) => step.checks.map((check) => ({ step, check })))
    .filter(({ step, check }) => check.state === 'failed' && !explained.has(`${step.id}/${check.id}`));
}
