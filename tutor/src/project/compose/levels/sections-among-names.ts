import type { FaultList } from '../fault-list.ts';
import { isNull, mapping, stringOf, withEntries, withEntry } from '../grow.ts';
import { hasKey, looksLikeService } from '../sections.ts';
import { child, type Entry, entryOf, type Mapping, type TreeNode } from '../tree.ts';
import { some, tellLevel } from './tell.ts';

/** Sections that stand at the left margin and hold names. */
const SECTIONS = ['networks', 'volumes', 'secrets', 'configs'] as const;
type Section = (typeof SECTIONS)[number];

/** `networks:` too far right is read as a service, or a network, of that name; without its line a network is read as a service. */
export function sectionsAmongNames(tree: Mapping, faults: FaultList): Mapping {
  return ['services', ...SECTIONS].reduce((now, holder) => outOf(holder, now, faults), tree);
}

function outOf(holder: string, tree: Mapping, faults: FaultList): Mapping {
  const named = SECTIONS.reduce(
    (now, section) => outOfName(section, holder, pulledOut(section, holder, now, faults), faults),
    tree,
  );
  return holder === 'services' ? networksAmongServices(named, faults) : named;
}

function pulledOut(section: Section, holder: string, tree: Mapping, faults: FaultList): Mapping {
  const inside = entryOf(tree, holder);
  const stray = entryOf(inside?.value, section);
  if (section === holder || inside?.value.kind !== 'mapping' || stray === undefined) return tree;
  if (entryOf(tree, section) !== undefined) return tree;
  const found = contentsOf(stray, section, holder, inside.value, tree);
  if (found === undefined) return tree;
  tellLevel(
    {
      strays: [stray],
      path: [holder],
      belongs: '',
      anchor: inside.keySpan,
      stands: 'beside',
      message: `\`${section}\` stands below \`${holder}\`: it is read as a ${holder.slice(0, -1)} of that name`,
    },
    faults,
  );
  const left = inside.value.entries.filter((one) => one !== stray && !found.includes(one));
  const kept = withEntry(tree, holder, withEntries(inside.value, left));
  return withEntry(kept, section, mapping(found, stray.keySpan), stray.keySpan);
}

/** `volumes:` still further in: a key of the network above it. */
function outOfName(section: Section, holder: string, tree: Mapping, faults: FaultList): Mapping {
  const inside = entryOf(tree, holder);
  if (holder === 'services' || section === holder || inside?.value.kind !== 'mapping') return tree;
  if (entryOf(tree, section) !== undefined || hasKey(`${holder}.*`, section)) return tree;
  const name = inside.value.entries.find(({ value }) => entryOf(value, section) !== undefined);
  const stray = entryOf(name?.value, section);
  if (name?.value.kind !== 'mapping' || stray === undefined) return tree;
  const after = inside.value.entries.slice(inside.value.entries.indexOf(name) + 1);
  const asked = namesAsked(tree, section);
  const beside = isNull(stray.value) && after.some(({ key }) => asked.has(key)) ? after : [];
  const below = stray.value.kind === 'mapping' ? stray.value.entries : [];
  if (beside.length + below.length === 0) return tree;
  tellLevel(
    {
      strays: [stray],
      path: [holder, name.key],
      belongs: '',
      anchor: inside.keySpan,
      stands: 'beside',
      message: `\`${section}\` stands below \`${name.key}\`: it is read as a part of that ${holder.slice(0, -1)}`,
    },
    faults,
  );
  const own = withEntries(
    name.value,
    name.value.entries.filter((one) => one !== stray),
  );
  const left = inside.value.entries
    .filter((one) => !beside.includes(one))
    .map((one) => (one === name ? { ...one, value: own } : one));
  const kept = withEntry(tree, holder, withEntries(inside.value, left));
  return withEntry(kept, section, mapping([...below, ...beside], stray.keySpan), stray.keySpan);
}

/** What a section holds: what stands below it, or beside it where nothing does. Undefined where it is no section. */
function contentsOf(
  stray: Entry,
  section: Section,
  holder: string,
  inside: Mapping,
  tree: Mapping,
): readonly Entry[] | undefined {
  const { value } = stray;
  if (value.kind === 'mapping') {
    const isName = ({ key, value: one }: Entry) =>
      !hasKey(`${holder}.*`, key) &&
      (isNull(one) || (one.kind === 'mapping' && !looksLikeService({ key, keySpan: stray.keySpan, value: one })));
    return value.entries.length > 0 && value.entries.every(isName) ? value.entries : undefined;
  }
  if (!isNull(value)) return undefined;
  const after = inside.entries.slice(inside.entries.indexOf(stray) + 1);
  const end = after.findIndex((one) => looksLikeService(one) || hasKey('', one.key));
  const following = end < 0 ? after : after.slice(0, end);
  // An empty network or volume is none of the section's, but for one that a service asks for by that section.
  const asked = namesAsked(tree, section);
  return following.some(({ key }) => asked.has(key)) ? following : undefined;
}

/** Networks below `services`, for want of the line `networks:`. */
function networksAmongServices(tree: Mapping, faults: FaultList): Mapping {
  const services = entryOf(tree, 'services');
  if (services?.value.kind !== 'mapping' || entryOf(tree, 'networks') !== undefined) return tree;
  const asked = namesAsked(tree, 'networks');
  const strays = some(services.value.entries.filter((one) => asked.has(one.key) && isNetwork(one.value)));
  if (strays === undefined) return tree;
  tellLevel(
    {
      strays,
      path: ['services'],
      belongs: 'networks',
      stands: 'beneath',
      message: `\`${strays[0].key}\` stands below \`services\`, with no line \`networks:\` above it`,
    },
    faults,
  );
  const left = services.value.entries.filter((one) => !strays.includes(one));
  const kept = withEntry(tree, 'services', withEntries(services.value, left));
  return withEntry(kept, 'networks', mapping(strays, strays[0].keySpan), strays[0].keySpan);
}

function isNetwork(value: TreeNode): boolean {
  if (value.kind !== 'mapping' || value.entries.length === 0) return false;
  return (
    value.entries.every(({ key }) => hasKey('networks.*', key)) &&
    value.entries.some(({ key }) => !hasKey('services.*', key))
  );
}

/** The networks, volumes, … that services name. */
function namesAsked(tree: Mapping, section: Section): ReadonlySet<string> {
  const services = child(tree, 'services');
  const all = services?.kind === 'mapping' ? services.entries : [];
  return new Set(all.flatMap(({ value }) => namesIn(child(value, section), section)));
}

function namesIn(node: TreeNode | undefined, section: Section): readonly string[] {
  if (node?.kind === 'mapping') return section === 'volumes' ? [] : node.entries.map(({ key }) => key);
  const items = node?.kind === 'sequence' ? node.items : [];
  return items.flatMap((item) => {
    const text = stringOf(item) ?? stringOf(child(item, 'source'));
    if (text === undefined) return [];
    return [section === 'volumes' ? (text.split(':', 1)[0] ?? '') : text];
  });
}
