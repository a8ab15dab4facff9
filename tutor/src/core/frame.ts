import type { Place, Point } from './place.ts';
import { stripControls } from './text.ts';
import { wrap } from './wrap.ts';

/** How many cells of a screen a text takes. Handed in: `core` imports nothing, and width tables are long. */
export type MeasureCells = (text: string) => number;

export type MarkRole = 'primary' | 'label';

/** A marked stretch of a source row, in UTF-16 units of the row's own `text`. */
type FrameMark = { readonly from: number; readonly to: number; readonly role: MarkRole };

/** One row of a code frame, ready to print; texts hold no tab and no control character. */
export type FrameLine =
  | { readonly kind: 'source'; readonly number: number; readonly text: string; readonly marks: readonly FrameMark[] }
  /** `underline` is blanks, then `^^^` or `---`; `message` follows it after a blank, or is empty. */
  | { readonly kind: 'mark'; readonly role: MarkRole; readonly underline: string; readonly message: string }
  /** A message that found no room beside its mark, or the rest of one. */
  | { readonly kind: 'message'; readonly role: MarkRole; readonly text: string }
  /** Lines were left out here. */
  | { readonly kind: 'gap' };

/** The marked lines of one file. */
export type Frame = {
  readonly file: string;
  readonly at: Point;
  /** How many digits the longest line number has. */
  readonly digits: number;
  readonly lines: readonly FrameLine[];
};

export type FrameOptions = {
  /** Cells of a whole row: line number, rule and text. */
  readonly columns: number;
  readonly cells: MeasureCells;
  /** Lines shown around the primary where it stands alone in its file. */
  readonly context: number;
  /** `…`, or `...` where there is no Unicode. */
  readonly ellipsis: string;
  /** `shifted`: indentation that all shown lines share is left out, for narrow screens. */
  readonly indentation: 'kept' | 'shifted';
};

/** Lines between two marked ones are shown when they are no more than this. */
const BRIDGED_LINES = 1;
const TAB_CELLS = 4;
/** However narrow the screen, a row shows this much of its line. */
const LEAST_TEXT_CELLS = 12;

/** Cells between a line's number and its text: a blank, the rule, a blank. */
export const FRAME_EDGE_CELLS = 3;

/**
 * Code frames of a diagnosis: first the file of the primary with the labels that are in it too, then each other file.
 * A place that spans several lines is marked on its first.
 */
export function codeFrames(
  primary: Place | undefined,
  labels: readonly Place[],
  options: FrameOptions,
): readonly Frame[] {
  const marked: Marked[] = [
    ...(primary === undefined ? [] : [{ place: primary, role: 'primary' as const }]),
    ...labels.map((place) => ({ place, role: 'label' as const })),
  ];
  const files = [...new Set(marked.map(({ place }) => place.file))];
  return files.map((file) =>
    frameOf(
      file,
      marked.filter(({ place }) => place.file === file),
      options,
    ),
  );
}

type Marked = { readonly place: Place; readonly role: MarkRole };

function frameOf(file: string, marked: readonly Marked[], options: FrameOptions): Frame {
  const texts = new Map(marked.flatMap(({ place }) => place.source.map(({ line, text }) => [line, text] as const)));
  for (const { place } of marked) if (!texts.has(place.start.line)) texts.set(place.start.line, place.text);
  const shown = shownLines(marked, texts, options.context);
  const digits = String(shown.at(-1) ?? 1).length;
  const inner = { ...options, columns: Math.max(LEAST_TEXT_CELLS, options.columns - digits - FRAME_EDGE_CELLS) };
  const shift = options.indentation === 'shifted' ? sharedIndentation(shown.map((line) => texts.get(line) ?? '')) : 0;
  const lines: FrameLine[] = [];
  let before: number | undefined;
  for (const line of shown) {
    if (before !== undefined && line > before + 1) lines.push({ kind: 'gap' });
    before = line;
    const here = marked.filter(({ place }) => place.start.line === line);
    lines.push(...rowsOf(line, texts.get(line) ?? '', here, shift, inner));
  }
  return {
    file,
    at: marked[0]?.place.start ?? { line: 1, column: 1 },
    digits,
    lines,
  };
}

