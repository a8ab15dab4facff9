import type { Span } from '../../core/span.ts';
import type { Found } from './interpolate.ts';
import type { Scalar } from './tree.ts';

/** A value that a variable fills in whole, because only its name is written. `use` is that name. */
export function filled(name: string, found: Found, use: Span): Scalar {
  const { value, from } = found;
  const variable = { name, use, from };
  const pieces = (found.pieces ?? [{ from: 0, to: value.length, span: use, exact: false }]).map((piece) => ({
    ...piece,
    variable,
  }));
  return { kind: 'scalar', value, raw: value, span: use, style: 'made', pieces };
}
