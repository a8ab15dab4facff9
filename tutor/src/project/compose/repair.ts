import type { Edit } from '../../core/diagnosis.ts';
import { asString, entry, made, mapping, sequence, slice } from './grow.ts';
import { namesToMapping, pair } from './merge.ts';
import type { TreePath } from './path.ts';
import type { SchemaType } from './schema-shape.ts';
import { hasKey, holdsNames, sectionOf } from './sections.ts';
import type { Mapping, Scalar, Sequence, TreeNode } from './tree.ts';

/** A value of a kind that its key does not take, as it was most likely meant; undefined where nobody can tell. */
export type Repaired = {
  readonly value: TreeNode | undefined;
  /** What most likely slipped, in the words of `SlipName`; `dash-missing` for a list of one item without its dash. */
  readonly slip?: string;
  readonly mend?: readonly Edit[];
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

const LISTS_OF_PAIRS = ['environment', 'args', 'labels', 'annotations', 'sysctls'];

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
    const found = pairIn(node, path, list);
    if (found !== undefined) return found;
    if (sectionOf(path) === 'services.*.depends_on.*') return { value: conditionOf(node) };
  }
  if (types.includes('string')) return { value: asString(node) };
  if (list) return itemIn(asString(node));
  return { value: types.includes('null') ? made(null, node.span) : undefined };
}

/** A key and its value that YAML read as one text: `driver:bridge`, `driver=bridge`, `driver bridge`, `db_data`. */
const PAIR = /^([A-Za-z_][\w.-]*)(?:\s*([:=;])\s*|(\s+)|$)/;

function pairIn(node: Scalar, path: TreePath, list: boolean): Repaired | undefined {
  const text = String(node.value);
  const [lead, key = '', sign, gap] = PAIR.exec(text) ?? [];
  const isPlain = node.style === 'plain' && node.span.end - node.span.start === text.length;
  if (lead === undefined || !isPlain || text.includes('\n')) return undefined;
  const section = sectionOf(path);
  const known = hasKey(section, key);
  const slip = sign === undefined ? 'colon-missing' : SLIPS[sign];
  // `A=b` and a name alone are items of a list that lacks its dash, where a list is taken.
  if (list && sign !== ':') return undefined;
  if (!known && !takesAny(section)) return undefined;
  if (gap !== undefined && !known) return undefined;
  const { file, start } = node.span;
  const colon = start + key.length;
  const rest = text.length > lead.length;
  const mend: Edit = { span: { file, start: colon, end: start + lead.length }, text: rest ? ': ' : ':' };
  const value = rest ? slice(node, lead.length, text.length) : made(null, node.span);
  return {
    value: mapping([entry(key, { file, start, end: colon }, value)], node.span),
    ...(slip === undefined ? {} : { slip }),
    mend: [mend],
  };
}

const SLIPS: Readonly<Record<string, string>> = {
  ':': 'space-after-colon',
  '=': 'equals-for-colon',
  ';': 'semicolon-for-colon',
};

function takesAny(section: string): boolean {
  return holdsNames(section) || LISTS_OF_PAIRS.some((key) => section.endsWith(`.${key}`));
}

/** The one item of a list, without its dash or the space behind it. */
function itemIn(node: Scalar): Repaired {
  const text = String(node.value);
  const dash = /^[-*•–—]\s*(?=\S)/.exec(text)?.[0].length ?? 0;
  const quoted = dash > 0 && /^(["'])[^"']*\1$/.test(text.slice(dash)) ? 1 : 0;
  const item = dash === 0 ? node : slice(node, dash + quoted, text.length - quoted);
  return { value: sequence([item], node.span), slip: dash === 0 ? 'dash-missing' : 'space-after-dash' };
}
