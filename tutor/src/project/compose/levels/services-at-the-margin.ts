import { nearest } from '../../../core/nearest.ts';
import { composeSchema } from '../../../generated/compose-schema.ts';
import type { FaultList } from '../fault-list.ts';
import { isNull, mapping, withEntries, withEntry } from '../grow.ts';
import { looksLikeService } from '../sections.ts';
import { type Entry, entryOf, type Mapping } from '../tree.ts';
import { some, tellLevel } from './tell.ts';

/** Services at the left margin: below no line `services:`, or left of those that stand below it. */
export function servicesAtTheMargin(tree: Mapping, faults: FaultList): Mapping {
  const known = Object.keys(composeSchema.properties ?? {});
  const strays = some(
    tree.entries.filter((one) => !known.includes(one.key) && !one.key.startsWith('x-') && looksLikeService(one)),
  );
  if (strays === undefined) return tree;
  const services = entryOf(tree, 'services');
  if (services !== undefined) return takenIn(tree, services, strays, faults);
  const misnamed = tree.entries.some(({ key }) => nearest(key, ['services']) !== undefined);
  return misnamed ? tree : withServicesLine(tree, strays, faults);
}

type Strays = readonly [Entry, ...Entry[]];

/** A file of services without the line `services:` lacks one thing, not as many as it has services. */
function withServicesLine(tree: Mapping, strays: Strays, faults: FaultList): Mapping {
  const [first] = strays;
  faults.add({
    kind: 'services-missing',
    message: `\`${first.key}\` stands at the left margin: there is no \`services\` above it`,
    at: first.keySpan,
    also: strays.slice(1).map((one) => one.keySpan),
    path: [first.key],
    words: { keys: strays.map(({ key }) => key).join(', ') },
  });
  const services = { key: 'services', keySpan: first.keySpan, value: mapping(strays, first.keySpan) };
  return withEntries(tree, [...tree.entries.filter((one) => !strays.includes(one)), services]);
}

function takenIn(tree: Mapping, services: Entry, strays: Strays, faults: FaultList): Mapping {
  const { value } = services;
  if (value.kind !== 'mapping' && !isNull(value)) return tree;
  const inside = value.kind === 'mapping' ? value.entries : [];
  const twice = strays.some(({ key }) => inside.some((one) => one.key === key));
  if (twice) return tree;
  tellLevel(
    {
      strays,
      path: [],
      belongs: 'services',
      anchor: services.keySpan,
      stands: 'beneath',
      message: `\`${strays[0].key}\` stands at the left margin, not below \`services\``,
    },
    faults,
  );
  const kept = withEntries(
    tree,
    tree.entries.filter((one) => !strays.includes(one)),
  );
  const found = strays.flatMap(apart);
  return withEntry(kept, 'services', mapping([...inside, ...found], services.keySpan));
}

/** What stood to the right of a service that has slipped to the left now seems to stand in it. */
function apart(service: Entry): readonly Entry[] {
  const { value } = service;
  const nested = value.kind === 'mapping' ? value.entries.filter(looksLikeService) : [];
  if (value.kind !== 'mapping' || nested.length === 0) return [service];
  const own = value.entries.filter((one) => !nested.includes(one));
  return [{ ...service, value: withEntries(value, own) }, ...nested];
}
