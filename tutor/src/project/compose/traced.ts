import type { Span } from '../../core/span.ts';
import type { Piece } from './tree.ts';

/** A text whose characters know where they come from. Pieces cover it from 0 to its length, in order; empty ones may stand between. */
export type Traced = { readonly value: string; readonly pieces: readonly Piece[] };

/** A stretch of a traced text. */
export function sliceTraced(text: Traced, from: number, to: number): Traced {
  const pieces: Piece[] = [];
  for (const piece of text.pieces) {
    const inside = piece.from === piece.to ? piece.from >= from && piece.to <= to : piece.from < to && piece.to > from;
    if (inside) pieces.push(cutPiece(piece, from, to));
  }
  return { value: text.value.slice(from, to), pieces };
}

function cutPiece(piece: Piece, from: number, to: number): Piece {
  const [start, end] = [Math.max(piece.from, from), Math.min(piece.to, to)];
  const { span } = piece;
  const cut = piece.exact
    ? { file: span.file, start: span.start + (start - piece.from), end: span.end - (piece.to - end) }
    : span;
  return { ...piece, from: start - from, to: end - from, span: cut };
}

/** Several traced texts one after the other. Neighbours that stand side by side in one text become one piece. */
export function joinTraced(texts: readonly Traced[]): Traced {
  let value = '';
  const pieces: Piece[] = [];
  for (const text of texts) {
    for (const piece of text.pieces)
      append(pieces, { ...piece, from: value.length + piece.from, to: value.length + piece.to });
    value += text.value;
  }
  return { value, pieces };
}

function append(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  const goesOn =
    last?.exact === true &&
    piece.exact &&
    last.variable === piece.variable &&
    last.span.file === piece.span.file &&
    last.span.end === piece.span.start;
  if (!goesOn) pieces.push(piece);
  else pieces[pieces.length - 1] = { ...last, to: piece.to, span: { ...last.span, end: piece.span.end } };
}

/** The text in the file that a stretch of a traced text comes from; undefined where it comes from several files or none. */
export function spanOfTraced(text: Traced, from: number, to: number): Span | undefined {
  const { pieces } = sliceTraced(text, from, to);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined || first.span.file !== last.span.file) return undefined;
  return { file: first.span.file, start: first.span.start, end: Math.max(first.span.start, last.span.end) };
}
