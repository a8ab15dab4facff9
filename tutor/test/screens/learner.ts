import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileTable, filesAfter } from '../../src/chapter/solutions.ts';
import { DEMO_MISTAKES, type DemoMistake } from '../../src/commands/demo-script.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { solutions } from '../../src/generated/solutions.ts';

/** The work of a learner on the steps that are judged from files: a typical mistake in each, and its mend. */
export const MISTAKES: readonly DemoMistake[] = DEMO_MISTAKES;

/** Writes what the learner has after a step, with its mistake in it. */
export function err(project: string, mistake: DemoMistake): void {
  const files = filesAfter(chapter, solutions, mistake.step);
  const text = files[mistake.file] ?? '';
  if (text.split(mistake.from).length !== 2)
    throw new Error(`the mistake of ${mistake.step} does not fit its solution`);
  write(project, { ...files, [mistake.file]: text.replace(mistake.from, mistake.to) });
}

/** Writes what the learner has after a step. */
export function mend(project: string, step: string): void {
  write(project, filesAfter(chapter, solutions, step));
}

function write(project: string, files: FileTable): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}
