import type { CST } from 'yaml';
import type { Mapping, Sequence, TreeNode } from '../tree.ts';
import { type Desk, type Report, sized } from './desk.ts';
import { closed, type Drawer, drawer, type Key, keyOf, put, spendKey } from './entries.ts';
import { endOf, endOfNode, isBlockCollection } from './extent.ts';
import { noProps, type Props, readProps } from './props.ts';
import { sequence } from './sequence.ts';
import { readEnd } from './trailing.ts';

/** A mapping or list written with brackets. */
export function flowCollection(desk: Desk, token: CST.FlowCollection, props: Props, depth: number): Mapping | Sequence {
  desk.brackets++;
  const { source } = token.start;
  const node = source === '{' ? flowMap(desk, token, props, depth) : flowSequence(desk, token, props, depth);
  desk.brackets--;
  return node;
}

function flowEnd(desk: Desk, token: CST.FlowCollection): number {
  const { report } = desk;
  const [close, ...rest] = token.end;
  const wanted = token.start.source === '{' ? '}' : ']';
  if (close?.source !== wanted) {
    report(
      'syntax',
      token.offset,
      token.offset + 1,
      `the \`${token.start.source}\` that opens here is never closed with \`${wanted}\``,
    );
    readEnd(desk, close === undefined || close.source === '' ? rest : token.end);
    return endOfNode(token, token.offset + 1);
  }
  readEnd(desk, rest);
  return close.offset + close.source.length;
}

/** Reads the properties before a flow item, with its comma; undefined where the item is empty. */
function flowProps(desk: Desk, token: CST.FlowCollection, index: number, before: number): Props | undefined {
  const { report } = desk;
  const item = token.items[index];
  if (item === undefined) return undefined;
  const props = readProps(item.start, {
    place: 'flow-item',
    report,
    next: item.key ?? item.sep?.[0] ?? item.value,
    at: before,
  });
  const empty =
    props.found === undefined &&
    props.anchor === undefined &&
    props.tag === undefined &&
    item.sep === undefined &&
    item.value === undefined &&
    (item.key === undefined || item.key === null);
  if (props.comma !== undefined && index === 0)
    report('syntax', props.comma, props.comma + 1, 'nothing stands before this comma');
  else if (props.comma !== undefined && empty && index < token.items.length - 1)
    report('syntax', props.comma, props.comma + 1, 'nothing stands between two commas');
  else if (props.comma === undefined && index > 0 && !empty) {
    const at = item.key?.offset ?? item.value?.offset ?? props.end;
    report('syntax', at, at + 1, 'a comma is missing before this item');
  }
  return empty ? undefined : props;
}

function flowMap(desk: Desk, token: CST.FlowCollection, props: Props, depth: number): Mapping {
  const into = drawer();
  let at = token.offset + 1;
  token.items.forEach((item, index) => {
    const itemProps = flowProps(desk, token, index, at);
    if (itemProps === undefined) return;
    at = flowPair(desk, item, itemProps, into, depth);
  });
  const end = flowEnd(desk, token);
  return closed(desk, into, token.offset, end, props);
}

function flowPair(desk: Desk, item: CST.CollectionItem, props: Props, into: Drawer, depth: number): number {
  const { report, source } = desk;
  spendKey(desk, item.key, props.end);
  noBlock(item.key, report);
  const key = keyOf(desk, item.key, props, depth + 1);
  const keyEnd = Math.max(endOfNode(item.key, key.end), props.end);
  const valueProps = readProps(item.sep ?? [], { place: 'flow-value', report, next: item.value, at: keyEnd });
  if (valueProps.found === undefined && item.value !== undefined && item.value !== null) {
    report('syntax', item.value.offset, endOf(item.value), 'a comma or a colon is missing before this text');
  }
  const implicit = props.found === undefined && valueProps.found !== undefined;
  if (implicit && source.text.slice(key.start, valueProps.found).includes('\n'))
    report('syntax', key.start, key.end, 'a key stands on one line');
  noBlock(item.value, report);
  const value = desk.assemble(desk, item.value ?? undefined, valueProps, depth + 1);
  put(desk, into, withGluedColon(desk, item, key), value);
  return Math.max(endOfNode(item.value, valueProps.end), keyEnd);
}

/** Between brackets Compose's reader takes a colon with no blank behind it for a part of the name: `{ data:}` names `data:`. */
function withGluedColon({ source }: Desk, item: CST.CollectionItem, key: Key): Key {
  const { node, end } = key;
  const isGlued = item.key?.type === 'scalar' && /^:[,}\]]/.test(source.text.slice(end, end + 2));
  if (!isGlued || node.kind !== 'scalar') return key;
  const name = `${node.raw}:`;
  return { ...key, node: { ...node, raw: name, value: name }, end: end + 1 };
}

function noBlock(token: CST.Token | null | undefined, report: Report): void {
  if (token !== null && token !== undefined && isBlockCollection(token))
    report(
      'syntax',
      token.offset,
      token.offset + 1,
      'between brackets, lists and mappings are written with brackets too',
    );
}

function flowSequence(desk: Desk, token: CST.FlowCollection, props: Props, depth: number): Sequence {
  const items: TreeNode[] = [];
  let at = token.offset + 1;
  token.items.forEach((item, index) => {
    const itemProps = flowProps(desk, token, index, at);
    if (itemProps === undefined) return;
    const pair =
      item.sep !== undefined || itemProps.found !== undefined || (item.key !== undefined && item.key !== null);
    if (!pair) {
      noBlock(item.value, desk.report);
      items.push(desk.assemble(desk, item.value ?? undefined, itemProps, depth + 1));
      at = endOfNode(item.value, itemProps.end);
      return;
    }
    const into = drawer();
    at = flowPair(desk, item, itemProps, into, depth + 1);
    const start = item.key?.offset ?? itemProps.end;
    items.push(sized(desk, closed(desk, into, start, at, noProps(start))));
  });
  const end = flowEnd(desk, token);
  return sequence(desk, items, token.offset, end, props);
}
