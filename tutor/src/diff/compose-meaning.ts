import type { Span } from '../core/span.ts';
import { child, type Mapping, type TreeNode, textOf } from '../project/compose/tree.ts';
import type { Naming } from './naming.ts';

/**
 * What a canonical Compose model means, in the solution's names: maps whose order does not count, lists whose order
 * counts, sets of items that are told apart by a key, and texts. What Compose would assume anyway is left out.
 */
export type Meaning =
  | { readonly kind: 'map'; readonly parts: ReadonlyMap<string, Part> }
  | { readonly kind: 'set'; readonly items: readonly Item[]; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly shown: string; readonly span: Span };

/** `shown`: the key as the file has it. */
export type Part = { readonly shown: string; readonly keySpan: Span; readonly meaning: Meaning };

/** `same`: what makes two items one thing (a port's container port, a mount's target); `value`: all it says. */
export type Item = { readonly same: string; readonly value: string; readonly shown: string; readonly span: Span };

/** The meaning of a canonical model; `naming` turns its names into the solution's. */
export function meaningOf(model: Mapping, naming: Naming): Meaning {
  return readMap(model, [], { naming, projectName: textOf(child(model, 'name')) ?? '' });
}

type Reading = { readonly naming: Naming; readonly projectName: string };
type Path = readonly string[];

function readNode(node: TreeNode, path: Path, reading: Reading): Meaning {
  switch (node.kind) {
    case 'mapping':
      return readMap(node, path, reading);
    case 'sequence':
      return readSequence(node, path, reading);
    case 'scalar': {
      const shown = textOf(node) ?? '';
      return { kind: 'text', value: renamedText(shown, path, reading.naming), shown, span: node.span };
    }
  }
}

function readMap(node: Mapping, path: Path, reading: Reading): Meaning {
  const parts = node.entries
    .filter((entry) => !isAssumed(entry.key, entry.value, path, reading))
    .map((entry): readonly [string, Part] => {
      const key = renamedKey(entry.key, path, reading.naming);
      const meaning = readNode(entry.value, [...path, key], reading);
      return [key, { shown: entry.key, keySpan: entry.keySpan, meaning }];
    });
  return { kind: 'map', parts: new Map(parts) };
}

/** The section whose names the keys of a map are. */
function namesAt(path: Path): keyof Naming | undefined {
  const [section, , key] = path;
  if (path.length === 1 && (section === 'services' || section === 'networks' || section === 'volumes')) return section;
  if (path.length !== 3 || section !== 'services') return undefined;
  if (key === 'networks') return 'networks';
  return key === 'depends_on' ? 'services' : undefined;
}

function renamedKey(key: string, path: Path, naming: Naming): string {
  const section = namesAt(path);
  return section === undefined ? key : (naming[section][key] ?? key);
}

/** Services are named in texts too: as the host of an address, and alone in `DB_HOST` and its like. */
function renamedText(text: string, path: Path, naming: Naming): string {
  const [section, , key, inner] = path;
  if (section !== 'services') return text;
  if (key === 'build' && inner === 'context') return naming.folders[text] ?? text;
  if (key !== 'environment') return text;
  return Object.entries(naming.services).reduce((renamed, [yours, theirs]) => {
    if (renamed === yours) return theirs;
    const host = yours.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return renamed.replace(new RegExp(`(@|//|\\bhost=)${host}(?=[:/?\\s]|$)`, 'g'), `$1${theirs}`);
  }, text);
}

/** What Compose fills in where nothing is said, or takes for the same as nothing. */
function isAssumed(key: string, value: TreeNode, path: Path, reading: Reading): boolean {
  const [section] = path;
  switch (section) {
    case undefined:
      return key === 'name' || isEmptyMap(value);
    case 'services':
      if (path.length === 3 && path[2] === 'networks') return key === 'default' && isNothing(value);
      if (path.length !== 2) return false;
      return isNothing(value) || (key === 'networks' && isDefaultAlone(value));
    case 'networks':
    case 'volumes':
      return isAssumedResource(section, key, value, path, reading);
    default:
      return false;
  }
}

