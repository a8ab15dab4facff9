import { projectFilesOnDisk } from '../adapters/disk.ts';
import { filesAfter } from '../chapter/solutions.ts';
import type { Step } from '../core/step.ts';
import { diffProjects } from '../diff/diff-projects.ts';
import type { Difference } from '../diff/difference.ts';
import { renderTextDiff } from '../diff/render-text-diff.ts';
import { chapter } from '../generated/chapter.ts';
import { solutions } from '../generated/solutions.ts';
import { filesFromTable, type ProjectFiles } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import { UsageError } from './command.ts';

/** What a learner's files are held against: a step's solution, or a folder of somebody's own. */
export type Against =
  | { readonly kind: 'solution'; readonly step: Step }
  | { readonly kind: 'folder'; readonly folder: string };

/** The files to compare with, and which of them. */
export function otherSide(against: Against): {
  readonly files: ProjectFiles;
  readonly paths: readonly string[] | undefined;
} {
  switch (against.kind) {
    case 'solution':
      return { files: filesFromTable(filesAfter(chapter, solutions, against.step.id)), paths: against.step.files };
    case 'folder':
      return { files: projectFilesOnDisk(against.folder), paths: undefined };
  }
}

/** How the learner's project differs in what it means. Names of services, networks and volumes may differ. */
export function differencesOf(project: Project, folderName: string, against: Against): readonly Difference[] {
  const { files, paths } = otherSide(against);
  return diffProjects(project.files, files, { folderName, ...(paths === undefined ? {} : { files: paths }) });
}

/** The same line by line: each begins with `+`, `-`, a space or `@`. */
export function textDiffOf(project: Project, against: Against): string {
  const { files, paths } = otherSide(against);
  if (paths === undefined)
    throw new UsageError(
      '`--text` with `--against` needs a step, to know which files.',
      'Name a step: tutor diff web --text --against DIR.',
    );
  return renderTextDiff(
    project.files,
    files,
    paths.map((path) => ({ yours: yoursFor(project, path), theirs: path })),
  );
}

/** The learner's Compose file may have another of Compose's names. */
function yoursFor(project: Project, path: string): string {
  const isCompose = /^(docker-)?compose\.ya?ml$/.test(path);
  return isCompose ? (project.compose.files[0] ?? path) : path;
}
