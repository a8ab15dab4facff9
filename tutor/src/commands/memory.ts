import { openState, type StateStore } from '../adapters/state.ts';
import type { World } from './command.ts';
import type { ProjectFolder } from './project-folder.ts';

/** What the tutor remembers of a project; says on stderr where it cannot. */
export function memoryOf(folder: ProjectFolder, world: World): StateStore {
  return openState(world.host.stateFolder, folder.realPath, (line) => world.err(`${line}\n`));
}
