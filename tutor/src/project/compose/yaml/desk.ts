import type { CST } from 'yaml';
import type { Mapping, Sequence, TreeNode } from '../tree.ts';
import { BudgetSpent, MAX_NODES } from './budget.ts';
import type { Props } from './props.ts';
import type { Slip } from './slip.ts';
import type { Source } from './source.ts';

/** Anchors of a file; Compose's reader keeps them from one document to the next. */
export type Anchors = Map<string, TreeNode | 'open'>;

/** Notes a slip. */
export type Report = (kind: Slip['kind'], start: number, end: number, message: string, other?: Slip['other']) => void;

/** What the readers of one document's tokens share. */
export type Desk = {
  readonly source: Source;
  readonly anchors: Anchors;
  readonly report: Report;
  /** How many values each collection stands for, itself included; a scalar is one. */
  readonly sizes: WeakMap<TreeNode, number>;
  /** What stands where an alias names nothing. */
  readonly lost: WeakSet<TreeNode>;
  /** Makes a node of a token; collections make their parts with it. */
  readonly assemble: (desk: Desk, token: CST.Token | undefined, props: Props, depth: number) => TreeNode;
  nodes: number;
  /** How many brackets are open. */
  brackets: number;
};

/** Counts values against their budget. */
export function spend(desk: Desk, nodes: number, at: number): void {
  desk.nodes += nodes;
  if (desk.nodes > MAX_NODES) throw new BudgetSpent({ what: 'values', limit: MAX_NODES }, at);
}

/** Remembers how many values a collection stands for, so that an alias of it can be counted. */
export function sized<Node extends Mapping | Sequence>(desk: Desk, node: Node): Node {
  const parts = node.kind === 'mapping' ? node.entries.map((entry) => entry.value) : node.items;
  desk.sizes.set(
    node,
    parts.reduce((sum, part) => sum + sizeOf(desk, part), 1),
  );
  return node;
}

/** How many values a node stands for. */
export function sizeOf(desk: Desk, node: TreeNode): number {
  return desk.sizes.get(node) ?? 1;
}
