import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../adapters/disk.ts';
import { livePorts } from '../adapters/live-ports.ts';
import { runProgram } from '../adapters/process.ts';
import type { FileTable } from '../chapter/solutions.ts';
import { Blocked } from '../core/lack.ts';
import type { World } from './command.ts';
import { portInstead, publishInstead } from './demo-port.ts';
import { contextOf, readFolder } from './look.ts';
import type { ProjectFolder } from './project-folder.ts';

/** The engine's part of the demo. */
export interface ReadyStack {
  /** Whether an engine answers. */
  answers(): Promise<boolean>;
  /** Where the chapter's port is taken, has the project publish another, and answers which. */
  publish(): Promise<number | undefined>;
  compose(...words: readonly string[]): Promise<void>;
  /** Takes everything away that was built or started for the demo. */
  remove(): Promise<void>;
}

/** The finished project, in a folder of its own. */
export type Finished = { readonly folder: string; readonly files: FileTable };

const BUILD_WITHIN_MS = 120_000;
const COMPOSE_WITHIN_MS = 60_000;

/**
 * Has the finished project's images built while the steps before are played, so that `up` finds them in the engine's cache.
 * What comes of it is not asked: `up` builds again, and says what is wrong.
 */
export async function readyStack(
  folder: ProjectFolder,
  world: World,
  finished: Finished,
  signal: AbortSignal,
): Promise<ReadyStack> {
  for (const [path, text] of Object.entries(finished.files)) {
    const file = join(finished.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    replaceFile(file, text);
  }
  const { name } = contextOf(readFolder(folder, world.host)).project.compose;
  const run = async (words: readonly string[], timeoutMs: number, wanted?: AbortSignal): Promise<void> => {
    await runProgram({
      argv: ['docker', 'compose', '-p', name, ...words],
      environment: world.host.environment,
      folder: finished.folder,
      timeoutMs,
      ...(wanted === undefined ? {} : { signal: wanted }),
    });
  };
  const answers = engineAnswers(world, signal);
  const built = answers.then(async (does) => {
    if (!does) return;
    await Promise.all([
      run(['build'], BUILD_WITHIN_MS, signal),
      run(['pull', '--ignore-buildable', '--quiet', '--policy', 'missing'], BUILD_WITHIN_MS, signal),
    ]);
  });
  return {
    answers: () => answers,
    async publish() {
      const port = await portInstead();
      if (port !== undefined) publishInstead(folder, world, port);
      return port;
    },
    compose: (...words) => run(words, COMPOSE_WITHIN_MS),
    async remove() {
      await built;
      if (await answers) await run(['down', '--volumes', '--rmi', 'local', '-t', '2'], COMPOSE_WITHIN_MS);
    },
  };
}

async function engineAnswers(world: World, signal: AbortSignal): Promise<boolean> {
  try {
    await livePorts(world.host).docker.engine(signal);
    return true;
  } catch (error) {
    if (!(error instanceof Blocked) && !signal.aborted) throw error;
    return false;
  }
}
