import type { Edit } from '../../core/diagnosis.ts';
import type { Span } from '../../core/span.ts';
import { asString, entry, made, mapping, sequence } from './grow.ts';
import { namesToMapping, pair } from './merge.ts';
import type { TreePath } from './path.ts';
import type { SchemaType } from './schema-shape.ts';
import { sectionOf } from './sections.ts';
import { itemsIn, LISTS_OF_PAIRS, pairsIn } from './text-repair.ts';
import type { Mapping, Scalar, Sequence, TreeNode } from './tree.ts';

/** A value of a kind that its key does not take, as it was most likely meant; undefined where nobody can tell. */
export type Repaired = {
  readonly value: TreeNode | undefined;
  /** What most likely slipped, in the words of `SlipName`; `dash-missing` for a list of one item without its dash. */
  readonly slip?: string;
  readonly mend?: readonly Edit[];
  /** The text to change, where it is a part of the value. */
  readonly at?: Span;
};

/** What was most likely meant by a value of the wrong kind, so that the rest can still be read. */
export function repaired(node: TreeNode, types: readonly SchemaType[], path: TreePath): Repaired {
  switch (node.kind) {
    case 'mapping':
      return { value: types.includes('string') ? (pairOf(node, path) ?? onlyValue(node, path)) : undefined };
    case 'sequence':
      return { value: ofSequence(node, types) };
    case 'scalar':
      return node.value === null ? { value: ofNothing(node, types, path) } : ofScalar(node, types, path);
  }
}

/** `- KEY: value` in a list of `KEY=value`. */
function pairOf(node: Mapping, path: TreePath): Scalar | undefined {
  const [one, ...others] = node.entries;
  if (one?.value.kind !== 'scalar' || others.length > 0 || typeof path.at(-1) !== 'number') return undefined;
  const key = path.findLast((part) => typeof part === 'string');
  return LISTS_OF_PAIRS.includes(String(key)) ? pair(one, asString(one.value)) : undefined;
}

/** The one value below a variable. */
function onlyValue(node: Mapping, path: TreePath): Scalar | undefined {
  const [one, ...others] = node.entries;
  if (one?.value.kind !== 'scalar' || others.length > 0) return undefined;
  return sectionOf(path).startsWith('services.*.environment.') ? asString(one.value) : undefined;
}

function ofSequence(node: Sequence, types: readonly SchemaType[]): TreeNode | undefined {
  const [only, ...others] = node.items;
  if (types.includes('string') && only?.kind === 'scalar' && others.length === 0) return asString(only);
  return types.includes('object') ? namesToMapping(node, (name) => made(null, name.span)) : undefined;
}

/** A service or a dependency with nothing written below it is there by its name all the same. */
function ofNothing(node: Scalar, types: readonly SchemaType[], path: TreePath): TreeNode | undefined {
  if (!types.includes('object')) return undefined;
  const section = sectionOf(path);
  if (section === 'services.*.depends_on.*') return conditionOf(made('service_started', node.span));
  return section === 'services.*' ? mapping([], node.span) : undefined;
}

function conditionOf(condition: Scalar): Mapping {
  return mapping([entry('condition', condition.span, condition)], condition.span);
}

function ofScalar(node: Scalar, types: readonly SchemaType[], path: TreePath): Repaired {
  const isText = typeof node.value === 'string';
  const list = types.includes('array');
  if (isText && types.includes('object')) {
    const found = pairsIn(node, path, list);
    if (found !== undefined) return found;
    if (sectionOf(path) === 'services.*.depends_on.*') return { value: conditionOf(node) };
  }
  if (types.includes('string')) return { value: asString(node) };
  if (list) return isText ? itemsIn(node) : { value: sequence([asString(node)], node.span), slip: 'dash-missing' };
  return { value: types.includes('null') ? made(null, node.span) : undefined };
}
