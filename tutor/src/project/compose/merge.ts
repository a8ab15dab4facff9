import type { Span } from '../../core/span.ts';
import type { FaultList } from './fault-list.ts';
import { asString, concat, entry, isNull, made, mapping, sequence, stringOf, withEntries } from './grow.ts';
import { byPattern, sayPath, type TreePath } from './path.ts';
import { child, type Entry, type Mapping, type Scalar, type Sequence, type TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

type Merger = (base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList) => TreeNode;

/** Where Compose does not merge mapping into mapping and append list to list (compose-go, `override/merge.go`). */
const special = byPattern<Merger>({
  'networks.*.ipam.config': mergePools,
  'networks.*.labels': mergeAsList,
  'volumes.*.labels': mergeAsList,
  'services.*.annotations': mergeAsList,
  'services.*.build': mergeBuild,
  'services.*.build.args': mergeAsList,
  'services.*.build.additional_contexts': mergeAsList,
  'services.*.build.extra_hosts': mergeHosts,
  'services.*.build.labels': mergeAsList,
  'services.*.command': replace,
  'services.*.depends_on': mergeDependencies,
  'services.*.deploy.labels': mergeAsList,
  'services.*.dns': mergeAsList,
  'services.*.dns_opt': mergeAsList,
  'services.*.dns_search': mergeAsList,
  'services.*.entrypoint': replace,
  'services.*.env_file': mergeAsList,
  'services.*.label_file': mergeAsList,
  'services.*.environment': mergeAsList,
  'services.*.extra_hosts': mergeHosts,
  'services.*.healthcheck.test': replace,
  'services.*.labels': mergeAsList,
  'services.*.logging': mergeLogging,
  'services.*.models': mergeNames,
  'services.*.networks': mergeNames,
  'services.*.sysctls': mergeAsList,
  'services.*.tmpfs': mergeAsList,
  'services.*.ulimits.*': replace,
});

/** Lays one Compose tree over another as Compose does. What cannot be laid over is told and left as it was. */
export function mergeTrees(base: Mapping, over: Mapping, faults: FaultList): Mapping {
  return mergeMappings(base, over, [], faults);
}

/** Lays a service over the one that it extends. `name` is the extending service. */
export function mergeService(base: Mapping, over: Mapping, name: string, faults: FaultList): Mapping {
  return mergeMappings(base, over, ['services', name], faults);
}

function mergeNodes(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  const merger = special(path);
  if (merger !== undefined) return merger(base, over, path, faults);
  if (isNull(over)) return base;
  if (base.kind === 'mapping') {
    return over.kind === 'mapping' ? mergeMappings(base, over, path, faults) : unmergeable(base, over, path, faults);
  }
  if (base.kind === 'sequence') {
    return over.kind === 'sequence' ? append(base, over) : unmergeable(base, over, path, faults);
  }
  return over;
}

function mergeMappings(base: Mapping, over: Mapping, path: TreePath, faults: FaultList): Mapping {
  const entries = [...base.entries];
  const places = new Map(entries.map((one, index) => [one.key, index]));
  for (const one of over.entries) {
    const index = places.get(one.key);
    const before = index === undefined ? undefined : entries[index];
    if (index === undefined || before === undefined) {
      places.set(one.key, entries.length);
      entries.push(one);
      continue;
    }
    entries[index] = { ...before, value: mergeNodes(before.value, one.value, [...path, one.key], faults) };
  }
  return withEntries(base, entries);
}

function append(base: Sequence, over: Sequence): Sequence {
  return { ...base, items: [...base.items, ...over.items] };
}

function unmergeable(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  const [expected, got] = [sayKind(base), sayKind(over)];
  faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(path)}\` is ${got} here and ${expected} in the file it is laid over`,
    at: over.span,
    other: base.span,
    path,
    words: { key: String(path.at(-1) ?? ''), expected, got },
  });
  return base;
}

/** What a node is, with its article: `a mapping`, `a list`, `a string`. */
export function sayKind(node: TreeNode): string {
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'sequence') return 'a list';
  if (node.kindOfValue === 'timestamp') return 'a date';
  switch (typeof node.value) {
    case 'boolean':
      return 'a boolean';
    case 'number':
    case 'bigint':
      return 'a number';
    case 'string':
      return 'a string';
    default:
      return 'nothing';
  }
}

function replace(_base: TreeNode, over: TreeNode): TreeNode {
  return over;
}

/** `environment` and its like: both become lists of `KEY=value`, and which of two equal keys stays is decided later. */
function mergeAsList(base: TreeNode, over: TreeNode): TreeNode {
  return sequence([...listOf(base), ...listOf(over)], base.span);
}

/** Host addresses add up; only an equal entry is left out. */
function mergeHosts(base: TreeNode, over: TreeNode): TreeNode {
  const right = listOf(base);
  const known = new Set(right.map((item) => (item.kind === 'scalar' ? goText(item) : undefined)));
  const left = listOf(over).filter((item) => item.kind !== 'scalar' || !known.has(goText(item)));
  return sequence([...right, ...left], base.span);
}

function listOf(node: TreeNode): readonly TreeNode[] {
  if (node.kind === 'sequence') return node.items;
  if (node.kind === 'mapping') return node.entries.flatMap(pairsOf).sort(byText);
  return stringOf(node) === undefined ? [] : [node];
}

