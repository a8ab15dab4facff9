import { hostFacts } from '../../../../src/adapters/host.ts';
import { lookAt, readFolder } from '../../../../src/commands/look.ts';
import { observing } from '../../../../src/commands/observing.ts';
import { openFolder } from '../../../../src/commands/project-folder.ts';
import type { Observation } from '../../../../src/core/observation.ts';
import type { Result } from '../../../../src/core/result.ts';
import { chapter } from '../../../../src/generated/chapter.ts';
import { filesFromTable } from '../../../../src/project/files.ts';
import { readProject } from '../../../../src/project/project.ts';
import type { Files } from '../../../rules/project.ts';
import { plainEnvironment } from '../program.ts';
import { wordsOf } from './words.ts';

const READY_WITHIN_MS = 40_000;

/** Where and by whom the tutor is asked. */
export type Asking = {
  readonly folder: string;
  /** Where it remembers things, so that nobody else's memory is touched. */
  readonly state: string;
  readonly environment: Readonly<Record<string, string>>;
};

/** Asks the tutor beside the real stack, `tutor check …`; what it observed is all that its verdict was made from. */
export async function askTutor(command: string, { folder: path, state, environment }: Asking): Promise<Observation> {
  const words = wordsOf(command);
  const env = { ...plainEnvironment(), XDG_STATE_HOME: state, ...environment };
  const host = hostFacts({ ...process, cwd: process.cwd, env });
  const folder = openFolder(path);
  const signal = new AbortController().signal;
  let seen: Observation = { engine: 'off' };
  const observe = observing({
    folder,
    chapter,
    wishes: { up: words.includes('--up'), down: words.includes('--down'), prove: words.includes('--prove') },
    timeoutMs: READY_WITHIN_MS,
    engine: 'auto',
    world: { host, out: () => undefined, err: () => undefined, signal },
  });
  await lookAt(
    () => readFolder(folder, host),
    {
      chapter,
      steps: stepsOf(command),
      proof: words.includes('--prove') ? 'asked' : 'not-asked',
      observe: async (context, emit) => {
        seen = await observe(context, emit);
        return seen;
      },
    },
    () => undefined,
  );
  return seen;
}

/** The verdict on files and an observation: from both alone, on any machine. */
export function judgeKept(
  command: string,
  name: string,
  files: Files,
  environment: Readonly<Record<string, string>>,
  observation: Observation,
): Promise<Result> {
  const read = () =>
    readProject({
      files: filesFromTable(files),
      folderName: name,
      folderPath: `/${name}`,
      environment,
      roles: chapter.roles,
    });
  return lookAt(
    read,
    {
      chapter,
      steps: stepsOf(command),
      proof: wordsOf(command).includes('--prove') ? 'asked' : 'not-asked',
      observe: async () => observation,
    },
    () => undefined,
  );
}

function stepsOf(command: string): readonly string[] {
  return wordsOf(command)
    .slice(2)
    .filter((word) => !word.startsWith('-'));
}
