import type { Span } from '../../core/span.ts';
import type { FaultList } from './fault-list.ts';
import { asString, concat, made, mapItems, mapServices, sequence, withEntry } from './grow.ts';
import type { TreePath } from './path.ts';
import { hasKey } from './sections.ts';
import { child, type Entry, type Mapping, type Scalar, type TreeNode } from './tree.ts';

/** `8000: 8000` under `ports`, `- data: /data` under `volumes` are a key and its value to YAML: read as the one text that was meant, and told once. */
export function portPairs(tree: Mapping, faults: FaultList): Mapping {
  return mapServices(tree, (service, name) => readService(service, name, faults));
}

function readService(service: Mapping, name: string, faults: FaultList): Mapping {
  const ports = child(service, 'ports');
  const read = ports === undefined ? undefined : readPorts(ports, ['services', name, 'ports'], faults);
  const joined = read === undefined || read === ports ? service : withEntry(service, 'ports', read);
  const volumes = child(joined, 'volumes');
  const mounts = volumes === undefined ? undefined : readVolumes(volumes, ['services', name, 'volumes'], faults);
  return mounts === undefined || mounts === volumes ? joined : withEntry(joined, 'volumes', mounts);
}

function readVolumes(volumes: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  if (volumes.kind !== 'sequence') return volumes;
  return mapItems(volumes, (item, index) => {
    const [one, ...others] = item.kind === 'mapping' ? item.entries : [];
    if (one === undefined || others.length > 0 || hasKey('services.*.volumes.*', one.key)) return item;
    if (one.value.kind !== 'scalar' || !String(one.value.value).startsWith('/')) return item;
    const pair = joined(one.key, one.keySpan, one.value);
    tell(pair, [...path, index], 'a text', faults);
    return pair;
  });
}

function readPorts(ports: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  if (ports.kind === 'sequence') {
    return mapItems(ports, (item, index) => {
      const pair = item.kind === 'mapping' && item.entries.length === 1 ? pairOf(item.entries[0]) : undefined;
      if (pair !== undefined) tell(pair, [...path, index], 'a text', faults);
      return pair ?? item;
    });
  }
  if (ports.kind !== 'mapping' || ports.entries.length === 0) return ports;
  const pairs = ports.entries.flatMap((one) => pairOf(one) ?? []);
  if (pairs.length !== ports.entries.length) return ports;
  const whole = sequence(pairs, ports.span);
  tell(whole, path, 'a list', faults);
  return whole;
}

function pairOf(one: Entry | undefined): Scalar | undefined {
  if (one === undefined || !/^\d+$/.test(one.key) || one.value.kind !== 'scalar' || one.value.value === null)
    return undefined;
  return joined(one.key, one.keySpan, one.value);
}

function joined(key: string, keySpan: Span, value: Scalar): Scalar {
  const exact = keySpan.end - keySpan.start === key.length;
  const from: Scalar = { ...made(key, keySpan), pieces: [{ from: 0, to: key.length, span: keySpan, exact }] };
  const end = Math.max(keySpan.end, value.span.end);
  return concat([from, made(':', { ...keySpan, start: keySpan.end }), asString(value)], { ...keySpan, end });
}

const SAID: Readonly<Record<string, string>> = {
  ports: 'a port is written as one text, without a space: `"8000:8000"`',
  volumes: 'a volume and its path are written as one text, without a space',
};

function tell(node: TreeNode, path: TreePath, expected: string, faults: FaultList): void {
  const key = String(path[2]);
  faults.add({
    kind: 'wrong-type',
    message: SAID[key] ?? '',
    at: node.span,
    path,
    words: { key, expected, got: 'a mapping', slip: 'port-pair' },
  });
}
