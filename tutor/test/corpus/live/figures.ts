import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes down how the corpus of working projects fared on the engine. */
export function writeFigures(run: number, entries: number, found: readonly string[]): void {
  const lines = [
    '# Figures of the working projects',
    '',
    'Written by `npm run test:full` where an engine is: every project built, started, asked and taken down. What the engine',
    'answered is kept in `seen/`, by a digest of the files; an entry that changes is run again.',
    '',
    '| | |',
    '| --- | --- |',
    `| projects | ${entries} |`,
    `| run on the engine | ${run} |`,
    `| faults found | ${found.length} |`,
    '',
    ...found.map((fault) => `- ${fault.slice(0, 400)}`),
  ];
  writeFileSync(join(import.meta.dirname, '..', 'FIGURES.md'), `${lines.join('\n').trimEnd()}\n`);
}
