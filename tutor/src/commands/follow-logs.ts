import { runProgram } from '../adapters/process.ts';
import type { Project } from '../project/project.ts';
import type { World } from './command.ts';
import type { ProjectFolder } from './project-folder.ts';

/** Somebody who reads logs for longer than this has left the room. */
const LONGEST_MS = 12 * 60 * 60 * 1000;
const LINES_BEFORE = '50';

/** Follows the logs of the learner's stack until aborted. Rejects with a sentence where there are none. */
export async function followLogs(
  project: Project,
  folder: ProjectFolder,
  world: World,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const ran = await runProgram({
    argv: ['docker', 'compose', '-p', project.compose.name, 'logs', '--follow', '--no-color', '--tail', LINES_BEFORE],
    environment: world.host.environment,
    folder: folder.realPath,
    timeoutMs: LONGEST_MS,
    signal,
    onLine,
  });
  if (signal.aborted || ran.exitCode === 0) return;
  if (ran.ended === 'not-started')
    throw new Error('there is no `docker` on this machine, so there are no logs to follow');
  const said = ran.stderr.trim().split('\n').at(-1) ?? '';
  throw new Error(said === '' ? 'the logs ended; nothing of this project is running' : said);
}
