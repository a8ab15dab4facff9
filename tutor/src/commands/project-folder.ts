import { basename, resolve } from 'node:path';
import { lookAtFolder } from '../adapters/disk.ts';
import { CannotTell, type Options, type World } from './command.ts';

/** A project folder that can be read. */
export type ProjectFolder = {
  /** As the learner named it, absolute. */
  readonly path: string;
  /** With every link resolved: what memory is kept by. */
  readonly realPath: string;
  /** Its last part, which names the Compose project. */
  readonly name: string;
};

/** The `--dir` option of every command that looks at a project. */
export const DIR_OPTION = {
  dir: { type: 'string', value: 'DIR', says: 'the project folder (default: the current one)' },
} as const;

/** The folder that `--dir` names, or the current one. Throws {@link CannotTell} where it cannot be read. */
export function projectFolder(options: Options, world: World): ProjectFolder {
  const path = resolve(world.host.folder, options.text('dir') ?? '.');
  return openFolder(path);
}

/** Looks at a folder. Throws {@link CannotTell} where it cannot be read. */
export function openFolder(path: string): ProjectFolder {
  const look = lookAtFolder(path);
  switch (look.kind) {
    case 'folder':
      return { path, realPath: look.realPath, name: basename(look.realPath) };
    case 'absent':
      throw new CannotTell(
        `There is no folder ${path}.`,
        `Name the project folder with --dir, or make it with \`tutor init ${path}\`.`,
      );
    case 'not-a-folder':
      throw new CannotTell(
        `${path} is a file, not a folder.`,
        'Name the folder that holds your Compose file with --dir.',
      );
    case 'unreadable':
      throw new CannotTell(
        `The folder ${path} cannot be read (${look.reason}).`,
        'Give yourself permission to read it, and run this again.',
      );
  }
}
