import type { DockerfileReading, Stage } from '../project/dockerfile/reading.ts';
import { join, normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from './source-file.ts';

/** What is in the image that runs, as far as the files tell. */
export type ImageContents = {
  /** The project's file that stands at an absolute path of the image. */
  readonly fileAt: (path: string) => string | undefined;
  /** The project's folder that stands at an absolute path of the image. */
  readonly folderAt: (path: string) => string | undefined;
  /** Requirement files that pip installs, as paths of the project. */
  readonly requirementFiles: readonly string[];
  /** Whether the packages that pip installed are there. */
  readonly packages: 'held' | 'lacking' | 'untold';
  /** Whether a file of the project is there. */
  readonly app: (path: string) => 'held' | 'absent' | 'untold';
};

/** Works out what the stage that runs holds. */
export function imageContents(
  project: Project,
  folder: string,
  dockerfile: SourceFile<DockerfileReading>,
  stage: Stage | undefined,
): ImageContents {
  void dockerfile;
  const workdir = stage?.image.workdir ?? '/';
  const inside = (path: string): string | undefined => {
    const clean = normalise(path);
    if (clean === workdir) return folder;
    return clean.startsWith(`${workdir}/`) ? join(folder, clean.slice(workdir.length + 1)) : undefined;
  };
  return {
    fileAt(path) {
      const file = inside(path);
      return file !== undefined && project.files.kind(file) === 'file' ? file : undefined;
    },
    folderAt: inside,
    requirementFiles: [],
    packages: 'untold',
    app: () => 'untold',
  };
}
