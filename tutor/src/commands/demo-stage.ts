import { join } from 'node:path';
import { replaceFile } from '../adapters/disk.ts';
import { type FileTable, filesBefore } from '../chapter/solutions.ts';
import type { RunEvent } from '../core/events.ts';
import type { Result } from '../core/result.ts';
import type { Step } from '../core/step.ts';
import { chapter } from '../generated/chapter.ts';
import { solutions } from '../generated/solutions.ts';
import type { World } from './command.ts';
import type { DemoMistake } from './demo-script.ts';
import type { Look } from './look.ts';
import type { ProjectFolder } from './project-folder.ts';

/** A scene of the demo: how it speaks, and how long it waits. */
export type Stage = {
  readonly folder: ProjectFolder;
  readonly world: World;
  readonly say: (...lines: readonly string[]) => void;
  readonly pause: () => Promise<void>;
  readonly judge: (
    steps: readonly string[],
    observe?: Look['observe'],
    emit?: (event: RunEvent) => void,
  ) => Promise<Result>;
  readonly showFirst: (result: Result) => void;
};

/** One sentence of what is now true; what the tutor saw decides. */
export function sayPassed(step: Step, result: Result): string {
  const state = result.steps.find((judged) => judged.id === step.id)?.state;
  return state === 'passed'
    ? `   ✓ mended, and passed: ${step.achieved}`
    : `   ${state ?? 'not judged'}: ${step.title}`;
}

/** Writes the files of a scene. */
export function lay(folder: ProjectFolder, files: FileTable): void {
  for (const [path, text] of Object.entries(files)) replaceFile(join(folder.realPath, path), text);
}

/** The text of a file with the mistake in it. */
export function mistaken(solved: FileTable, mistake: DemoMistake): string {
  const text = solved[mistake.file] ?? '';
  const parts = text.split(mistake.from);
  if (parts.length !== 2) throw new Error(`the demo's mistake for ${mistake.step} does not fit its solution`);
  return parts.join(mistake.to);
}

/** The files that every later scene begins with. */
export function layBefore(folder: ProjectFolder, step: string): void {
  lay(folder, filesBefore(chapter, solutions, step));
}
