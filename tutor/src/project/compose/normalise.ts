import { cutPair, eachValue, keys } from './canonical/forms.ts';
import { castText } from './cast.ts';
import type { FaultList } from './fault-list.ts';
import { filled } from './filled.ts';
import { entry, isNull, made, mapEntries, mapItems, mapping, slice, stringOf, withEntries, withEntry } from './grow.ts';
import type { Lookup } from './interpolate.ts';
import { sayPath, type TreePath } from './path.ts';
import { cleanPath } from './resolve.ts';
import { child, type Entry, entryOf, type Mapping, type Scalar, type TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** What normalising needs to know besides the tree. */
export type Setting = {
  /** Name of the Compose project. */
  readonly name: Scalar;
  readonly lookup: Lookup;
};

/** Adds what Compose takes for granted (compose-go, `loader/normalize.go`): the default network, dependencies that follow from links, names. */
export function normalise(tree: Mapping, setting: Setting, faults: FaultList): Mapping {
  const withNetworks = addDefaultNetwork(tree);
  const services = keys({
    services: eachValue((node, path) => {
      if (node.kind !== 'mapping') return node;
      checkPid(node, path, faults);
      return normaliseService(node, setting);
    }),
  })(withNetworks, [], faults);
  const whole = services?.kind === 'mapping' ? services : withNetworks;
  return nameResources(withEntry(whole, 'name', setting.name), setting);
}

/** The specification takes an empty `pid`; Compose 2.40.3 ends in a panic of its own on one. */
function checkPid(service: Mapping, path: TreePath, faults: FaultList): void {
  const pid = entryOf(service, 'pid');
  if (pid === undefined || !isNull(pid.value)) return;
  faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(path)}.pid\` must be a string, it is nothing`,
    at: pid.keySpan,
    path: [...path, 'pid'],
    words: { key: 'pid', expected: 'a string', got: 'nothing' },
  });
}

function addDefaultNetwork(tree: Mapping): Mapping {
  const services = child(tree, 'services');
  if (services?.kind !== 'mapping') return tree;
  let used = false;
  const joined = mapEntries(services, (service, _name, one) => {
    if (service.kind !== 'mapping' || joinsNothing(service)) return service;
    const networks = child(service, 'networks');
    if (networks?.kind === 'mapping' && networks.entries.length > 0) {
      used ||= entryOf(networks, 'default') !== undefined;
      return service;
    }
    used = true;
    const implied = mapping([entry('default', one.keySpan, made(null, one.keySpan))], one.keySpan);
    return withEntry(service, 'networks', implied, one.keySpan);
  });
  const withServices = withEntry(tree, 'services', joined);
  return used ? declareDefault(withServices, services) : withServices;
}

function joinsNothing(service: Mapping): boolean {
  return child(service, 'provider') !== undefined || child(service, 'network_mode') !== undefined;
}

function declareDefault(tree: Mapping, services: Mapping): Mapping {
  const networks = child(tree, 'networks');
  const { span } = services;
  const known = networks?.kind === 'mapping' ? networks : mapping([], span);
  if (entryOf(known, 'default') !== undefined) return tree;
  return withEntry(tree, 'networks', withEntries(known, [...known.entries, entry('default', span, made(null, span))]));
}

function normaliseService(service: Mapping, setting: Setting): Mapping {
  let next = mapEntries(service, (value, key) => {
    switch (key) {
      case 'pull_policy':
        return stringOf(value) === 'if_not_present' ? made('missing', value.span) : value;
      case 'build':
        return value.kind === 'mapping' ? normaliseBuild(value, setting) : value;
      case 'environment':
        return resolveEnvironment(value, setting.lookup, 'keep');
      case 'volumes':
        return value.kind === 'sequence' ? mapItems(value, cleanTarget) : value;
      default:
        return value;
    }
  });
  for (const implied of impliedDependencies(service)) next = addDependency(next, implied);
  return next;
}

function normaliseBuild(build: Mapping, setting: Setting): Mapping {
  let next = build;
  const { span } = build;
  if (isAbsent(next, 'context')) next = withEntry(next, 'context', made('.', span));
  if (isAbsent(next, 'dockerfile') && isAbsent(next, 'dockerfile_inline')) {
    next = withEntry(next, 'dockerfile', made('Dockerfile', span));
  }
  return mapEntries(next, (value, key) => (key === 'args' ? resolveEnvironment(value, setting.lookup, 'drop') : value));
}

function isAbsent(node: Mapping, key: string): boolean {
  const value = child(node, key);
  return value === undefined || isNull(value);
}

