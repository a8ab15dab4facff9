import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What came of a corpus on the engine. */
export type Figures = {
  readonly entries: number;
  readonly run: number;
  /** Entries whose page the forecast leaves open. */
  readonly open: readonly string[];
  /** Entries that do not work, are foretold wrongly, or have something held against them. */
  readonly found: readonly string[];
};

/** Writes down how the corpus of working projects fared on the engine. */
export function writeFigures({ entries, run, open, found }: Figures): void {
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
    `| do not work, are foretold wrongly, or are called wrong beside the running stack | ${found.length} |`,
    `| page foretold | ${entries - open.length} |`,
    `| page left open | ${open.length} |`,
    '',
    ...(open.length === 0
      ? []
      : ['The forecast leaves the page open for:', '', ...open.map((name) => `- ${name}`), '']),
    ...(found.length === 0 ? [] : ['Found:', '']),
    ...found.map((fault) => `- ${fault.slice(0, 400)}`),
  ];
  writeFileSync(join(import.meta.dirname, '..', 'FIGURES.md'), `${lines.join('\n').trimEnd()}\n`);
}
