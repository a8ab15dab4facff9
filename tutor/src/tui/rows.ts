import type { Role as Tinted } from '../core/palette.ts';
import { cellsOf, firstCells } from './cells.ts';

/** What a stretch of text is for. Views name roles; the theme gives them colours. */
export type Role = Tinted | 'text' | 'strong' | 'place';

/** Text in one role. */
export type Piece = { readonly text: string; readonly role: Role };

/** One row of the screen; `right` stands at the right edge and is left out where the two do not fit. */
export type Row = { readonly pieces: readonly Piece[]; readonly right?: readonly Piece[] };

/** Text in a role; plain text where none is named. */
export function piece(text: string, role: Role = 'text'): Piece {
  return { text, role };
}

/** A row of pieces; strings are plain text. */
export function row(...parts: readonly (string | Piece)[]): Row {
  return { pieces: parts.map((part) => (typeof part === 'string' ? piece(part) : part)) };
}

/** A row with something at its right edge. */
export function apart(left: Row, ...right: readonly Piece[]): Row {
  return right.length === 0 ? left : { pieces: left.pieces, right };
}

export const blank: Row = { pieces: [] };

/** Moves a row to the right by so many cells. */
export function indent(cells: number, of: Row): Row {
  return { ...of, pieces: [piece(' '.repeat(cells)), ...of.pieces] };
}

/** The cells of a row's pieces, without what stands at its right. */
export function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((cells, one) => cells + cellsOf(one.text), 0);
}

/** Cuts pieces to a width, with `…` where something was cut. */
export function cutPieces(pieces: readonly Piece[], cells: number): readonly Piece[] {
  if (widthOf(pieces) <= cells) return pieces;
  const kept: Piece[] = [];
  let left = cells - 1;
  for (const one of pieces) {
    const text = firstCells(one.text, left);
    kept.push({ ...one, text });
    left -= cellsOf(text);
    if (text.length < one.text.length) break;
  }
  const last = kept.at(-1) ?? piece('');
  return cells < 1 ? [] : [...kept.slice(0, -1), { ...last, text: `${last.text}…` }];
}

/** Wraps running text on words; a word longer than a row is broken. Roles are kept. */
export function wrap(pieces: readonly Piece[], cells: number): readonly Row[] {
  const width = Math.max(1, cells);
  const rows: Row[] = [];
  let line: readonly Piece[] = [];
  const close = (): void => {
    rows.push({ pieces: line });
    line = [];
  };
  for (const word of wordsOf(pieces)) {
    if (line.length > 0 && widthOf(line) + 1 + widthOf(word) > width) close();
    if (line.length > 0) line = [...line, spaceBetween(line, word), ...word];
    else line = word;
    while (widthOf(line) > width) {
      const [head, tail] = split(line, width);
      rows.push({ pieces: head });
      line = tail;
    }
  }
  if (line.length > 0 || rows.length === 0) close();
  return rows;
}

/** A word may be of several pieces: `` `db` `` in one role and the comma after it in another. */
function wordsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const words: Piece[][] = [];
  let isOpen = false;
  for (const one of pieces) {
    for (const text of one.text.match(/\s+|\S+/g) ?? []) {
      const isSpace = /^\s/.test(text);
      if (!isSpace && isOpen) words.at(-1)?.push({ ...one, text });
      else if (!isSpace) words.push([{ ...one, text }]);
      isOpen = !isSpace;
    }
  }
  return words;
}

/** A space inside one role keeps it, so that a marked phrase has no holes. */
function spaceBetween(line: readonly Piece[], word: readonly Piece[]): Piece {
  const before = line.at(-1)?.role ?? 'text';
  return piece(' ', before === word[0]?.role ? before : 'text');
}

/**
 * A line of code that is wider than the screen goes on in rows of its own, deeper than it began: cut, it could not be
 * copied. The sign before each of them is no part of the code.
 */
export function continued(pieces: readonly Piece[], cells: number): readonly Row[] {
  if (widthOf(pieces) <= cells) return [{ pieces }];
  const text = pieces.map((one) => one.text).join('');
  const lead = Math.min(text.length - text.trimStart().length + CONTINUED_CELLS, Math.floor(cells / 3));
  const sign = [piece(' '.repeat(lead)), piece('… ', 'muted')];
  const rows: Row[] = [];
  let rest = pieces;
  while (widthOf(rest) > (rows.length === 0 ? cells : cells - lead - 2)) {
    const [head, tail] = breakLine(rest, rows.length === 0 ? cells : cells - lead - 2);
    rows.push({ pieces: rows.length === 0 ? head : [...sign, ...head] });
    rest = tail;
  }
  return [...rows, { pieces: [...sign, ...rest] }];
}

const CONTINUED_CELLS = 2;

/** Behind a space in the row's second half, where there is one; else at its end. */
function breakLine(pieces: readonly Piece[], cells: number): readonly [readonly Piece[], readonly Piece[]] {
  const head = firstCells(pieces.map((one) => one.text).join(''), cells);
  const space = head.lastIndexOf(' ');
  return split(pieces, space > head.length / 2 ? cellsOf(head.slice(0, space + 1)) : cells);
}

/** Pieces before and after so many cells; the first part takes one character at least. */
function split(pieces: readonly Piece[], cells: number): readonly [readonly Piece[], readonly Piece[]] {
  const head: Piece[] = [];
  let left = cells;
  for (const [at, one] of pieces.entries()) {
    const text = firstCells(one.text, left) || (head.length === 0 ? ([...one.text][0] ?? '') : '');
    if (text !== '') head.push({ ...one, text });
    left -= cellsOf(text);
    if (text.length < one.text.length) {
      return [head, [{ ...one, text: one.text.slice(text.length) }, ...pieces.slice(at + 1)]];
    }
  }
  return [head, []];
}
