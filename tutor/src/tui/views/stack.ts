import type { Model } from '../model.ts';
import { type Piece, piece, type Row } from '../rows.ts';
import { prose } from './prose.ts';

/** The learner's own stack as a picture: the drawing is given, its marks are coloured here. */
export function stackRows(model: Model): readonly Row[] {
  const { stack, size, theme } = model;
  if (stack === undefined) return prose('there is no picture yet; it comes with the first check', size.columns, theme);
  const lines = model
    .drawStack(stack, size.columns - 1)
    .trimEnd()
    .split('\n');
  return lines.map((line) => ({ pieces: markPieces(line) }));
}

/** A mark and the word after it, or a broken line. */
const MARKED = /[✓✗] ?[\w-]*|╳/g;

function markPieces(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of line.matchAll(MARKED)) {
    pieces.push(piece(line.slice(at, found.index)), piece(found[0], found[0].startsWith('✓') ? 'good' : 'bad'));
    at = found.index + found[0].length;
  }
  return [...pieces, piece(line.slice(at))].filter((one) => one.text !== '');
}
