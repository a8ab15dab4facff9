import type { CST } from 'yaml';
import type { Entry, Mapping, Scalar, Sequence, TreeNode } from '../tree.ts';
import { BudgetSpent, MAX_DEPTH, MAX_KEYS, MAX_NODES } from './budget.ts';
import { type Block, decodeBlock, decodeFlow, readEscape } from './decoded.ts';
import { applyMerges, type Merge } from './merge-keys.ts';
import { noProps, type Props, readProps } from './props.ts';
import type { Slip } from './slip.ts';
import { type Source, spanOf } from './source.ts';
import { typeTagged } from './tags.ts';

/** One document put together, and the slips met on the way. */
export type Assembled = { readonly tree: TreeNode; readonly slips: readonly Slip[] };

/** Anchors of a file; Compose's reader keeps them from one document to the next. */
export type Anchors = Map<string, TreeNode | 'open'>;

/** What one document's assembly knows. */
type Desk = {
  readonly source: Source;
  readonly anchors: Anchors;
  readonly slips: Slip[];
  /** How many values each collection stands for, itself included; a scalar is one. */
  readonly sizes: WeakMap<TreeNode, number>;
  nodes: number;
  /** How many brackets are open. */
  brackets: number;
};

/** Puts a document's tokens together to a tree: anchors and aliases resolved, merge keys applied, scalars typed. */
export function assemble(source: Source, token: CST.Document, anchors: Anchors): Assembled {
  const desk: Desk = { source, anchors, slips: [], sizes: new WeakMap(), nodes: 0, brackets: 0 };
  const report = reporter(desk);
  const props = readProps(token.start, { place: 'document', source, report, next: token.value });
  if (props.found !== undefined && isBlockCollection(token.value) && !props.newline) {
    report('syntax', props.end, props.end + 1, 'a mapping or list cannot begin on the line of `---`');
  }
  const tree = assembleNode(desk, token.value ?? undefined, props, 0);
  readEnd(desk, token.end);
  return { tree, slips: desk.slips };
}

/** Notes a slip. */
export type Report = (kind: Slip['kind'], start: number, end: number, message: string, other?: Slip['other']) => void;

function reporter(desk: Desk): Report {
  return (kind, start, end, message, other) => {
    desk.slips.push({ kind, start, end, message, ...(other === undefined ? {} : { other }) });
  };
}

function isBlockCollection(token: CST.Token | null | undefined): boolean {
  return token?.type === 'block-map' || token?.type === 'block-seq';
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
      reporter(desk)('syntax', token.offset, endOf(token), 'this text does not belong here');
      return emptyScalar(desk, props);
  }
}

function endOf(token: CST.Token): number {
  return token.offset + Math.max(1, 'source' in token ? token.source.length : 1);
}

// --- budgets ---

function spend(desk: Desk, nodes: number, at: number): void {
  desk.nodes += nodes;
  if (desk.nodes > MAX_NODES) throw new BudgetSpent({ what: 'values', limit: MAX_NODES }, at);
}

function sized<Node extends Mapping | Sequence>(desk: Desk, node: Node): Node {
  const parts = node.kind === 'mapping' ? node.entries.map((entry) => entry.value) : node.items;
  desk.sizes.set(
    node,
    parts.reduce((sum, part) => sum + sizeOf(desk, part), 1),
  );
  return node;
}

function sizeOf(desk: Desk, node: TreeNode): number {
  return desk.sizes.get(node) ?? 1;
}

// --- scalars ---

const FLOW_STYLES = { scalar: 'plain', 'single-quoted-scalar': 'single', 'double-quoted-scalar': 'double' } as const;

function flowScalar(desk: Desk, token: CST.FlowScalar, props: Props): Scalar {
  const report = reporter(desk);
  const { source } = desk;
  const style = token.type === 'alias' ? 'plain' : FLOW_STYLES[token.type];
  const end = token.offset + token.source.length;
  checkFlowScalar(token, report);
  if (desk.brackets > 0) checkBetweenBrackets(token, report);
  readEnd(desk, token.end);
  const decoded = decodeFlow(source, style, token.offset, end);
  spend(desk, 1, token.offset);
  return typed(desk, { ...decoded, style, start: token.offset, end }, props);
}

type Raw = {
  readonly value: string;
  readonly pieces: NonNullable<Scalar['pieces']>;
  readonly style: Scalar['style'];
  readonly start: number;
  readonly end: number;
};