/** The marked lines, short gaps between them, and context where a mark stands alone. */
function shownLines(marked: readonly Marked[], texts: ReadonlyMap<number, string>, context: number): readonly number[] {
  const lines = new Set(marked.map(({ place }) => place.start.line));
  const sorted = [...lines].sort((a, b) => a - b);
  const [only] = sorted;
  if (sorted.length === 1 && only !== undefined) {
    for (let line = only - context; line <= only + context; line++) if (texts.has(line)) lines.add(line);
  }
  for (const [at, line] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next === undefined || next - line - 1 > BRIDGED_LINES) continue;
    for (let between = line + 1; between < next; between++) if (texts.has(between)) lines.add(between);
  }
  const all = [...lines].sort((a, b) => a - b);
  const isBlank = (line: number | undefined): boolean =>
    line !== undefined && !sorted.includes(line) && (texts.get(line) ?? '').trim() === '';
  while (isBlank(all[0])) all.shift();
  while (isBlank(all.at(-1))) all.pop();
  return all;
}

function sharedIndentation(lines: readonly string[]): number {
  const filled = lines.filter((line) => line.trim() !== '');
  return Math.min(...filled.map((line) => line.length - line.replace(/^ +/, '').length));
}

/** One character of a line as it is shown, and where it stands in the file's own line. */
type Shown = { readonly text: string; readonly unit: number; readonly cells: number };

/** A marked stretch in characters of the shown line. */
type Stretch = { readonly from: number; readonly to: number; readonly role: MarkRole; readonly message: string };

/** The source row with its marks below; a mark that does not fit beside the first gets the line once more, cut for itself. */
function rowsOf(
  number: number,
  line: string,
  marked: readonly Marked[],
  shift: number,
  options: FrameOptions,
): readonly FrameLine[] {
  const ranges = marked.map(({ place, role }) => ({ ...unitsOf(place, line), role, message: place.message }));
  const shown = toShown(line, ranges, options).slice(shift);
  const stretches = ranges.map((range): Stretch => {
    const from = shown.filter(({ unit }) => unit < range.from).length;
    const to = Math.max(from + 1, shown.filter(({ unit }) => unit < range.to).length);
    return { from, to, role: range.role, message: range.message };
  });
  const rows: FrameLine[] = [];
  let left: readonly Stretch[] = stretches;
  do {
    const window = cutAround(shown, left[0], options);
    const fitting = left.filter((stretch, at) => at === 0 || (stretch.from >= window.from && stretch.to <= window.to));
    rows.push(...windowRows(number, shown, window, inOrder(fitting), options));
    left = left.filter((stretch) => !fitting.includes(stretch));
  } while (left.length > 0);
  return rows;
}

const inOrder = (stretches: readonly Stretch[]): readonly Stretch[] =>
  [...stretches].sort((a, b) => a.from - b.from || a.to - b.to);

/** The marked units of the first line; at least one, so that a point between two characters is seen. */
function unitsOf(place: Place, line: string): { readonly from: number; readonly to: number } {
  const from = place.start.column - 1;
  const end = place.end.line === place.start.line ? place.end.column - 1 : line.trimEnd().length;
  return { from, to: Math.max(from + 1, end) };
}

/** Signs that would drive the terminal, reorder a line or hide in it. Joiners inside an emoji are none: they never come first. */
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Splits a line into what a screen shows: tabs as blanks (a marked tab as an arrow), control characters as a sign each. */
function toShown(
  line: string,
  marked: readonly { readonly from: number; readonly to: number }[],
  options: FrameOptions,
): readonly Shown[] {
  const shown: Shown[] = [];
  let column = 0;
  const push = (text: string, unit: number, cells: number): void => {
    shown.push({ text, unit, cells });
    column += cells;
  };
  const hidden = options.ellipsis === '…' ? '\ufffd' : '?';
  for (const { text, unit } of charactersOf(line)) {
    if (text === '\t') {
      const cells = TAB_CELLS - (column % TAB_CELLS);
      const seen = options.ellipsis === '…' && marked.some(({ from, to }) => unit >= from && unit < to);
      push((seen ? '→' : ' ').padEnd(cells), unit, cells);
    } else if (CONTROLS.test(text.charAt(0))) {
      for (let at = 0; at < text.length; at++) push(hidden, unit + at, 1);
    } else push(text, unit, options.cells(text));
  }
  return shown;
}

