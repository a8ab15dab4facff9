import { type Line, lineAt, linesOf, neighbour, opensBlock } from '../lines.ts';
import type { Mend } from '../mend.ts';
import type { Slip } from '../slip.ts';
import { stepOf } from '../steps.ts';
import { insert, type Propose, type Remedy, remedy, valueEnd } from './remedy.ts';

/** Moves a line to the indentation of a neighbour where that is one of whole steps, as most files have them. */
export const indentation: Propose = ({ line, lines }) => {
  const step = stepOf(lines);
  return moves(lines, line, (level) => level % step === 0);
};

/** Moves a line to any indentation that a neighbour has. */
export const oddIndentation: Propose = ({ line, lines }) => {
  const step = stepOf(lines);
  return moves(lines, line, (level) => level % step !== 0);
};

/** Words that no key and no item is made of. */
const PROSE = /^[A-Za-z]\w*(?:\s+\w+)+$/;

/** A line moved alone where what lies beneath it still would, and with it. */
function* moves(lines: readonly Line[], line: Line, takes: (level: number) => boolean): Generator<Remedy> {
  if (PROSE.test(line.text)) return;
  const ordered = [...levelsAbove(lines, line)]
    .filter((level) => level !== line.indent && takes(level))
    .sort((a, b) => Math.abs(a - line.indent) - Math.abs(b - line.indent));
  for (const level of ordered) {
    const block = blockOf(lines, line, level);
    const [, below] = block;
    if (below !== undefined && below.indent > level) yield moveTo(level, line, [line]);
    yield moveTo(level, line, block);
  }
}

function moveTo(level: number, line: Line, moved: readonly Line[]): Remedy {
  const word = line.text.startsWith('- ') ? undefined : /^[^\s:]+:?/.exec(line.text)?.[0];
  const end = word === undefined ? valueEnd(line) : line.content + word.length;
  const mends = moved.map((one) => shift(one, level - line.indent));
  return remedy('indentation', line.content, end, 'this line is indented unlike the lines it belongs to', ...mends);
}

/**
 * A key that stands too far right takes those that should lie beneath it for its neighbours, and they stand twice:
 * keys without a value between the two, moved to the left; then the second of the two, where nothing lies beneath it.
 */
export function remediesForTwice(text: string, slip: Slip): readonly Remedy[] {
  const lines = linesOf(text);
  const [first, again] = [lineAt(lines, slip.other?.start ?? slip.start), lineAt(lines, slip.start)];
  if (first === undefined || again === undefined) return [];
  const between = lines.slice(first.index + 1, again.index).filter((line) => {
    const below = neighbour(lines, line.index, 1);
    return !line.blank && line.indent === again.indent && opensBlock(line) && below?.indent === line.indent;
  });
  const below = neighbour(lines, again.index, 1);
  const bare = opensBlock(again) && below !== undefined && below.indent < again.indent;
  return [...between, ...(bare ? [again] : [])].flatMap((line) =>
    [...levelsAbove(lines, line)].filter((level) => level < line.indent).map((level) => moveTo(level, line, [line])),
  );
}

/** The indentations at which a line could stand: those of the lines it follows, level by level, and one step beneath a key. */
function levelsAbove(lines: readonly Line[], line: Line): ReadonlySet<number> {
  const levels = new Set<number>();
  let least = Number.POSITIVE_INFINITY;
  if (neighbour(lines, line.index, -1) === undefined) levels.add(0);
  for (let at = neighbour(lines, line.index, -1); at !== undefined && least > 0; at = neighbour(lines, at.index, -1)) {
    if (at.indent >= least) continue;
    least = at.indent;
    levels.add(at.indent);
    const item = /^(?:- +)+/.exec(at.text)?.[0].length;
    if (item !== undefined) levels.add(at.indent + item);
    if (opensBlock(at) && levels.size <= 2) levels.add(at.indent + stepOf(lines));
  }
  return levels;
}

/** A line and those beneath it, where it is to stand at `level`: a line that stands there already is its neighbour. */
function blockOf(lines: readonly Line[], line: Line, level: number): readonly Line[] {
  const block = [line];
  const above = Math.max(line.indent, level);
  for (const other of lines.slice(line.index + 1)) {
    const item = other.indent === line.indent && other.text.startsWith('-') && opensBlock(line);
    if (!other.blank && !item && other.indent <= above) break;
    if (!other.blank) block.push(other);
  }
  return block;
}

function shift(line: Line, by: number): Mend {
  if (by >= 0) return insert(line.start, ' '.repeat(by));
  return { at: line.start, remove: Math.min(-by, line.indent), text: '' };
}
