import type { Model } from '../model.ts';
import { type Piece, piece, type Role, type Row } from '../rows.ts';
import { prose } from './prose.ts';

/** The learner's own stack as a picture: the drawing is given, its parts are coloured here. */
export function stackRows(model: Model): readonly Row[] {
  const { stack, size, theme } = model;
  if (stack === undefined) return prose('there is no picture yet; it comes with the first check', size.columns, theme);
  const lines = model
    .drawStack(stack, size.columns - 1)
    .trimEnd()
    .split('\n');
  return lines.map((line) => ({ pieces: colourPieces(line) }));
}

/**
 * What stands out of a line: a mark with its words, which end at a gap, a dot or a line of the drawing; a broken line; an
 * address; the lines of the drawing, which stay in the background.
 */
const PARTS: readonly (readonly [RegExp, Role])[] = [
  [/✓ [^\s│|·]+(?: [^\s│|·]+)*/y, 'good'],
  [/✗ [^\s│|·]+(?: [^\s│|·]+)*/y, 'bad'],
  [/╳/y, 'bad'],
  [/○ [^\s│|·]+(?: [^\s│|·]+)*/y, 'muted'],
  [/https?:\/\/\S+/y, 'place'],
  [/[─│┌┐└┘├┤┬┴┼▼]+/y, 'muted'],
];

function colourPieces(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  for (let at = 0; at < line.length; ) {
    const found = partAt(line, at);
    if (found === undefined) {
      plain += line.charAt(at);
      at += 1;
      continue;
    }
    pieces.push(piece(plain), found);
    plain = '';
    at += found.text.length;
  }
  return [...pieces, piece(plain)].filter((one) => one.text !== '');
}

function partAt(line: string, at: number): Piece | undefined {
  // A letter within a word is no mark.
  if (/\w/.test(line.charAt(at - 1)) && /\w/.test(line.charAt(at))) return undefined;
  for (const [pattern, role] of PARTS) {
    pattern.lastIndex = at;
    const found = pattern.exec(line)?.[0];
    if (found !== undefined) return piece(found, role);
  }
  return undefined;
}
