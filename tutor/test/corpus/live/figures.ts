import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What came of a corpus on the engine. */
export type Figures = {
  readonly entries: number;
  readonly run: number;
  /** Entries of which page, services and rules are as was foretold. */
  readonly foretold: number;
  /** Of those run, at how many the tutor looked beside the stack too. */
  readonly beside: number;
  /** What the forecast leaves open, an entry a line, with what it was. */
  readonly open: readonly string[];
  /** What is not as it should be. */
  readonly found: readonly string[];
};

const FILE = join(import.meta.dirname, '..', 'FIGURES.md');
const HEAD = `# Figures of the corpora on a real engine

Written by \`npm run test:full\` where an engine is: every project built, started, asked and taken down. What the engine
answered is kept in \`seen/\`, by a digest of the files; an entry that changes is run again.
`;
const SAID_MOST = 300;

/** Writes down how a corpus fared on the engine, beside the others. */
export function writeFigures(corpus: string, { entries, run, foretold, beside, open, found }: Figures): void {
  writeSection(corpus, [
    '| | |',
    '| --- | --- |',
    `| entries | ${entries} |`,
    `| run on the engine | ${run} |`,
    `| page, services and rules as foretold | ${foretold} |`,
    `| looked at beside the running stack too | ${beside} |`,
    `| with something left open | ${open.length} |`,
    ...listOf('Left open, and what it was:', open),
    ...listOf('Found:', found),
  ]);
}

/** Puts a section in the place of the one of the same name; sections stand in the order of their names. */
export function writeSection(name: string, lines: readonly string[]): void {
  const sections = readSections();
  sections.set(name, lines.join('\n'));
  const written = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, text]) => `## ${title}\n\n${text}\n`);
  writeFileSync(FILE, [HEAD, ...written].join('\n'));
}

function readSections(): Map<string, string> {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const parts = text.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end).trim(), part.slice(end).trim()];
    }),
  );
}

function listOf(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', title, '', ...items.map((item) => `- ${item.slice(0, SAID_MOST)}`)];
}
