import type { FaultList } from './fault-list.ts';
import { asString, concat, made, mapItems, sequence, withEntries, withEntry } from './grow.ts';
import type { TreePath } from './path.ts';
import { child, type Entry, type Mapping, type Scalar, type TreeNode } from './tree.ts';

/** `8000: 8000` under `ports` is a key and its value to YAML: read as the one text that was meant, and told once. */
export function portPairs(tree: Mapping, faults: FaultList): Mapping {
  const services = child(tree, 'services');
  if (services?.kind !== 'mapping') return tree;
  const entries = services.entries.map((one) => {
    const ports = child(one.value, 'ports');
    if (one.value.kind !== 'mapping' || ports === undefined) return one;
    const read = readPorts(ports, ['services', one.key, 'ports'], faults);
    return read === ports ? one : { ...one, value: withEntry(one.value, 'ports', read) };
  });
  if (entries.every((one, index) => one === services.entries[index])) return tree;
  return withEntry(tree, 'services', withEntries(services, entries));
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
  const { key, keySpan, value } = one;
  const exact = keySpan.end - keySpan.start === key.length;
  const from: Scalar = { ...made(key, keySpan), pieces: [{ from: 0, to: key.length, span: keySpan, exact }] };
  const end = Math.max(keySpan.end, value.span.end);
  return concat([from, made(':', { ...keySpan, start: keySpan.end }), asString(value)], { ...keySpan, end });
}

function tell(node: TreeNode, path: TreePath, expected: string, faults: FaultList): void {
  faults.add({
    kind: 'wrong-type',
    message: 'a port is written as one text, without a space: `"8000:8000"`',
    at: node.span,
    path,
    words: { key: 'ports', expected, got: 'a mapping', slip: 'port-pair' },
  });
}
