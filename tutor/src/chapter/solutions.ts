import type { Chapter, Step } from '../core/step.ts';
import { join, type ProjectFiles } from '../project/files.ts';
import type { ChapterFault } from './fault.ts';

/** Path to text, relative to the project, with `/`. */
export type FileTable = Readonly<Record<string, string>>;

/** What a learner begins with, and what each step's solution lays over it. */
export type Solutions = {
  readonly starter: FileTable;
  /** Step id to the files that step changes; a step that changes none has no entry. */
  readonly bySteps: Readonly<Record<string, FileTable>>;
};

/** The files that the solution of this step lays down. */
export function filesOf(solutions: Solutions, step: string): FileTable {
  return solutions.bySteps[step] ?? {};
}

/** The project as it stands before a step: the starter, and the solutions of every step that comes earlier. */
export function filesBefore(chapter: Chapter, solutions: Solutions, step: string): FileTable {
  const at = chapter.steps.findIndex(({ id }) => id === step);
  return layered(solutions, chapter.steps.slice(0, Math.max(at, 0)));
}

/** The project as it stands once a step is solved. */
export function filesAfter(chapter: Chapter, solutions: Solutions, step: string): FileTable {
  return { ...filesBefore(chapter, solutions, step), ...filesOf(solutions, step) };
}

function layered(solutions: Solutions, steps: readonly Step[]): FileTable {
  return Object.assign({}, solutions.starter, ...steps.map(({ id }) => filesOf(solutions, id)));
}

/** Reads the starter and the folder `<NN-step>` of each solution, and holds them against the files the steps name. */
export function readSolutions(
  files: ProjectFiles,
  folders: { readonly starter: string; readonly solutions: string },
  chapter: Chapter,
): { readonly solutions: Solutions } | { readonly faults: readonly ChapterFault[] } {
  const starter = tableOf(files, folders.starter);
  const bySteps: Record<string, FileTable> = {};
  const faults: ChapterFault[] = [];
  if (Object.keys(starter).length === 0) faults.push(lack(folders.starter, 'the starter has no files'));
  for (const step of chapter.steps) {
    const folder = join(folders.solutions, folderName(step));
    const table = tableOf(files, folder);
    if (Object.keys(table).length > 0) bySteps[step.id] = table;
    faults.push(...tableFaults(step, folder, table, starter));
  }
  return faults.length > 0 ? { faults } : { solutions: { starter, bySteps } };
}

/** A solution changes the files its step names, all of them and no others; the learner is given each of them to begin with. */
function tableFaults(step: Step, folder: string, table: FileTable, starter: FileTable): readonly ChapterFault[] {
  const faults: ChapterFault[] = [];
  for (const path of Object.keys(table)) {
    if (step.files.includes(path)) continue;
    faults.push(lack(join(folder, path), `the step \`${step.id}\` does not name this file in \`files\``));
  }
  for (const path of step.files) {
    if (table[path] === undefined)
      faults.push(lack(join(folder, path), `the solution of \`${step.id}\` lacks this file`));
    if (starter[path] === undefined) faults.push(lack(join(folder, path), 'the starter lacks this file'));
  }
  return faults;
}

function lack(file: string, message: string): ChapterFault {
  return { at: { file, start: 0, end: 0 }, message };
}

/** `04-web`. */
function folderName(step: Step): string {
  return `${String(step.number).padStart(2, '0')}-${step.id}`;
}

function tableOf(files: ProjectFiles, folder: string): FileTable {
  const table: Record<string, string> = {};
  const walk = (inside: string) => {
    for (const entry of files.list(join(folder, inside))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.kind === 'folder') walk(path);
      const read = entry.kind === 'file' ? files.read(join(folder, path)) : undefined;
      if (read?.kind === 'text') table[path] = read.text;
    }
  };
  walk('');
  return table;
}
