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
