import { piecesOf, slice } from './grow.ts';
import type { Scalar } from './tree.ts';

/** The lines of a plain text that stands on several, each with its place; the text itself where it stands on one. */
export function linesWithin(scalar: Scalar): readonly [Scalar, ...Scalar[]] {
  if (scalar.style !== 'plain' || typeof scalar.value !== 'string') return [scalar];
  // Between two lines stands one space that the text writes as a line break.
  const breaks = piecesOf(scalar).filter(
    (piece) =>
      !piece.exact && piece.variable === undefined && /^[ \n]+$/.test(String(scalar.value).slice(piece.from, piece.to)),
  );
  if (breaks.length === 0) return [scalar];
  const starts = [0, ...breaks.map(({ to }) => to)];
  const ends = [...breaks.map(({ from }) => from), scalar.value.length];
  const [first = scalar, ...rest] = starts.map((start, index) => slice(scalar, start, ends[index] ?? start));
  return [first, ...rest];
}
