import type { CST } from 'yaml';
import type { Mapping, Sequence, TreeNode } from '../tree.ts';
import type { Desk, Report } from './desk.ts';
import { closed, type Drawer, drawer, type Key, keyOf, put, spendKey } from './entries.ts';
import { endOf, endOfNode, firstOffset } from './extent.ts';
import { type Props, readProps } from './props.ts';
import { sequence } from './sequence.ts';
import type { Source } from './source.ts';

/** A mapping written by indentation. */
export function blockMap(desk: Desk, token: CST.BlockMap, props: Props, depth: number): Mapping {
  const into = drawer();
  let end = token.offset;
  for (const item of token.items) end = blockPair(desk, token, item, into, depth, end);
  return closed(desk, into, firstOffset(token.items, token.offset), end, props);
}

function blockPair(
  desk: Desk,
  map: CST.BlockMap,
  item: CST.CollectionItem,
  into: Drawer,
  depth: number,
  before: number,
): number {
  const { report, source } = desk;
  const keyProps = readProps(item.start, {
    place: 'block-key',
    report,
    next: item.key ?? item.sep?.[0],
    at: before,
  });
  const explicit = keyProps.found !== undefined;
  const bare = keyProps.anchor === undefined && keyProps.tag === undefined;
  if (!explicit && bare && item.key === undefined && item.sep === undefined) return before;
  checkKey(item, keyProps, map.indent, report, source);
  spendKey(desk, item.key, keyProps.end);
  const key = keyOf(desk, item.key, keyProps, depth + 1);
  const keyEnd = Math.max(key.end, keyProps.end);
  const valueProps = readProps(item.sep ?? [], {
    place: 'block-value',
    report,
    next: item.value,
    at: keyEnd,
  });
  if (valueProps.found === undefined && !explicit) {
    report('syntax', key.start, Math.max(key.end, key.start + 1), 'a key without a colon after it');
  }
  if (valueProps.found !== undefined && !explicit) checkImplicit(item, key, valueProps, desk);
  const value = desk.assemble(desk, item.value ?? undefined, valueProps, depth + 1);
  put(desk, into, key, value);
  return Math.max(endOfNode(item.value, valueProps.end), keyEnd);
}

/** Units that may stand between the start of a key and its colon. */
const MAX_KEY_UNITS = 1024;

function checkImplicit(item: CST.CollectionItem, key: Key, props: Props, desk: Desk): void {
  const { report } = desk;
  const { value } = item;
  if (value?.type === 'block-map' && !props.newline) {
    const colon = value.items[0]?.sep?.find((part) => part.type === 'map-value-ind');
    const end = (colon?.offset ?? value.offset) + 1;
    report('syntax', value.offset, end, 'a value on the line of its key holds a second `: `');
  }
  const colon = props.found ?? key.end;
  const apart = desk.source.text.slice(key.end, colon).includes('\n');
  if (apart) report('syntax', key.start, Math.max(key.end, key.start + 1), 'a key and its colon stand on one line');
  if (colon > key.start + MAX_KEY_UNITS) report('syntax', key.start, key.end, 'a key is at most 1024 characters long');
}

function checkKey(item: CST.CollectionItem, props: Props, indent: number, report: Report, source: Source): void {
  const { key } = item;
  if (key === null || key === undefined) return;
  if (props.found !== undefined) {
    if (props.foundIndent !== indent)
      report('syntax', props.found, props.found + 1, 'this key is indented unlike the keys beside it');
    return;
  }
  const end = endOf(key);
  if (key.type === 'block-seq')
    report('syntax', key.offset, key.offset + 1, 'a list item stands where a key is expected');
  else if ('indent' in key && key.indent !== indent)
    report('syntax', key.offset, end, 'this key is indented unlike the keys beside it');
  const manyLines = props.newlineAfterProps || source.text.slice(key.offset, endOfNode(key, end)).includes('\n');
  if (manyLines && item.sep !== undefined) report('syntax', key.offset, end, 'a key stands on one line');
}

/** A list written with dashes. */
export function blockSequence(desk: Desk, token: CST.BlockSequence, props: Props, depth: number): Sequence {
  const { report } = desk;
  const items: TreeNode[] = [];
  let end = token.offset;
  for (const item of token.items) {
    const itemProps = readProps(item.start, {
      place: 'block-item',
      report,
      next: item.value,
      at: end,
    });
    if (itemProps.found === undefined) {
      if (item.value === undefined && itemProps.anchor === undefined && itemProps.tag === undefined) continue;
      const at = item.value?.offset ?? itemProps.end;
      report(
        'syntax',
        at,
        item.value === undefined ? at + 1 : endOf(item.value),
        'this line stands among list items but does not begin with `- `',
      );
    }
    items.push(desk.assemble(desk, item.value, itemProps, depth + 1));
    end = endOfNode(item.value, itemProps.end);
  }
  return sequence(desk, items, firstOffset(token.items, token.offset), end, props);
}
