import { type Line, opensBlock } from './lines.ts';

/** How many spaces further in a file's keys stand below the key that holds them, as most of them do. */
export function stepOf(lines: readonly Line[]): number {
  const known = steps.get(lines);
  if (known !== undefined) return known;
  const counts = new Map<number, number>();
  for (const by of jumps(lines)) counts.set(by, (counts.get(by) ?? 0) + 1);
  const [usual = DEFAULT_STEP] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  steps.set(lines, usual);
  return usual;
}

/** How many keys stand further in than a step below the key that holds them, or less far. */
export function unevenness(lines: readonly Line[]): number {
  const step = stepOf(lines);
  return jumps(lines).filter((by) => by !== step).length;
}

const steps = new WeakMap<readonly Line[], number>();
const DEFAULT_STEP = 2;

/** How much further in than the key above it each first key of a mapping stands. */
function jumps(lines: readonly Line[]): readonly number[] {
  const found: number[] = [];
  let above: Line | undefined;
  for (const line of lines) {
    if (line.blank) continue;
    if (above !== undefined && line.indent > above.indent && KEY.test(line.text) && opensBlock(above))
      found.push(line.indent - above.indent);
    above = line;
  }
  return found;
}

const KEY = /^[A-Za-z_"'][^\s:]*:(?:\s|$)/;
