import { readVolume } from './canonical/volume-text.ts';
import type { FaultList } from './fault-list.ts';
import { mapEntries, stringOf } from './grow.ts';
import { byPattern, type TreePath } from './path.ts';
import { sectionOf } from './sections.ts';
import { child, type Mapping, type Sequence, type TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** What makes two items of a list the same, or undefined where an item is like no other. */
type Index = (item: TreeNode, path: TreePath, faults: FaultList) => string | undefined;

/** The lists in which of two equal items the later one stays, at the place of the earlier (compose-go, `override/uncity.go`). */
const indexAt = byPattern<Index>({
  'networks.*.labels': keyOfPair,
  'networks.*.ipam.options': keyOfPair,
  'services.*.annotations': keyOfPair,
  'services.*.build.args': keyOfPair,
  'services.*.build.additional_contexts': keyOfPair,
  'services.*.build.platform': keyOfPair,
  'services.*.build.tags': keyOfPair,
  'services.*.build.labels': keyOfPair,
  'services.*.cap_add': keyOfPair,
  'services.*.cap_drop': keyOfPair,
  'services.*.configs': (item) => mountTarget(item, ''),
  'services.*.deploy.labels': keyOfPair,
  'services.*.devices': deviceTarget,
  'services.*.dns': keyOfPair,
  'services.*.dns_opt': keyOfPair,
  'services.*.dns_search': keyOfPair,
  'services.*.environment': keyOfPair,
  'services.*.env_file': envFilePath,
  'services.*.expose': exposed,
  'services.*.labels': keyOfPair,
  'services.*.links': keyOfPair,
  'services.*.networks.*.aliases': keyOfPair,
  'services.*.networks.*.link_local_ips': keyOfPair,
  'services.*.ports': portKey,
  'services.*.profiles': keyOfPair,
  'services.*.secrets': (item) => mountTarget(item, '/run/secrets'),
  'services.*.sysctls': keyOfPair,
  'services.*.tmpfs': keyOfPair,
  'services.*.volumes': volumeTarget,
});

/** Drops what a later item of the same list says again. */
export function dropRepeated(tree: Mapping, faults: FaultList): Mapping {
  return visit(tree, [], faults) as Mapping;
}

function visit(node: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => visit(value, [...path, key], faults));
  if (node.kind === 'scalar') return node;
  const index = indexAt(path);
  return index === undefined ? node : keepLast(node, index, path, faults);
}

function keepLast(list: Sequence, index: Index, path: TreePath, faults: FaultList): Sequence {
  const items: TreeNode[] = [];
  const places = new Map<string, number>();
  list.items.forEach((item, at) => {
    const key = index(item, [...path, at], faults);
    const before = key === undefined ? undefined : places.get(key);
    if (before !== undefined) {
      items[before] = item;
      return;
    }
    if (key !== undefined) places.set(key, items.length);
    items.push(item);
  });
  return items.length === list.items.length ? list : { ...list, items };
}

function keyOfPair(item: TreeNode): string | undefined {
  const text = stringOf(item);
  return text === undefined ? undefined : (text.split('=', 1)[0] ?? text);
}

function exposed(item: TreeNode, path: TreePath, faults: FaultList): string | undefined {
  if (item.kind !== 'scalar') return undefined;
  if (item.kindOfValue === 'float') {
    faults.add({
      kind: 'wrong-type',
      message: 'a port that is exposed is a whole number or a string',
      at: item.span,
      path,
      words: { key: 'expose', expected: 'a whole number or a string', got: 'a number with a fraction' },
    });
  }
  return goText(item);
}

function mountTarget(item: TreeNode, folder: string): string | undefined {
  const name = stringOf(item);
  if (name !== undefined) return `${folder}/${name}`;
  return stringOf(child(item, 'target')) ?? `${folder}/${stringOf(child(item, 'source')) ?? ''}`;
}

function envFilePath(item: TreeNode): string | undefined {
  return stringOf(item) ?? stringOf(child(item, 'path'));
}

function volumeTarget(item: TreeNode, path: TreePath, faults: FaultList): string | undefined {
  const text = stringOf(item);
  if (text !== undefined) return readVolume(text).target?.text ?? text;
  return targetOf(item, path, faults, 'volume');
}

function deviceTarget(item: TreeNode, path: TreePath, faults: FaultList): string | undefined {
  const text = stringOf(item);
  if (text === undefined) return targetOf(item, path, faults, 'device');
  const [source = '', target] = text.split(':');
  return target ?? source;
}

function targetOf(item: TreeNode, path: TreePath, faults: FaultList, what: string): string | undefined {
  if (item.kind !== 'mapping') return undefined;
  const target = stringOf(child(item, 'target'));
  if (target !== undefined || child(item, 'target') !== undefined) return target;
  if (faults.touches(path) || otherName(item, MOUNT_KEYS, path, faults)) return undefined;
  faults.add({
    kind: 'mount',
    message: `a ${what} in long form has no \`target\``,
    at: item.span,
    path,
    words: { text: '', why: 'target-missing' },
  });
  return undefined;
}

const MOUNT_KEYS = /^(type|source|target|read_only|consistency|bind|volume|tmpfs|image|permissions|x-.*)$/;
const PORT_KEYS = /^(name|mode|host_ip|target|published|protocol|app_protocol|x-.*)$/;

/** Whether what lacks its `target` has it under another name: a key that means nothing here is what is to change. */
function otherName(item: Mapping, known: RegExp, path: TreePath, faults: FaultList): boolean {
  const [first, ...others] = item.entries.filter(({ key }) => !known.test(key));
  if (first === undefined || others.length > 1) return false;
  // Of two such keys the one that speaks of the container is the target.
  const published = others.length > 0 && !/target|container|inside|intern|dest/i.test(first.key);
  if (others.length > 0 && child(item, known === PORT_KEYS ? 'published' : 'source') !== undefined) return false;
  faults.add({
    kind: 'unknown-property',
    message: `\`${first.key}\` is not a key that Compose knows here`,
    at: first.keySpan,
    also: others.map(({ keySpan }) => keySpan),
    path: [...path, first.key],
    words: { key: first.key, section: sectionOf(path), nearest: published ? nameOf(known) : 'target', lost: 'yes' },
  });
  return true;
}

/** What a mount or a port names beside its target. */
function nameOf(known: RegExp): string {
  return known === PORT_KEYS ? 'published' : 'source';
}

function portKey(item: TreeNode, path: TreePath, faults: FaultList): string | undefined {
  if (item.kind === 'scalar') return goText(item);
  if (item.kind === 'sequence') return undefined;
  const target = child(item, 'target');
  if (target === undefined) {
    if (faults.touches(path) || otherName(item, PORT_KEYS, path, faults)) return undefined;
    faults.add({
      kind: 'port',
      message: 'a port in long form has no `target`',
      at: item.span,
      path,
      words: { text: '', why: 'target-missing' },
    });
    return undefined;
  }
  const part = (key: string, otherwise: string) => {
    const node = child(item, key);
    return node?.kind === 'scalar' ? `${typeof node.value}:${goText(node)}` : otherwise;
  };
  const number = target.kind === 'scalar' ? goText(target) : '';
  return [part('host_ip', 'string:0.0.0.0'), part('published', ''), number, part('protocol', 'string:tcp')].join(' ');
}
