import { hostFacts } from '../../../src/adapters/host.ts';
import { lookAt, readFolder } from '../../../src/commands/look.ts';
import { observing } from '../../../src/commands/observing.ts';
import { openFolder } from '../../../src/commands/project-folder.ts';
import type { Result } from '../../../src/core/result.ts';
import { chapter } from '../../../src/generated/chapter.ts';

const READY_WITHIN_MS = 20_000;
/** Where the stack has settled already there is nothing to wait for. */
const SETTLED_WITHIN_MS = 3_000;

/**
 * What the tutor, asked beside the running stack, holds against it: its errors, and the checks up to `deploy` that have not
 * passed. That the stack still runs is the last work to do, and no fault.
 */
export async function heldAgainst(
  path: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const result = await besideStack(path, environment, READY_WITHIN_MS);
  const unfinished = result.steps
    .filter((step) => step.id !== 'teardown')
    .flatMap((step) => step.checks.filter((check) => check.state !== 'passed').map((check) => ({ step, check })));
  return [
    ...errorsOf(result).map((one) => `${one.rule}: ${one.title}`),
    ...unfinished.map(({ step, check }) => `${step.id}/${check.id} ${check.state}: ${check.finding ?? ''}`),
  ];
}

/** Rules of the errors that the tutor, asked beside the stack, shows, the first to mend first. */
export async function errorsBeside(
  path: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  return errorsOf(await besideStack(path, environment, SETTLED_WITHIN_MS)).map((one) => one.rule);
}

function errorsOf({ diagnoses }: Result): Result['diagnoses'] {
  return diagnoses.filter((one) => one.severity === 'error' && one.rule !== 'stack-still-running');
}

async function besideStack(
  path: string,
  environment: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Result> {
  const host = hostFacts({ ...process, cwd: process.cwd, env: { ...process.env, ...environment } });
  const folder = openFolder(path);
  const signal = new AbortController().signal;
  return lookAt(
    () => readFolder(folder, host),
    {
      chapter,
      steps: [],
      proof: 'not-asked',
      observe: observing({
        folder,
        chapter,
        wishes: { up: false, down: false, prove: false },
        timeoutMs,
        engine: 'required',
        memory: 'none',
        world: { host, out: () => undefined, err: () => undefined, signal },
      }),
    },
    () => undefined,
  );
}
