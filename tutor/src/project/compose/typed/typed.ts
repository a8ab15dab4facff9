import type { FaultList } from '../fault-list.ts';
import { mapping } from '../grow.ts';
import { child, type Entry, entryOf, type Mapping, type TreeNode } from '../tree.ts';
import { at, type Decoder, type Desk, EXTENSIONS, emptyMapping, type Target } from './decoder.ts';
import { allInOrder, inOrder } from './key-order.ts';
import { config, model, network, secret, service, volume } from './shapes.ts';

export type { Target } from './decoder.ts';

/**
 * Reads a normalised tree into Compose's own types, in the shape in which Compose prints them. What does not fit is told.
 * Every service is in it, also those whose profile is off, and every network, volume, secret and config.
 */
export function typeTree(tree: Mapping, faults: FaultList, target: Target): Mapping {
  const desk: Desk = { path: [], faults, target };
  const sections = SECTIONS.flatMap((section) => typeSection(section, tree, desk));
  const extensions = tree.entries
    .filter(({ key }) => key.startsWith('x-'))
    .map((one) => ({ ...one, value: allInOrder(one.value, target) }));
  const name = entryOf(tree, 'name');
  return mapping([...(name === undefined ? [] : [name]), ...sections, ...inOrder(extensions, target)], tree.span);
}

type Section = { readonly key: string; readonly decode: Decoder; readonly format?: 'yaml' };

const SECTIONS: readonly Section[] = [
  { key: 'services', decode: service },
  { key: 'networks', decode: network },
  { key: 'volumes', decode: volume },
  { key: 'secrets', decode: secret },
  { key: 'configs', decode: config },
  { key: 'models', decode: model, format: 'yaml' },
];

function typeSection(section: Section, tree: Mapping, desk: Desk): readonly Entry[] {
  const one = entryOf(tree, section.key);
  if (one?.value.kind !== 'mapping') return [];
  if (section.format === 'yaml' && desk.target.format === 'json') return [];
  const inside = at(desk, section.key);
  const entries = one.value.entries.flatMap((named) => {
    if (named.key === EXTENSIONS) return [];
    const value = section.decode(withoutContent(section.key, named.value), at(inside, named.key));
    return [{ ...named, value: value ?? emptyMapping(named.value) }];
  });
  return [{ ...one, value: mapping(inOrder(entries, desk.target), one.value.span) }];
}

/** The content of a config that comes from the environment is not printed. */
function withoutContent(section: string, node: TreeNode): TreeNode {
  if (section !== 'configs' || node.kind !== 'mapping' || child(node, 'environment') === undefined) return node;
  return { ...node, entries: node.entries.filter(({ key }) => key !== 'content') };
}
