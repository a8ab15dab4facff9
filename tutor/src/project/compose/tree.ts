import type { Span } from '../../core/span.ts';

/** A stretch of a scalar's value and the text that gave it. Pieces cover the value from 0 to its length, in order. */
export type Piece = {
  /** Offsets in the value (as a string). */
  readonly from: number;
  readonly to: number;
  /** The text that gives these characters: in a Compose file, `.env`, or an env file. */
  readonly span: Span;
  /** Whether value and text correspond unit by unit, so that an offset in one is an offset in the other. */
  readonly exact: boolean;
  /** The variable that filled this piece. */
  readonly variable?: Filling;
};

/** A variable that was filled in. */
export type Filling = {
  readonly name: string;
  /** The whole `${…}` or `$NAME` where it is used. */
  readonly use: Span;
  readonly from: 'dotenv' | 'caller' | 'env-file' | 'default' | 'unset' | 'compose';
};

/** A value without parts. `value` is what YAML makes of it (numbers and booleans typed); `raw` is its text as YAML decodes it, untyped. */
export type Scalar = {
  readonly kind: 'scalar';
  readonly value: string | number | bigint | boolean | null;
  readonly raw: string;
  readonly span: Span;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'made';
  /** Present once the value is a string whose characters have sources; absent for typed values. */
  readonly pieces?: readonly Piece[];
  /** The YAML type tag where one was written: `!!str`, `!reset`. */
  readonly tag?: string;
  /** Present where JavaScript's types cannot tell it: `1.0` and `1e3` are floats, `2024-01-01` a timestamp (its value is Go's text of it). */
  readonly kindOfValue?: 'float' | 'timestamp';
};

export type Sequence = {
  readonly kind: 'sequence';
  readonly items: readonly TreeNode[];
  readonly span: Span;
  readonly tag?: string;
};

/** One key of a mapping. `key` is the key as a string; `keySpan` its text. */
export type Entry = { readonly key: string; readonly keySpan: Span; readonly value: TreeNode };

export type Mapping = {
  readonly kind: 'mapping';
  readonly entries: readonly Entry[];
  readonly span: Span;
  readonly tag?: string;
};

/** A value of a Compose file that knows where it came from. Immutable. Anchors are resolved and merge keys applied: an aliased value has the span of its anchor's text. */
export type TreeNode = Scalar | Sequence | Mapping;

/** The entry of a key, or undefined. */
export function entryOf(node: TreeNode | undefined, key: string): Entry | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value of a key, or undefined. */
export function child(node: TreeNode | undefined, key: string): TreeNode | undefined {
  return entryOf(node, key)?.value;
}

/** The value down a path of keys, or undefined. */
export function down(node: TreeNode | undefined, ...path: readonly string[]): TreeNode | undefined {
  return path.reduce<TreeNode | undefined>((here, key) => child(here, key), node);
}

/** A scalar as Compose writes it into a string field, or undefined for anything else and for null. */
export function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/**
 * The text that gives `length` units of a scalar's value from `offset` on: `span` is what to change,
 * `use` the place in the Compose file that pulls it in when it comes through a variable.
 * Falls back to the whole scalar where the value has no unit-by-unit source.
 */
export function sourceOf(
  scalar: Scalar,
  offset: number,
  length: number,
): { readonly span: Span; readonly use?: Span; readonly variable?: Filling } {
  const end = offset + length;
  const first = scalar.pieces?.find((piece) => piece.to > offset || (length === 0 && piece.to >= offset));
  const last = scalar.pieces?.find((piece) => piece.to >= end);
  if (first === undefined || last === undefined) return { span: scalar.span };
  if (first === last && !first.exact) return found(first, first.span);
  if (!first.exact || !last.exact || first.span.file !== last.span.file) return { span: scalar.span };
  if (first.variable !== last.variable && (first.variable ?? last.variable) !== undefined) return { span: scalar.span };
  const start = first.span.start + (offset - first.from);
  return found(first, { file: first.span.file, start, end: last.span.start + (end - last.from) });
}

function found(piece: Piece, span: Span): { readonly span: Span; readonly use?: Span; readonly variable?: Filling } {
  return piece.variable === undefined ? { span } : { span, use: piece.variable.use, variable: piece.variable };
}
