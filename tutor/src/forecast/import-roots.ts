import { folderOf, normalise } from '../project/files.ts';
import type { PythonReading } from '../project/python/reading.ts';
import { isStandardModule } from '../project/python/standard-modules.ts';
import type { ServerStart } from '../project/shell/start.ts';
import type { ImageContents } from './image-contents.ts';

/** Folders of the container in which the started Python looks for modules, first to last: where it starts, or its script lies, then PYTHONPATH. */
export function searchFolders(start: ServerStart | undefined): readonly string[] {
  if (start === undefined) return [];
  const base = start.workdir ?? '/';
  const at = (path: string): string => normalise(path.startsWith('/') ? path : `${base}/${path}`);
  const script = start.script?.text;
  const first = script === undefined ? base : folderOf(at(script));
  const further = (start.environment.PYTHONPATH ?? '').split(':').filter((path) => path !== '');
  return [...new Set([first, ...further.map(at)])];
}

/** The folders from which the app imports its own modules: where it is started, and where it lies. */
export function importRoots(
  folder: string,
  path: string,
  contents: ImageContents,
  start: ServerStart | undefined,
): readonly string[] {
  const own = folderOf(path);
  if (start?.kind === 'python-file' || start?.workdir === undefined) return [own];
  const started = contents.folderAt(start.workdir) ?? (own.startsWith(folder) ? folder : own);
  return [...new Set([started, own])];
}

/** Folders of the project whose modules several COPY lay side by side where Python looks, beyond those that are known already. */
export function furtherRoots(
  contents: ImageContents,
  start: ServerStart | undefined,
  modules: readonly PythonReading[],
  isOwn: (module: string) => boolean,
): readonly string[] {
  const imported = modules.flatMap((module) =>
    module.imports.flatMap((one) => (one.level > 0 ? [] : [topOf(one.module)])),
  );
  const strange = [...new Set(imported)].filter((top) => top !== '' && !isOwn(top) && !isStandardModule(top));
  const found = searchFolders(start).flatMap((folder) =>
    strange.flatMap((top) => {
      const path = contents.fileAt(`${folder}/${top}.py`) ?? contents.folderAt(`${folder}/${top}`);
      return path !== undefined && new RegExp(`(^|/)${top}(\\.py)?$`).test(path) ? [folderOf(path)] : [];
    }),
  );
  return [...new Set(found)];
}

/** Whether a module may lie where Python looks, put there in a way that the files do not tell: by another image or context, or under another name. */
export function mayLieThere(contents: ImageContents, start: ServerStart | undefined, module: string): boolean {
  return searchFolders(start).some((folder) =>
    [`${folder}/${module}.py`, `${folder}/${module}`].some((path) => contents.entryAt(path) !== 'absent'),
  );
}

function topOf(module: string): string {
  return module.split('.')[0] ?? module;
}
