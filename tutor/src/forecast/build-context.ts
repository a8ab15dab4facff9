import type { BuildContext } from '../project/dockerfile/contents.ts';
import { join } from '../project/files.ts';
import { readIgnore } from '../project/ignore/read-ignore.ts';
import type { Project } from '../project/project.ts';

/** What COPY can take: the files of a folder of the project, less what its `.dockerignore` (or the Dockerfile's own) leaves out. */
export function buildContext(project: Project, folder: string, dockerfile: string): BuildContext {
  const { files } = project;
  const common = {
    kind: (path: string) => files.kind(join(folder, path)),
    list: (path: string) => files.list(join(folder, path)),
  };
  // Docker prefers `<Dockerfile>.dockerignore` (BuildKit documentation, "Filename and location").
  for (const path of [`${dockerfile}.dockerignore`, join(folder, '.dockerignore')]) {
    const read = files.read(path);
    if (read.kind === 'text') return { ...common, ignore: readIgnore(path, read.text) };
  }
  return common;
}