function isAssumedResource(
  section: 'networks' | 'volumes',
  key: string,
  value: TreeNode,
  path: Path,
  reading: Reading,
): boolean {
  const text = textOf(value);
  if (path.length === 1) return section === 'networks' && key === 'default' && isBareNetwork(value);
  if (path.length !== 2) return false;
  if (key === 'name') return text === `${reading.projectName}_${lastOf(path, reading, section)}`;
  if (key === 'driver') return text === (section === 'networks' ? 'bridge' : 'local');
  return isEmptyMap(value) || text === 'false';
}

/** The learner's own name behind a path that is in the solution's. */
function lastOf(path: Path, reading: Reading, section: 'networks' | 'volumes'): string {
  const theirs = path.at(-1) ?? '';
  const found = Object.entries(reading.naming[section]).find(([, name]) => name === theirs);
  return found?.[0] ?? theirs;
}

function isEmptyMap(node: TreeNode): boolean {
  return node.kind === 'mapping' && node.entries.length === 0;
}

function isNothing(node: TreeNode): boolean {
  if (node.kind === 'mapping') return node.entries.length === 0;
  return node.kind === 'sequence' ? node.items.length === 0 : node.value === null;
}

function isDefaultAlone(node: TreeNode): boolean {
  return node.kind === 'mapping' && node.entries.every(({ key, value }) => key === 'default' && isNothing(value));
}

function isBareNetwork(node: TreeNode): boolean {
  return node.kind !== 'mapping' || node.entries.every(({ key, value }) => key === 'name' || isEmptyMap(value));
}

/** Lists whose order says something. */
const ORDERED = ['command', 'entrypoint', 'test', 'dns_search', 'driver_opts'];

function readSequence(node: Extract<TreeNode, { kind: 'sequence' }>, path: Path, reading: Reading): Meaning {
  const key = path.at(-1) ?? '';
  if (ORDERED.includes(key)) {
    const text = node.items.map((item) => textOf(item) ?? '').join(' ');
    return { kind: 'text', value: JSON.stringify(node.items.map(textOf)), shown: text, span: node.span };
  }
  return { kind: 'set', items: node.items.map((item) => readItem(item, key, reading)), span: node.span };
}

function readItem(item: TreeNode, list: string, reading: Reading): Item {
  if (item.kind !== 'mapping') {
    const text = textOf(item) ?? '';
    return { same: text, value: text, shown: text, span: item.span };
  }
  if (list === 'ports') return portItem(item);
  if (list === 'volumes') return mountItem(item, reading);
  const same = textOf(child(item, 'target')) ?? textOf(child(item, 'source')) ?? flow(item);
  return { same, value: sortedFlow(item), shown: flow(item), span: item.span };
}

function portItem(item: Mapping): Item {
  const of = (key: string): string => textOf(child(item, key)) ?? '';
  const protocol = of('protocol') === '' || of('protocol') === 'tcp' ? '' : `/${of('protocol')}`;
  const address = of('host_ip') === '' || of('host_ip') === '0.0.0.0' ? '' : `${of('host_ip')}:`;
  const published = of('published') === '' ? '' : `${of('published')}:`;
  const shown = `${address}${published}${of('target')}${protocol}`;
  return { same: `${of('target')}${protocol}`, value: shown, shown, span: item.span };
}

function mountItem(item: Mapping, reading: Reading): Item {
  const of = (key: string): string => textOf(child(item, key)) ?? '';
  const readOnly = of('read_only') === 'true' ? ':ro' : '';
  const kind = of('type') === 'volume' || of('type') === 'bind' ? '' : `${of('type')} `;
  const text = (source: string): string => `${kind}${source === '' ? '' : `${source}:`}${of('target')}${readOnly}`;
  const source = of('source');
  const renamed = of('type') === 'volume' ? (reading.naming.volumes[source] ?? source) : source;
  return { same: of('target').replace(/(.)\/+$/, '$1'), value: text(renamed), shown: text(source), span: item.span };
}

/** A value on one line, as YAML's flow style writes it, for people. */
function flow(node: TreeNode): string {
  switch (node.kind) {
    case 'scalar':
      return textOf(node) ?? '';
    case 'sequence':
      return `[${node.items.map(flow).join(', ')}]`;
    case 'mapping':
      return `{${node.entries.map(({ key, value }) => `${key}: ${flow(value)}`.trimEnd()).join(', ')}}`;
  }
}

function sortedFlow(node: Mapping): string {
  return node.entries
    .map(({ key, value }) => `${key}: ${flow(value)}`)
    .sort()
    .join(', ');
}