function pairsOf(one: Entry): readonly Scalar[] {
  const { value } = one;
  if (isNull(value)) return [keyScalar(one)];
  const values = value.kind === 'sequence' ? value.items : [value];
  return values.flatMap((item) => (item.kind === 'scalar' ? [pair(one, asString(item))] : []));
}

/** An entry as the item `KEY=value` of a list, each part with its place. */
export function pair(one: Entry, value: Scalar): Scalar {
  return concat([keyScalar(one), made('=', pointAfter(one.keySpan)), value], spanAcross(one.keySpan, value.span));
}

function keyScalar(one: Entry): Scalar {
  const { key, keySpan } = one;
  const exact = keySpan.end - keySpan.start === key.length;
  const pieces = key === '' ? [] : [{ from: 0, to: key.length, span: keySpan, exact }];
  return { kind: 'scalar', value: key, raw: key, span: keySpan, style: 'made', pieces };
}

function pointAfter(span: Span): Span {
  return { file: span.file, start: span.end, end: span.end };
}

function spanAcross(start: Span, end: Span): Span {
  return start.file === end.file && end.end >= start.start
    ? { file: start.file, start: start.start, end: end.end }
    : start;
}

function byText(a: Scalar, b: Scalar): number {
  const [first, second] = [goText(a), goText(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Options of a log driver are merged only while the driver stays the same. */
function mergeLogging(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return unmergeable(base, over, path, faults);
  const [before, after] = [child(base, 'driver'), child(over, 'driver')];
  const same = before === undefined || after === undefined || textOfAny(before) === textOfAny(after);
  return same ? mergeMappings(base, over, path, faults) : over;
}

function mergeBuild(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  const [right, left] = [buildOf(base), buildOf(over)];
  if (left === undefined) return right ?? base;
  return right === undefined ? left : mergeMappings(right, left, path, faults);
}

function buildOf(node: TreeNode): Mapping | undefined {
  if (node.kind === 'mapping') return node;
  if (stringOf(node) === undefined) return undefined;
  return mapping([entry('context', node.span, node)], node.span);
}

function mergeDependencies(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  return mergeNamed(base, over, path, faults, (name) =>
    mapping(
      [
        entry('condition', name.span, made('service_started', name.span)),
        entry('required', name.span, made(true, name.span)),
      ],
      name.span,
    ),
  );
}

function mergeNames(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  return mergeNamed(base, over, path, faults, (name) => made(null, name.span));
}

function mergeNamed(
  base: TreeNode,
  over: TreeNode,
  path: TreePath,
  faults: FaultList,
  value: (name: Scalar) => TreeNode,
): TreeNode {
  for (const side of [base, over]) checkNames(side, path, faults);
  const right = namesToMapping(base, value) ?? mapping([], base.span);
  const left = namesToMapping(over, value) ?? mapping([], over.span);
  return mergeMappings(right, left, path, faults);
}

/** Compose ends in a panic of its own on a name that is no text. */
function checkNames(side: TreeNode, path: TreePath, faults: FaultList): void {
  if (side.kind !== 'sequence') return;
  side.items.forEach((item, index) => {
    if (stringOf(item) !== undefined) return;
    const got = sayKind(item);
    faults.add({
      kind: 'wrong-type',
      message: `\`${sayPath([...path, index])}\` must be a string, it is ${got}`,
      at: item.span,
      path: [...path, index],
      words: { key: String(path.at(-1) ?? ''), expected: 'a string', got },
    });
  });
}

/** A list of names as the mapping that Compose reads it as, or undefined where the node is neither. */
export function namesToMapping(node: TreeNode, value: (name: Scalar) => TreeNode): Mapping | undefined {
  if (node.kind === 'mapping') return node;
  if (node.kind !== 'sequence') return undefined;
  const entries = new Map<string, Entry>();
  for (const item of node.items) {
    const name = stringOf(item);
    if (name !== undefined && item.kind === 'scalar') entries.set(name, entry(name, item.span, value(item)));
  }
  return mapping([...entries.values()], node.span);
}

/** Address pools of a network are told apart by their subnet. */
function mergePools(base: TreeNode, over: TreeNode, path: TreePath, faults: FaultList): TreeNode {
  if (base.kind !== 'sequence' || over.kind !== 'sequence') return unmergeable(base, over, path, faults);
  const pools: Mapping[] = [];
  for (const original of base.items) {
    let right = original.kind === 'mapping' ? original : mapping([], original.span);
    for (const one of over.items) {
      const left = one.kind === 'mapping' ? one : mapping([], one.span);
      if (subnet(left) !== subnet(right) && !pools.some((pool) => subnet(pool) === subnet(left))) {
        pools.push(left);
        continue;
      }
      right = mergeMappings(right, left, path, faults);
      const index = pools.findIndex((pool) => subnet(pool) === subnet(right));
      if (index >= 0) pools[index] = right;
      else pools.push(right);
    }
  }
  return sequence(pools, base.span);
}

function subnet(pool: Mapping): string | undefined {
  return textOfAny(child(pool, 'subnet'));
}

function textOfAny(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? goText(node) : undefined;
}