function cleanTarget(volume: TreeNode): TreeNode {
  const target = child(volume, 'target');
  const text = stringOf(target);
  if (volume.kind !== 'mapping' || text === undefined || target === undefined) return volume;
  const clean = cleanPath(text);
  return clean === text ? volume : withEntry(volume, 'target', made(clean, target.span));
}

/** Takes variables without a value from the project's environment. `drop`: one that is set nowhere is left out. */
function resolveEnvironment(node: TreeNode, lookup: Lookup, unset: 'keep' | 'drop'): TreeNode {
  if (node.kind === 'sequence') {
    return mapItems(node, (item) => {
      const text = stringOf(item);
      if (text === undefined || item.kind !== 'scalar') return undefined;
      if (text.includes('=')) return item;
      return pairFrom(item, text, lookup) ?? (unset === 'keep' ? item : undefined);
    });
  }
  if (node.kind !== 'mapping') return node;
  return mapEntries(node, (value, key, one) => {
    if (!isNull(value)) return value;
    const found = lookup(key);
    if (found !== undefined) return filled(key, found, one.keySpan);
    return unset === 'keep' ? value : undefined;
  });
}

/** `KEY` in a list as `KEY=value`, each part with its place. */
export function pairFrom(item: Scalar, name: string, lookup: Lookup): Scalar | undefined {
  const found = lookup(name);
  if (found === undefined) return undefined;
  const { key } = cutPair(item);
  const value = filled(name, found, item.span);
  const text = `${name}=${found.value}`;
  const middle = { from: name.length, to: name.length + 1, span: item.span, exact: false };
  const pieces = [
    ...(key.pieces ?? []),
    middle,
    ...(value.pieces ?? []).map((piece) => ({
      ...piece,
      from: piece.from + middle.to,
      to: piece.to + middle.to,
    })),
  ];
  return { kind: 'scalar', value: text, raw: text, span: item.span, style: 'made', pieces };
}

type Implied = { readonly name: Scalar; readonly restart: boolean };

/** Services that must be there because this one uses their links, volumes or namespaces. */
function impliedDependencies(service: Mapping): readonly Implied[] {
  const implied: Implied[] = [];
  for (const link of stringsIn(child(service, 'links'))) {
    const parts = goText(link).split(':');
    implied.push({ name: parts.length === 2 ? cut(link, parts[0] ?? '') : link, restart: true });
  }
  for (const namespace of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const node = child(service, namespace);
    const text = stringOf(node);
    if (node?.kind === 'scalar' && text?.startsWith('service:')) {
      implied.push({ name: cut(node, text.slice('service:'.length), 'service:'.length), restart: true });
    }
  }
  for (const from of stringsIn(child(service, 'volumes_from'))) {
    const text = goText(from);
    if (!text.startsWith('container:')) implied.push({ name: cut(from, text.split(':', 1)[0] ?? ''), restart: false });
  }
  return implied;
}

function stringsIn(node: TreeNode | undefined): readonly Scalar[] {
  if (node?.kind !== 'sequence') return [];
  return node.items.flatMap((item) => (item.kind === 'scalar' && stringOf(item) !== undefined ? [item] : []));
}

function cut(node: Scalar, text: string, from = 0): Scalar {
  return slice(node, from, from + text.length);
}

function addDependency(service: Mapping, { name, restart }: Implied): Mapping {
  const known = child(service, 'depends_on');
  const dependencies = known?.kind === 'mapping' ? known : mapping([], name.span);
  const key = goText(name);
  if (entryOf(dependencies, key) !== undefined) return service;
  const { span } = name;
  const dependency = mapping(
    [
      entry('condition', span, made('service_started', span)),
      entry('restart', span, made(restart, span)),
      entry('required', span, made(true, span)),
    ],
    span,
  );
  return withEntry(service, 'depends_on', withEntry(dependencies, key, dependency, span), span);
}

function nameResources(tree: Mapping, setting: Setting): Mapping {
  return mapEntries(tree, (section, key) =>
    ['networks', 'volumes', 'configs', 'secrets'].includes(key) && section.kind === 'mapping'
      ? mapEntries(section, (value, name, one) => nameResource(value, name, one, setting))
      : section,
  );
}

function nameResource(node: TreeNode, key: string, one: Entry, setting: Setting): TreeNode {
  const resource = node.kind === 'mapping' ? node : mapping([], one.keySpan);
  if (!isAbsent(resource, 'name')) return resource;
  const external = child(resource, 'external');
  const isExternal = external?.kind === 'scalar' && isTrue(goText(external));
  const name = isExternal ? key : `${goText(setting.name)}_${key}`;
  return withEntry(resource, 'name', made(name, one.keySpan));
}

function isTrue(text: string): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text) || castText(text, 'boolean') === true;
}
