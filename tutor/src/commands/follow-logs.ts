import { livePorts } from '../adapters/live-ports.ts';
import type { Project } from '../project/project.ts';
import type { World } from './command.ts';
import type { ProjectFolder } from './project-folder.ts';

const LINES_BEFORE = 50;

/** Follows the logs of the learner's stack until aborted. Rejects with a sentence where there are none. */
export async function followLogs(
  project: Project,
  folder: ProjectFolder,
  world: World,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const target = {
    name: project.compose.name,
    naming: 'own',
    folder: folder.realPath,
    files: project.compose.files,
  } as const;
  await livePorts(world.host).docker.followLogs(target, LINES_BEFORE, onLine, signal);
}
