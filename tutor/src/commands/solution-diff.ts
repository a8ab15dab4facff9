import { projectFilesOnDisk } from '../adapters/disk.ts';
import { filesAfter } from '../chapter/solutions.ts';
import type { Step } from '../core/step.ts';
import { diffProjects, pairFiles } from '../diff/diff-projects.ts';
import type { Difference } from '../diff/difference.ts';
import { renderTextDiff } from '../diff/render-text-diff.ts';
import { chapter } from '../generated/chapter.ts';
import { solutions } from '../generated/solutions.ts';
import { filesFromTable, type ProjectFiles } from '../project/files.ts';
import type { Project } from '../project/project.ts';

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

/** The same line by line: each begins with `+` (the other side's), `-`, a space or `@`. */
export function textDiffOf(project: Project, folderName: string, against: Against): string {
  const { files, paths } = otherSide(against);
  const options = { folderName, ...(paths === undefined ? {} : { files: paths }) };
  return renderTextDiff(project.files, files, pairFiles(project.files, files, options));
}
