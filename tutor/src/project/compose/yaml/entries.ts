import type { CST } from 'yaml';
import type { Entry, Mapping, TreeNode } from '../tree.ts';
import { BudgetSpent, MAX_KEYS } from './budget.ts';
import { type Desk, spend } from './desk.ts';
import { applyMerges, type Merge } from './merge-keys.ts';
import type { Props } from './props.ts';
import { spanOf } from './source.ts';

/** The entries of a mapping under way. */
export type Drawer = {
  readonly entries: Entry[];
  readonly merges: Merge[];
  readonly seen: Map<string, Place>;
  /** How many keys stood there before. */
  repeats: number;
};

type Place = { readonly start: number; readonly end: number };

/** A mapping with nothing in it yet. */
export function drawer(): Drawer {
  return { entries: [], merges: [], seen: new Map(), repeats: 0 };
}

/** A key and its text; `alias` where it is one. */
export type Key = { readonly node: TreeNode; readonly start: number; readonly end: number; readonly alias?: string };

/** Puts a key and its value into a mapping. */
export function put(desk: Desk, into: Drawer, key: Key, value: TreeNode): void {
  const { report } = desk;
  const { start, end, node } = key;
  const name = key.alias ?? (node.kind === 'scalar' ? node.raw : '');
  const before = into.seen.get(name);
  if (before !== undefined) {
    if (isMergeKey(node)) {
      report('duplicate-key', start, end, 'the merge key `<<` stands twice in one mapping', before);
      // Read on with both: what the second brings lacks nowhere.
      into.merges.push({ value, at: { start, end } });
    } else repeat(desk, into, { name, start, end }, before, value);
    return;
  }
  into.seen.set(name, { start, end });
  if (into.seen.size > MAX_KEYS) throw new BudgetSpent({ what: 'keys', limit: MAX_KEYS }, start);
  const keySpan = spanOf(desk.source, start, end);
  if (isMergeKey(node)) {
    into.merges.push({ value, at: { start, end } });
    return;
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.kindOfValue !== undefined) {
    report(
      'key-type',
      start,
      end,
      `the key \`${name}\` is no text: keys that look like a number or another value need quotes`,
    );
  }
  into.entries.push({ key: node.kind === 'scalar' ? node.raw : '', keySpan, value });
}

/** How many keys that stand twice are read together in one mapping: more are no slip. */
const MAX_REPEATS = 20;

/** A key that stands twice: what stands below the second is read together with what stands below the first, keys rather than a list. */
function repeat(
  desk: Desk,
  into: Drawer,
  key: Place & { readonly name: string },
  before: Place,
  value: TreeNode,
): void {
  const { name, start, end } = key;
  desk.report('duplicate-key', start, end, `the key \`${name}\` stands twice`, before);
  into.repeats++;
  if (into.repeats > MAX_REPEATS) return;
  const index = into.entries.findIndex((one) => one.key === name);
  const first = into.entries[index];
  if (first !== undefined) into.entries[index] = { ...first, value: together(first.value, value) };
}

function together(first: TreeNode, second: TreeNode): TreeNode {
  if (first.kind === 'scalar' && first.value === null) return second;
  if (second.kind === 'mapping' && first.kind === 'sequence') return second;
  if (first.kind !== 'mapping' || second.kind !== 'mapping') return first;
  const known = new Set(first.entries.map(({ key }) => key));
  const added = second.entries.filter(({ key }) => !known.has(key));
  return { ...first, entries: [...first.entries, ...added] };
}

function isMergeKey(node: TreeNode): boolean {
  if (node.kind !== 'scalar' || node.raw !== '<<') return false;
  return node.tag === '!!merge' || (node.style === 'plain' && (node.tag === undefined || node.tag === '!'));
}

/** The finished mapping, its merge keys applied. */
export function closed(desk: Desk, from: Drawer, start: number, end: number, props: Props): Mapping {
  const { entries, bad } = applyMerges(from.entries, from.merges);
  // An alias that names nothing was told where it stands.
  const told = ({ value }: Merge) =>
    [value, ...(value.kind === 'sequence' ? value.items : [])].some((one) => desk.lost.has(one));
  for (const merge of bad.filter((one) => !told(one)))
    desk.report('merge-key', merge.at.start, merge.at.end, 'a merge key takes a mapping or a list of mappings');
  if (entries.length > MAX_KEYS) throw new BudgetSpent({ what: 'keys', limit: MAX_KEYS }, start);
  return {
    kind: 'mapping',
    entries,
    span: spanOf(desk.source, start, end),
    ...(props.tag === undefined ? {} : { tag: props.tag.name }),
  };
}

/** Reads a key. */
export function keyOf(desk: Desk, token: CST.Token | null | undefined, props: Props, depth: number): Key {
  const node = desk.assemble(desk, token ?? undefined, props, depth);
  const start = token?.offset ?? props.end;
  const end = token !== null && token !== undefined && 'source' in token ? start + token.source.length : start;
  return { node, start, end, ...(token?.type === 'alias' ? { alias: token.source.slice(1) } : {}) };
}

/** A key that is left out counts as a value. */
export function spendKey(desk: Desk, key: CST.Token | null | undefined, at: number): void {
  if (key === null || key === undefined) spend(desk, 1, at);
}
