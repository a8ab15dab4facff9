import { folderOf, join } from '../project/files.ts';
import type { Facts } from './facts.ts';

/** Whether the image may hold a module that the project does not: a command of the Dockerfile, or a text in it, makes the file. */
export function mayBeMade({ source }: Pick<Facts, 'source'>, importer: string, module: string): boolean {
  const { contents } = source;
  const name = module.replaceAll('.', '/');
  return contents
    .placesOf(importer)
    .flatMap((place) => foldersAbove(place))
    .some((folder) =>
      [`${name}.py`, `${name}/__init__.py`].some((path) => contents.entryAt(join(folder, path)) !== 'absent'),
    );
}

/** The folder of a file and those around it. */
function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== '' && folder !== '/'; folder = folderOf(folder)) folders.push(folder);
  return folders;
}