function charactersOf(line: string): readonly { readonly text: string; readonly unit: number }[] {
  if (/^[\t\x20-\x7e]*$/.test(line)) return [...line].map((text, unit) => ({ text, unit }));
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...graphemes.segment(line)].map(({ segment, index }) => ({ text: segment, unit: index }));
}

/** A piece of the shown line that fits the screen, in characters. */
type Window = { readonly from: number; readonly to: number };

/** The whole line where it fits, else the start of it where that holds the mark, else a piece around the mark. */
function cutAround(shown: readonly Shown[], stretch: Stretch | undefined, options: FrameOptions): Window {
  const width = (from: number, to: number): number =>
    shown.slice(from, to).reduce((sum, character) => sum + character.cells, 0);
  const end = shown.length;
  if (width(0, end) <= options.columns) return { from: 0, to: end };
  const sign = options.ellipsis.length;
  const reach = (from: number, room: number): number => {
    let to = from;
    while (to < end && width(from, to + 1) <= room) to++;
    return to;
  };
  const fromStart = reach(0, options.columns - sign);
  if (stretch === undefined || stretch.to <= fromStart) return { from: 0, to: fromStart };
  const room = options.columns - 2 * sign;
  if (width(stretch.from, stretch.to) > room) return { from: stretch.from, to: reach(stretch.from, room) };
  const after = reach(stretch.to, Math.floor((room - width(stretch.from, stretch.to)) / 3));
  let from = stretch.from;
  while (from > 0 && width(from - 1, after) <= room) from--;
  return { from, to: after };
}

function windowRows(
  number: number,
  shown: readonly Shown[],
  window: Window,
  stretches: readonly Stretch[],
  options: FrameOptions,
): readonly FrameLine[] {
  const before = window.from > 0 ? options.ellipsis : '';
  const after = window.to < shown.length ? options.ellipsis : '';
  const piece = shown.slice(window.from, window.to);
  const units = (to: number): number =>
    before.length + piece.slice(0, Math.max(0, to - window.from)).reduce((sum, { text }) => sum + text.length, 0);
  const cells = (to: number): number =>
    before.length + piece.slice(0, Math.max(0, to - window.from)).reduce((sum, character) => sum + character.cells, 0);
  const text = `${before}${piece.map((character) => character.text).join('')}${after}`.trimEnd();
  const marks = stretches.map(({ from, to, role }) => ({
    from: units(from),
    to: units(Math.min(to, window.to)),
    role,
  }));
  const below = stretches.flatMap((stretch) => {
    const start = cells(stretch.from);
    return markRows(stretch, start, Math.max(1, cells(Math.min(stretch.to, window.to)) - start), options);
  });
  return [{ kind: 'source', number, text, marks }, ...below];
}

/** The underline with its message beside it, or below where there is no room. */
function markRows(stretch: Stretch, start: number, length: number, options: FrameOptions): readonly FrameLine[] {
  const { role } = stretch;
  const message = stripControls(stretch.message);
  const underline = ' '.repeat(start) + (role === 'primary' ? '^' : '-').repeat(length);
  const width = options.cells(message);
  if (message === '' || start + length + 1 + width <= options.columns)
    return [{ kind: 'mark', role, underline, message }];
  const lines = wrap(message, options.columns, options.cells);
  const widest = Math.max(...lines.map(options.cells));
  const indent = ' '.repeat(Math.max(0, Math.min(start, options.columns - widest)));
  return [
    { kind: 'mark', role, underline, message: '' },
    ...lines.map((line): FrameLine => ({ kind: 'message', role, text: indent + line })),
  ];
}
