import type { Project } from '../project/project.ts';

/** A path of the canonical model, which is absolute as Compose prints it, as files are asked for: relative to the project where it lies in it. */
export function inProject(project: Project, path: string): string {
  const { folderPath } = project.compose;
  return folderPath !== '' && path.startsWith(`${folderPath}/`) ? path.slice(folderPath.length + 1) : path;
}
