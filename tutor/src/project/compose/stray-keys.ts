import { nearest } from '../../core/nearest.ts';
import { composeSchema } from '../../generated/compose-schema.ts';
import type { FaultList } from './fault-list.ts';
import { mapping, withEntries, withEntry } from './grow.ts';
import { sayKind } from './merge.ts';
import { hasKey, looksLikeService } from './sections.ts';
import { child, type Entry, entryOf, type Mapping } from './tree.ts';

/**
 * Reads what stands one level too far left as if it stood where it belongs, and tells it once: services without the line `services:`,
 * and keys of a service beside the service. Compose refuses either.
 */
export function gatherServices(tree: Mapping, faults: FaultList): Mapping {
  const whole = gatherTop(tree, faults);
  const services = child(whole, 'services');
  return services?.kind === 'mapping' ? withEntry(whole, 'services', gatherKeys(services, faults)) : whole;
}

/** A file of services without the line `services:` lacks one thing, not as many as it has services. */
function gatherTop(tree: Mapping, faults: FaultList): Mapping {
  const known = Object.keys(composeSchema.properties ?? {});
  const strays = tree.entries.filter(
    (one) => !known.includes(one.key) && !one.key.startsWith('x-') && looksLikeService(one),
  );
  const [first] = strays;
  const misnamed = tree.entries.some(({ key }) => key === 'services' || nearest(key, ['services']) !== undefined);
  if (first === undefined || misnamed) return tree;
  faults.add({
    kind: 'services-missing',
    message: `\`${first.key}\` stands at the left margin: there is no \`services\` above it`,
    at: first.keySpan,
    path: [first.key],
    words: { keys: strays.map(({ key }) => key).join(', ') },
  });
  const services = { key: 'services', keySpan: first.keySpan, value: mapping(strays, first.keySpan) };
  return withEntries(tree, [...tree.entries.filter((one) => !strays.includes(one)), services]);
}

/** `ports:` beside `web:` belongs to `web`. Of several in a row the first is told: the others follow it to the left. */
function gatherKeys(services: Mapping, faults: FaultList): Mapping {
  const kept: Entry[] = [];
  let straying = false;
  for (const one of services.entries) {
    const before = kept.at(-1);
    if (before?.value.kind !== 'mapping' || !isStray(one) || entryOf(before.value, one.key) !== undefined) {
      straying = false;
      kept.push(one);
      continue;
    }
    if (!straying) tell(one, before, faults);
    straying = true;
    kept[kept.length - 1] = { ...before, value: withEntry(before.value, one.key, one.value, one.keySpan) };
  }
  return kept.length === services.entries.length ? services : withEntries(services, kept);
}

/** Whether an entry of `services` is a key of a service, its value being no service. */
export function isStray({ key, value }: Entry): boolean {
  if (!hasKey('services.*', key)) return false;
  if (value.kind !== 'mapping') return true;
  return value.entries.some((one) => !hasKey('services.*', one.key) && !one.key.startsWith('x-'));
}

function tell(one: Entry, service: Entry, faults: FaultList): void {
  faults.add({
    kind: 'unknown-property',
    message: `\`${one.key}\` stands beside \`${service.key}\`, not in it: it is read as a service of that name`,
    at: one.keySpan,
    path: ['services', one.key],
    words: { key: one.key, section: 'services', belongs: 'services.*', service: service.key, got: sayKind(one.value) },
  });
}