function typed(desk: Desk, raw: Raw, props: Props): Scalar {
  const quoted = raw.style !== 'plain';
  const made = typeTagged(raw.value, quoted, props.tag?.name);
  if (made === undefined) {
    reporter(desk)(
      'tag',
      props.tag?.start ?? raw.start,
      raw.end,
      `the text is no value of the type \`${props.tag?.name}\``,
    );
  }
  const { value, kind } = made ?? { value: raw.value };
  return {
    kind: 'scalar',
    value,
    raw: raw.value,
    span: spanOf(desk.source, raw.start, raw.end),
    style: raw.style,
    ...(typeof value === 'string' && kind === undefined ? { pieces: raw.pieces } : {}),
    ...(props.tag === undefined ? {} : { tag: props.tag.name }),
    ...(kind === undefined ? {} : { kindOfValue: kind }),
  };
}

function emptyScalar(desk: Desk, props: Props): Scalar {
  spend(desk, 1, props.end);
  return typed(desk, { value: '', pieces: [], style: 'plain', start: props.end, end: props.end }, props);
}

const CANNOT_START = ',%|>@`';

function checkFlowScalar(token: CST.FlowScalar, report: Report): void {
  const { offset, source, type } = token;
  const end = offset + source.length;
  if (type === 'scalar') {
    const first = source[0] ?? '';
    if (first !== '' && CANNOT_START.includes(first))
      report('syntax', offset, end, `a value cannot begin with \`${first}\` unless it is quoted`);
    return;
  }
  const quote = type === 'single-quoted-scalar' ? "'" : '"';
  if (source.length < 2 || !source.endsWith(quote))
    report('syntax', offset, end, 'the quote that opens here is never closed');
  if (type === 'double-quoted-scalar') checkEscapes(token, report);
}

/** Between brackets Compose's YAML takes every `?` for the sign of a key, and a `:` at the start for that of a value. */
function checkBetweenBrackets(token: CST.FlowScalar, report: Report): void {
  if (token.type !== 'scalar') return;
  const sign = token.source.startsWith(':') ? 0 : token.source.indexOf('?');
  if (sign < 0) return;
  const at = token.offset + sign;
  report('syntax', at, at + 1, `between brackets a text with \`${token.source[sign]}\` needs quotes`);
}

function checkEscapes(token: CST.FlowScalar, report: Report): void {
  const { source, offset } = token;
  for (let at = source.indexOf('\\'); at >= 0; ) {
    const after = source[at + 1];
    const lineEnd = after === '\n' || (after === '\r' && source[at + 2] === '\n');
    const { text, length } = lineEnd ? { text: '', length: 2 } : readEscape(source, at);
    const start = offset + at;
    if (text === undefined)
      report('escape', start, start + length, `\`${source.slice(at, at + length)}\` is no escape that YAML knows`);
    at = source.indexOf('\\', at + length);
  }
}

function blockScalar(desk: Desk, token: CST.BlockScalar, props: Props): Scalar {
  const report = reporter(desk);
  const header = token.props[0];
  const text = header !== undefined && 'source' in header ? header.source : '|';
  if (!/^[|>](?:[+-]?[1-9]?|[1-9][+-])$/.test(text))
    report(
      'syntax',
      token.offset,
      token.offset + text.length,
      'the head of a block of text is `|` or `>` with at most `+`, `-` and a digit',
    );
  let start = token.offset;
  for (const part of token.props) {
    if (part.type === 'error') report('syntax', part.offset, endOf(part), 'this text does not belong here');
    if ('source' in part) start += part.source.length;
  }
  const end = start + token.source.length;
  const block: Block = { header: text, start, end, indent: blockIndent(desk, token, text, start, end, report) };
  spend(desk, 1, token.offset);
  return typed(
    desk,
    {
      ...decodeBlock(desk.source, block),
      style: text.startsWith('>') ? 'folded' : 'literal',
      start: token.offset,
      end,
    },
    props,
  );
}

/** The indentation that the lines of a block scalar lose: given in its head, or that of its first line that holds something. */
function blockIndent(
  desk: Desk,
  token: CST.BlockScalar,
  header: string,
  start: number,
  end: number,
  report: Report,
): number {
  const given = /[1-9]/.exec(header)?.[0];
  if (given !== undefined) return Math.max(0, token.indent) + Number(given);
  let deepest = 0;
  for (let at = start; at < end; ) {
    let content = at;
    while (desk.source.text[content] === ' ') content++;
    const unit = desk.source.text[content];
    const empty = content >= end || unit === '\n' || unit === '\r';
    if (!empty && unit === '\t' && content - at <= Math.max(0, token.indent))
      report('tab', content, content + 1, 'a tab stands where spaces must indent');
    deepest = Math.max(deepest, content - at);
    if (!empty) {
      if (content - at < deepest) report('syntax', at, content, 'an empty line above is indented deeper than the text');
      break;
    }
    const newline = desk.source.text.indexOf('\n', content);
    at = newline < 0 || newline >= end ? end : newline + 1;
  }
  return Math.max(1, deepest);
}

// --- aliases ---

const ALIAS_NAME = /^[0-9A-Za-z_-]+$/;

