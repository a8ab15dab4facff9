import { join, normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';

/** The folder of the project that a page can be built from: the chapter's, or the one that holds a Dockerfile. `''`: the project itself. */
export function folderToBuild({ files }: Project): string {
  if (files.kind('web') === 'folder') return 'web';
  const [only, ...others] = foldersWithDockerfile(files);
  return only !== undefined && others.length === 0 ? only : 'web';
}

/** Folders of the project, itself among them, that hold a Dockerfile. */
export function foldersWithDockerfile(files: Project['files']): readonly string[] {
  const folders = files.list('').filter((entry) => entry.kind === 'folder');
  return ['', ...folders.map((entry) => entry.name)].filter((folder) => {
    const prefix = folder === '' ? '' : `${folder}/`;
    return files.kind(`${prefix}Dockerfile`) === 'file' || files.kind(`${prefix}dockerfile`) === 'file';
  });
}

/** Whether a folder holds what its Dockerfile copies from it: where not, the Dockerfile strayed from its files. */
export function holdsItsSources(files: Project['files'], folder: string): boolean {
  const names = [join(folder, 'Dockerfile'), join(folder, 'dockerfile')];
  const text = names.map((name) => files.read(name)).find((one) => one.kind === 'text');
  const copies =
    text?.kind === 'text' ? [...text.text.matchAll(/^[ \t]*(?:COPY|ADD)[ \t]+(?!--from)([^\n[\\]+)$/gim)] : [];
  return copies
    .flatMap(([, words = '']) =>
      words
        .trim()
        .split(/\s+/)
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1),
    )
    .filter((word) => /^[\w./-]+$/.test(word))
    .every((word) => files.kind(normalise(join(folder, word))) !== 'absent');
}
