import { MARKS } from '../../core/palette.ts';
import type { Standing } from '../model.ts';
import { type Piece, piece } from '../rows.ts';

const WORD_CELLS = 'waiting'.length;

/** The sign of a standing. Its word stands beside it, or in the list of steps for the marks of row 1. */
export function mark(standing: Standing): Piece {
  const { unicode, role } = MARKS[standing];
  return piece(unicode, role);
}

/** Mark and word, padded so that what follows stands in a column. */
export function markAndWord(standing: Standing): readonly Piece[] {
  return [mark(standing), piece(' '), piece(standing.padEnd(WORD_CELLS), MARKS[standing].role)];
}

/** Where the learner is. */
export const pointer: Piece = piece(MARKS.current.unicode, MARKS.current.role);
