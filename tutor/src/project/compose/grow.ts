import type { Span } from '../../core/span.ts';
import { joinTraced, sliceTraced } from './traced.ts';
import {
  type Entry,
  entryOf,
  type Filling,
  type Mapping,
  type Piece,
  type Scalar,
  type Sequence,
  type TreeNode,
} from './tree.ts';
import { goText } from './yaml/typed.ts';

/** A scalar that no text spells out in full: a default, or a typed value that was worked out. `span` is the text it follows from. */
export function made(value: Scalar['value'], span: Span): Scalar {
  return { kind: 'scalar', value, raw: value === null ? '' : String(value), span, style: 'made' };
}

/** A mapping in the place of the node it stands for. */
export function mapping(entries: readonly Entry[], span: Span): Mapping {
  return { kind: 'mapping', entries, span };
}

/** A sequence in the place of the node it stands for. */
export function sequence(items: readonly TreeNode[], span: Span): Sequence {
  return { kind: 'sequence', items, span };
}

/** An entry of a mapping. */
export function entry(key: string, keySpan: Span, value: TreeNode): Entry {
  return { key, keySpan, value };
}

/** The same node with other entries, in the same place. */
export function withEntries(node: Mapping, entries: readonly Entry[]): Mapping {
  return { ...node, entries };
}

/** A mapping with one key set: in its place where it is there, at the end where it is not. */
export function withEntry(node: Mapping, key: string, value: TreeNode, keySpan?: Span): Mapping {
  if (!node.entries.some((one) => one.key === key)) {
    return withEntries(node, [...node.entries, entry(key, keySpan ?? value.span, value)]);
  }
  return withEntries(
    node,
    node.entries.map((one) => (one.key === key ? { ...one, value } : one)),
  );
}

/** A mapping without some keys. */
export function without(node: Mapping, ...keys: readonly string[]): Mapping {
  if (!node.entries.some((one) => keys.includes(one.key))) return node;
  return withEntries(
    node,
    node.entries.filter((one) => !keys.includes(one.key)),
  );
}

/** A mapping with each value remade; `undefined` drops its entry. The node itself where nothing changed. */
export function mapEntries(
  node: Mapping,
  remake: (value: TreeNode, key: string, one: Entry) => TreeNode | undefined,
): Mapping {
  let changed = false;
  const entries: Entry[] = [];
  for (const one of node.entries) {
    const value = remake(one.value, one.key, one);
    if (value === undefined) {
      changed = true;
      continue;
    }
    changed ||= value !== one.value;
    entries.push(value === one.value ? one : { ...one, value });
  }
  return changed ? withEntries(node, entries) : node;
}

/** A document with each of its services remade; the document itself where nothing changed. */
export function mapServices(tree: Mapping, remake: (service: Mapping, name: string) => Mapping): Mapping {
  const services = entryOf(tree, 'services')?.value;
  if (services?.kind !== 'mapping') return tree;
  const remade = mapEntries(services, (value, name) => (value.kind === 'mapping' ? remake(value, name) : value));
  return remade === services ? tree : withEntry(tree, 'services', remade);
}

/** A sequence with each item remade; `undefined` drops it. The node itself where nothing changed. */
export function mapItems(node: Sequence, remake: (item: TreeNode, index: number) => TreeNode | undefined): Sequence {
  let changed = false;
  const items: TreeNode[] = [];
  node.items.forEach((item, index) => {
    const next = remake(item, index);
    changed ||= next !== item;
    if (next !== undefined) items.push(next);
  });
  return changed ? { ...node, items } : node;
}

/** The text of a scalar that is a string, or undefined for any other node. */
export function stringOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' && node.kindOfValue === undefined
    ? node.value
    : undefined;
}

/** Whether a node is the null of YAML. */
export function isNull(node: TreeNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}

/** A scalar as the string that Compose makes of it, its pieces kept where they are. */
export function asString(scalar: Scalar): Scalar {
  if (typeof scalar.value === 'string' && scalar.kindOfValue === undefined) return scalar;
  const { kindOfValue: _, ...rest } = scalar;
  return { ...rest, value: goText(scalar), pieces: piecesOf(scalar) };
}

/** The pieces of a scalar's text; one piece for the whole where none were kept. */
export function piecesOf(scalar: Scalar): readonly Piece[] {
  if (scalar.pieces !== undefined) return scalar.pieces;
  const text = goText(scalar);
  if (text === '') return [];
  const exact = scalar.style === 'plain' && scalar.raw === text && scalar.span.end - scalar.span.start === text.length;
  return [{ from: 0, to: text.length, span: scalar.span, exact }];
}

/** The part of a string from one offset to another as a scalar of its own, with the place of that part. */
export function slice(scalar: Scalar, from: number, to: number): Scalar {
  const text = goText(scalar).slice(from, to);
  const { pieces } = sliceTraced({ value: goText(scalar), pieces: piecesOf(scalar) }, from, to);
  return { kind: 'scalar', value: text, raw: text, span: spanOf(pieces, scalar, from), style: 'made', pieces };
}

/** Two or more strings joined to one, each character keeping its source. */
export function concat(parts: readonly Scalar[], span: Span): Scalar {
  const { value, pieces } = joinTraced(parts.map((part) => ({ value: goText(part), pieces: piecesOf(part) })));
  return { kind: 'scalar', value, raw: value, span, style: 'made', pieces };
}

/** The variable that filled a scalar, where one did. */
export function fillingOf(scalar: Scalar): Filling | undefined {
  return scalar.pieces?.find((piece) => piece.variable !== undefined)?.variable;
}

/** Where a part stands: its own text where that lies in one stretch of the file of the whole, else the text of the whole. */
function spanOf(pieces: readonly Piece[], whole: Scalar, from: number): Span {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return emptyAt(whole, from);
  const start = first.variable?.use ?? first.span;
  const end = last.variable?.use ?? last.span;
  if (start.file !== whole.span.file || end.file !== whole.span.file || end.end < start.start) return whole.span;
  return { file: start.file, start: start.start, end: end.end };
}

/** The place of an empty part: the point between its neighbours. */
function emptyAt(whole: Scalar, at: number): Span {
  const pieces = piecesOf(whole);
  const before = pieces.find((piece) => piece.to >= at && piece.exact && piece.variable === undefined);
  if (before === undefined) return whole.span;
  const point = before.span.start + Math.max(0, at - before.from);
  return { file: before.span.file, start: point, end: point };
}
