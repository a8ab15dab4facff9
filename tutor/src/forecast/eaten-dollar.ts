import type { Span } from '../core/span.ts';
import type { Scalar } from '../project/compose/tree.ts';

/** A `$` in a value that Compose read as the beginning of a variable, which nothing sets: it and the name after it became nothing. */
export type EatenDollar = {
  /** `$word` as written. */
  readonly at: Span;
  readonly name: string;
};

/** The `$` that was taken out of a value, at or beside the text `near` where that is given. */
export function eatenDollar(scalar: Scalar | undefined, near?: Span): EatenDollar | undefined {
  const piece = scalar?.pieces?.find((one) => {
    if (one.variable?.from !== 'unset') return false;
    const { use } = one.variable;
    return near === undefined || (use.file === near.file && use.start <= near.end && use.end >= near.start);
  });
  return piece?.variable === undefined ? undefined : { at: piece.variable.use, name: piece.variable.name };
}
