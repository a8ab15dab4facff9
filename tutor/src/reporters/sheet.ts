import { type Paint, paintFor } from '../core/paint.ts';
import { MARKS, type Mark, type Standing, toAscii } from '../core/palette.ts';
import { wrap } from '../core/wrap.ts';
import { cells } from './cells.ts';
import { oneLine } from './line-message.ts';
import type { RenderOptions } from './reporter.ts';

/** A page of text for people: its measures, and the few ways to put words on it. */
export type Sheet = {
  /** Cells of a line of prose. */
  readonly columns: number;
  /** Cells of a line of code. */
  readonly codeColumns: number;
  readonly size: 'narrow' | 'wide';
  readonly paint: Paint;
  readonly ellipsis: string;
  /** `│` and its like, for this screen. */
  readonly sign: (text: string) => string;
  /** A text as it may be shown: one line, no control sequences, our own signs in ASCII where there is no Unicode. */
  readonly clean: (text: string) => string;
};

const NARROW_BELOW = 60;
const LEAST_COLUMNS = 24;
/** Prose is not wider than this however wide the screen. */
const PROSE_COLUMNS = 80;
const CODE_COLUMNS = 140;

/** The sheet for what a caller asked. */
export function sheetFor(options: RenderOptions): Sheet {
  const width = Number.isFinite(options.width) ? Math.max(LEAST_COLUMNS, Math.floor(options.width)) : PROSE_COLUMNS;
  const sign = (text: string): string => (options.unicode ? text : toAscii(text));
  return {
    columns: Math.min(width, PROSE_COLUMNS),
    codeColumns: Math.min(width, CODE_COLUMNS),
    size: width < NARROW_BELOW ? 'narrow' : 'wide',
    paint: paintFor(options.colour),
    ellipsis: sign('…'),
    sign,
    clean: (text) => sign(oneLine(text)),
  };
}

/** A state's glyph and word, painted; the word padded so that what follows lines up. */
export function stateOf(standing: Standing, sheet: Sheet): string {
  return sheet.paint(MARKS[standing].role, `${markOf(MARKS[standing], sheet)} ${standing.padEnd(WORD_CELLS)}`);
}

/** The longest of the words of states. */
const WORD_CELLS = 7;

/** A state's glyph alone, painted. */
export function glyphOf(standing: Standing, sheet: Sheet): string {
  return sheet.paint(MARKS[standing].role, markOf(MARKS[standing], sheet));
}

const markOf = (mark: Mark, sheet: Sheet): string => (sheet.sign('✓') === '✓' ? mark.unicode : mark.ascii);

/** `lead` and a text wrapped behind it, each further line indented to where the text began. */
export function hanging(lead: string, text: string, sheet: Sheet): readonly string[] {
  const indent = cells(lead);
  const lines = wrap(sheet.clean(text), sheet.columns - indent - 1, cells);
  return lines.map((line, at) => (at === 0 ? lead : ' '.repeat(indent)) + line);
}

/** A text cut or padded to a width; one that has to be cut loses its colours. */
export function fitted(text: string, width: number, sheet: Sheet): string {
  if (cells(text) <= width) return padded(text, width);
  const plain = text.replace(/\x1b\[[\d;]*m/g, '');
  let kept = '';
  for (const character of plain) {
    if (cells(kept + character) > width - cells(sheet.ellipsis)) break;
    kept += character;
  }
  return padded(kept + sheet.ellipsis, width);
}

/** A text with blanks behind it up to a width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}

/** `left` with `right` at the end of the line; without `right` where both do not fit. */
export function justified(
  left: string,
  right: string,
  sheet: Sheet,
): { readonly line: string; readonly fits: boolean } {
  const gap = sheet.columns - 1 - cells(left) - cells(right);
  if (right === '' || gap < LEAST_GAP) return { line: left, fits: right === '' };
  return { line: left + ' '.repeat(gap) + right, fits: true };
}

const LEAST_GAP = 2;
