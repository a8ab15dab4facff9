import type { CST } from 'yaml';
import type { TreeNode } from '../tree.ts';
import { blockMap, blockSequence } from './block.ts';
import { blockScalar } from './block-scalar.ts';
import { flowCollection } from './brackets.ts';
import { BudgetSpent, MAX_DEPTH } from './budget.ts';
import { type Anchors, type Desk, sized, sizeOf, spend } from './desk.ts';
import { endOf, isBlockCollection } from './extent.ts';
import { noProps, type Props, readProps } from './props.ts';
import { emptyScalar, flowScalar } from './scalars.ts';
import type { Slip } from './slip.ts';
import type { Source } from './source.ts';
import { readEnd } from './trailing.ts';

/** One document put together, and the slips met on the way. */
export type Assembled = { readonly tree: TreeNode; readonly slips: readonly Slip[] };

/** Puts a document's tokens together to a tree: anchors and aliases resolved, merge keys applied, scalars typed. */
export function assemble(source: Source, token: CST.Document, anchors: Anchors): Assembled {
  const slips: Slip[] = [];
  const desk: Desk = {
    source,
    anchors,
    report: (kind, start, end, message, other) => {
      slips.push({ kind, start, end, message, ...(other === undefined ? {} : { other }) });
    },
    sizes: new WeakMap(),
    lost: new WeakSet(),
    assemble: assembleNode,
    nodes: 0,
    brackets: 0,
  };
  const props = readProps(token.start, { place: 'document', report: desk.report, next: token.value });
  if (props.found !== undefined && isBlockCollection(token.value) && !props.newline) {
    desk.report('syntax', props.end, props.end + 1, 'a mapping or list cannot begin on the line of `---`');
  }
  const tree = assembleNode(desk, token.value ?? undefined, props, 0);
  readEnd(desk, token.end);
  return { tree, slips };
}

function assembleNode(desk: Desk, token: CST.Token | undefined, props: Props, depth: number): TreeNode {
  if (depth > MAX_DEPTH) throw new BudgetSpent({ what: 'depth', limit: MAX_DEPTH }, token?.offset ?? props.end);
  if (token?.type === 'alias') return assembleAlias(desk, token, props);
  if (props.anchor !== undefined) desk.anchors.set(props.anchor.name, 'open');
  const node = assembleContent(desk, token, props, depth);
  if (props.anchor !== undefined) desk.anchors.set(props.anchor.name, node);
  return node;
}

function assembleContent(desk: Desk, token: CST.Token | undefined, props: Props, depth: number): TreeNode {
  if (token === undefined) return emptyScalar(desk, props);
  switch (token.type) {
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return flowScalar(desk, token, props);
    case 'block-scalar':
      return blockScalar(desk, token, props);
    case 'block-map':
      return sized(desk, blockMap(desk, token, props, depth));
    case 'block-seq':
      return sized(desk, blockSequence(desk, token, props, depth));
    case 'flow-collection':
      return sized(desk, flowCollection(desk, token, props, depth));
    default:
      desk.report('syntax', token.offset, endOf(token), 'this text does not belong here');
      return emptyScalar(desk, props);
  }
}

const ALIAS_NAME = /^[0-9A-Za-z_-]+$/;

function assembleAlias(desk: Desk, token: CST.FlowScalar, props: Props): TreeNode {
  const { report } = desk;
  const name = token.source.slice(1);
  const end = token.offset + token.source.length;
  readEnd(desk, token.end);
  if (props.anchor !== undefined || props.tag !== undefined)
    report('syntax', token.offset, end, 'an alias takes no anchor and no tag of its own');
  const target = desk.anchors.get(name);
  if (!ALIAS_NAME.test(name))
    report('syntax', token.offset, end, 'an alias is named with letters, digits, `_` and `-`');
  else if (target === undefined) report('alias', token.offset, end, `nothing above is anchored as \`&${name}\``);
  else if (target === 'open') report('alias', token.offset, end, `\`&${name}\` would contain itself`);
  if (target === undefined || target === 'open') {
    const nothing = emptyScalar(desk, noProps(end));
    desk.lost.add(nothing);
    return nothing;
  }
  spend(desk, sizeOf(desk, target), token.offset);
  return target;
}
