import type { Sequence, TreeNode } from '../tree.ts';
import { type Desk, spend } from './desk.ts';
import type { Props } from './props.ts';
import { spanOf } from './source.ts';

/** The finished list. */
export function sequence(desk: Desk, items: readonly TreeNode[], start: number, end: number, props: Props): Sequence {
  spend(desk, 1, start);
  return {
    kind: 'sequence',
    items,
    span: spanOf(desk.source, start, end),
    ...(props.tag === undefined ? {} : { tag: props.tag.name }),
  };
}
