import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBeneath } from '../../src/adapters/disk.ts';
import { toConfig } from '../../src/project/compose/config.ts';
import { readCompose } from '../../src/project/compose/read.ts';
import type { ComposeReading } from '../../src/project/compose/reading.ts';
import type { Piece, Scalar, TreeNode } from '../../src/project/compose/tree.ts';
import { filesFromTable } from '../../src/project/files.ts';
import { dice } from '../corpus/random/dice.ts';
import { ownCases } from './projects.ts';

/** Lines that are edited, each in a copy of a case of its own. */
const EDITS = 200;
/** Time of the processor that one reading may take. */
const READING_MS = 200;
const RUNS = 3;
const SEED = 20_251_124;

type Table = Readonly<Record<string, string>>;

const SCRAPS = [
  ':',
  ': ',
  '- ',
  '"',
  "'",
  '[',
  '{',
  ']',
  '}',
  '#',
  '\t',
  '&a ',
  '*a',
  '!reset ',
  '<<: ',
  '|',
  '$',
  '${',
  '${A:-',
  '~',
  '0x',
  '\\',
  '\0',
  '\r',
  '@',
  'x',
];

/** A line with one edit at a random place. */
function edited(line: string, roll: (bound: number) => number): string {
  const at = roll(line.length + 1);
  const scrap = SCRAPS[roll(SCRAPS.length)] ?? '';
  switch (roll(6)) {
    case 0:
      return line.slice(0, at) + scrap + line.slice(at);
    case 1:
      return line.slice(0, at) + line.slice(at + 1 + roll(3));
    case 2:
      return `${' '.repeat(1 + roll(3))}${line}`;
    case 3:
      return line.replace(/^ {1,2}/, '');
    case 4:
      return `${line}\n${line}`;
    default:
      return line.replace(/:.*/, `: ${scrap}`);
  }
}

function tableOf(folder: string): Table {
  const paths = filesBeneath(folder).filter((path) => path !== 'run.json');
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function editedTable(table: Table, roll: (bound: number) => number): Table {
  const paths = Object.keys(table);
  const path = paths[roll(paths.length)] ?? '';
  const lines = (table[path] ?? '').split('\n');
  const at = roll(lines.length);
  lines[at] = edited(lines[at] ?? '', roll);
  return { ...table, [path]: lines.join('\n') };
}

function read(table: Table): ComposeReading {
  return readCompose({ files: filesFromTable(table), folderName: 'p', folderPath: '/p', environment: { HOME: '/h' } });
}

/** Time of the processor that a reading takes; of several, the least: what runs beside it is not its own. */
function quickest(table: Table): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS && least > READING_MS; run++) {
    const before = process.cpuUsage();
    const reading = read(table);
    JSON.stringify(toConfig(reading), (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Scalars whose pieces do not cover their value, or do not stand where they say. */
function misplaced(node: TreeNode | undefined, table: Table): readonly string[] {
  if (node === undefined) return [];
  if (node.kind === 'sequence') return node.items.flatMap((item) => misplaced(item, table));
  if (node.kind === 'mapping') return node.entries.flatMap((entry) => misplaced(entry.value, table));
  return wrongPieces(node, table);
}

function wrongPieces({ value, pieces = [], raw }: Scalar, table: Table): readonly string[] {
  if (typeof value !== 'string' || pieces.length === 0) return [];
  const covers =
    pieces.every((piece, index) => piece.from === (pieces[index - 1]?.to ?? 0)) && pieces.at(-1)?.to === value.length;
  const exact = pieces
    .filter((piece) => piece.exact)
    .every((piece) => sourceText(piece, table) === value.slice(piece.from, piece.to));
  return covers && exact ? [] : [raw];
}

function sourceText({ span }: Piece, table: Table): string {
  const text = (table[span.file] ?? '').replace(/^\ufeff/, '');
  // A lone carriage return is a line break to Compose.
  return text.slice(span.start, span.end).replace(/[\r\u0085\u2028\u2029]/g, '\n');
}

describe(`${EDITS} edited lines of cases`, () => {
  const roll = dice(SEED);
  const tables = ownCases().map((project) => tableOf(project.folder));
  const copies = Array.from({ length: EDITS }, () => editedTable(tables[roll(tables.length)] ?? {}, roll));

  test('are read, each quickly', () => {
    const slow = copies.map((table) => quickest(table)).filter((milliseconds) => milliseconds > READING_MS);
    expect(slow).toEqual([]);
  });

  test('keep the place of every character', () => {
    expect(copies.flatMap((table) => misplaced(read(table).merged, table))).toEqual([]);
  });

  test('that are refused say why, and where', () => {
    const mute = copies.filter((table) => {
      const { refused, faults } = read(table);
      return refused && !faults.some((fault) => fault.refuses && fault.message !== '');
    });
    expect(mute).toEqual([]);
  });
});