function assembleAlias(desk: Desk, token: CST.FlowScalar, props: Props): TreeNode {
  const report = reporter(desk);
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
  if (target === undefined || target === 'open') return emptyScalar(desk, noProps(end));
  spend(desk, sizeOf(desk, target), token.offset);
  return target;
}

// --- collections ---

function readEnd(desk: Desk, tokens: readonly CST.SourceToken[] | undefined): void {
  for (const token of tokens ?? []) {
    if (token.type === 'space' || token.type === 'comment' || token.type === 'newline') continue;
    if (token.source === '') continue;
    reporter(desk)(
      'syntax',
      token.offset,
      token.offset + token.source.length,
      'this text follows a value that has already ended',
    );
  }
}

/** The entries of a mapping under way. */
type Drawer = {
  readonly entries: Entry[];
  readonly merges: Merge[];
  readonly seen: Map<string, { readonly start: number; readonly end: number }>;
};

function drawer(): Drawer {
  return { entries: [], merges: [], seen: new Map() };
}

type Key = { readonly node: TreeNode; readonly start: number; readonly end: number; readonly alias?: string };

function put(desk: Desk, into: Drawer, key: Key, value: TreeNode): void {
  const report = reporter(desk);
  const { start, end, node } = key;
  const name = key.alias ?? (node.kind === 'scalar' ? node.raw : '');
  const before = into.seen.get(name);
  if (before !== undefined) {
    if (isMergeKey(node)) report('merge-key', start, end, 'the merge key `<<` stands twice in one mapping', before);
    else report('duplicate-key', start, end, `the key \`${name}\` stands twice`, before);
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

function isMergeKey(node: TreeNode): boolean {
  if (node.kind !== 'scalar' || node.raw !== '<<') return false;
  return node.tag === '!!merge' || (node.style === 'plain' && (node.tag === undefined || node.tag === '!'));
}

function closed(desk: Desk, from: Drawer, start: number, end: number, props: Props): Mapping {
  const { entries, bad } = applyMerges(from.entries, from.merges);
  for (const merge of bad)
    reporter(desk)('merge-key', merge.at.start, merge.at.end, 'a merge key takes a mapping or a list of mappings');
  if (entries.length > MAX_KEYS) throw new BudgetSpent({ what: 'keys', limit: MAX_KEYS }, start);
  return {
    kind: 'mapping',
    entries,
    span: spanOf(desk.source, start, end),
    ...(props.tag === undefined ? {} : { tag: props.tag.name }),
  };
}

function keyOf(desk: Desk, token: CST.Token | null | undefined, props: Props, depth: number): Key {
  const node = assembleNode(desk, token ?? undefined, props, depth);
  const start = token?.offset ?? props.end;
  const end = token !== null && token !== undefined && 'source' in token ? start + token.source.length : start;
  return { node, start, end, ...(token?.type === 'alias' ? { alias: token.source.slice(1) } : {}) };
}

function blockMap(desk: Desk, token: CST.BlockMap, props: Props, depth: number): Mapping {
  const into = drawer();
  let end = token.offset;
  for (const item of token.items) end = blockPair(desk, token, item, into, depth, end);
  return closed(desk, into, firstOffset(token.items, token.offset), end, props);
}

function firstOffset(items: readonly CST.CollectionItem[], fallback: number): number {
  for (const item of items) {
    if (item.key !== null && item.key !== undefined) return item.key.offset;
    const indicator =
      item.start.find((part) => part.type === 'seq-item-ind' || part.type === 'explicit-key-ind') ?? item.sep?.[0];
    if (indicator !== undefined) return indicator.offset;
  }
  return fallback;
}

function blockPair(
  desk: Desk,
  map: CST.BlockMap,
  item: CST.CollectionItem,
  into: Drawer,
  depth: number,
  before: number,
): number {
  const report = reporter(desk);
  const { source } = desk;
  const keyProps = readProps(item.start, {
    place: 'block-key',
    source,
    report,
    next: item.key ?? item.sep?.[0],
    indent: map.indent,
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
    source,
    report,
    next: item.value,
    indent: map.indent,
    at: keyEnd,
  });
  if (valueProps.found === undefined && !explicit) {
    report('syntax', key.start, Math.max(key.end, key.start + 1), 'a key without a colon after it');
  }
  if (valueProps.found !== undefined && !explicit) checkImplicit(item, key, valueProps, desk);
  const value = assembleNode(desk, item.value ?? undefined, valueProps, depth + 1);
  put(desk, into, key, value);
  return Math.max(endOfNode(item.value, valueProps.end), keyEnd);
}

function spendKey(desk: Desk, key: CST.Token | null | undefined, at: number): void {
  if (key === null || key === undefined) spend(desk, 1, at);
}

/** Units that may stand between the start of a key and its colon. */
const MAX_KEY_UNITS = 1024;

function checkImplicit(item: CST.CollectionItem, key: Key, props: Props, desk: Desk): void {
  const report = reporter(desk);
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

/** Where a node's own text ends: after its last line for collections. */
function endOfNode(token: CST.Token | null | undefined, fallback: number): number {
  if (token === null || token === undefined) return fallback;
  switch (token.type) {
    case 'block-map':
    case 'block-seq':
    case 'flow-collection': {
      const closing = token.type === 'flow-collection' ? token.end[0] : undefined;
      if (closing !== undefined) return closing.offset + closing.source.length;
      for (const item of [...token.items].reverse()) {
        const last =
          item.value ??
          item.sep?.findLast((part) => part.type === 'map-value-ind') ??
          item.key ??
          item.start.findLast((part) => part.type === 'seq-item-ind');
        if (last !== undefined && last !== null) return endOfNode(last, last.offset);
      }
      return fallback;
    }
    case 'block-scalar':
      return (
        token.props.reduce((at, part) => at + ('source' in part ? part.source.length : 0), token.offset) +
        token.source.length
      );
    default:
      return 'source' in token ? token.offset + token.source.length : fallback;
  }
}

function blockSequence(desk: Desk, token: CST.BlockSequence, props: Props, depth: number): Sequence {
  const report = reporter(desk);
  const { source } = desk;
  const items: TreeNode[] = [];
  let end = token.offset;
  for (const item of token.items) {
    const itemProps = readProps(item.start, {
      place: 'block-item',
      source,
      report,
      next: item.value,
      indent: token.indent,
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
    items.push(assembleNode(desk, item.value, itemProps, depth + 1));
    end = endOfNode(item.value, itemProps.end);
  }
  return sequence(desk, items, firstOffset(token.items, token.offset), end, props);
}

function sequence(desk: Desk, items: readonly TreeNode[], start: number, end: number, props: Props): Sequence {
  spend(desk, 1, start);
  return {
    kind: 'sequence',
    items,
    span: spanOf(desk.source, start, end),
    ...(props.tag === undefined ? {} : { tag: props.tag.name }),
  };
}

// --- flow collections ---

function flowCollection(desk: Desk, token: CST.FlowCollection, props: Props, depth: number): Mapping | Sequence {
  desk.brackets++;
  const { source } = token.start;
  const node = source === '{' ? flowMap(desk, token, props, depth) : flowSequence(desk, token, props, depth);
  desk.brackets--;
  return node;
}

function flowEnd(desk: Desk, token: CST.FlowCollection): number {
  const report = reporter(desk);
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
  const report = reporter(desk);
  const item = token.items[index];
  if (item === undefined) return undefined;
  const props = readProps(item.start, {
    place: 'flow-item',
    source: desk.source,
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
    at = flowPair(desk, item, itemProps, into, depth, 'in-map');
  });
  const end = flowEnd(desk, token);
  return closed(desk, into, token.offset, end, props);
}

function flowPair(
  desk: Desk,
  item: CST.CollectionItem,
  props: Props,
  into: Drawer,
  depth: number,
  where: 'in-map' | 'in-sequence',
): number {
  const report = reporter(desk);
  const { source } = desk;
  spendKey(desk, item.key, props.end);
  noBlock(item.key, report);
  const key = keyOf(desk, item.key, props, depth + 1);
  const keyEnd = Math.max(endOfNode(item.key, key.end), props.end);
  const valueProps = readProps(item.sep ?? [], { place: 'flow-value', source, report, next: item.value, at: keyEnd });
  if (valueProps.found === undefined && item.value !== undefined && item.value !== null) {
    report('syntax', item.value.offset, endOf(item.value), 'a comma or a colon is missing before this text');
  }
  const oneLine = where === 'in-map' || props.found !== undefined || valueProps.found === undefined;
  if (!oneLine && source.text.slice(key.start, valueProps.found).includes('\n'))
    report('syntax', key.start, key.end, 'a key stands on one line');
  noBlock(item.value, report);
  const value = assembleNode(desk, item.value ?? undefined, valueProps, depth + 1);
  put(desk, into, key, value);
  return Math.max(endOfNode(item.value, valueProps.end), keyEnd);
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
      noBlock(item.value, reporter(desk));
      items.push(assembleNode(desk, item.value ?? undefined, itemProps, depth + 1));
      at = endOfNode(item.value, itemProps.end);
      return;
    }
    const into = drawer();
    at = flowPair(desk, item, itemProps, into, depth + 1, 'in-sequence');
    const start = item.key?.offset ?? itemProps.end;
    items.push(sized(desk, closed(desk, into, start, at, noProps(start))));
  });
  const end = flowEnd(desk, token);
  return sequence(desk, items, token.offset, end, props);
}
