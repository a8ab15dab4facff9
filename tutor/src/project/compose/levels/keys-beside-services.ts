import type { FaultList } from '../fault-list.ts';
import { isNull, mapping, withEntries, withEntry } from '../grow.ts';
import { hasKey } from '../sections.ts';
import { child, type Entry, entryOf, type Mapping } from '../tree.ts';
import { some, tellLevel } from './tell.ts';

/** `ports:` beside `web:` belongs to `web`; with no service above it, the line with its name lacks. */
export function keysBesideServices(tree: Mapping, faults: FaultList): Mapping {
  const services = child(tree, 'services');
  if (services?.kind !== 'mapping') return tree;
  const gathered = gather(services, faults);
  return gathered === services ? tree : withEntry(tree, 'services', gathered);
}

function gather(services: Mapping, faults: FaultList): Mapping {
  const kept: Entry[] = [];
  let taken: Entry[] = [];
  for (const one of services.entries) {
    if (isStray(one) && takes(kept.at(-1), taken, one)) taken.push(one);
    else {
      close(kept, taken, services, faults);
      taken = [];
      kept.push(one);
    }
  }
  close(kept, taken, services, faults);
  return kept.length === services.entries.length ? services : withEntries(services, kept);
}

function takes(service: Entry | undefined, taken: readonly Entry[], one: Entry): boolean {
  if (service === undefined) return true;
  if (service.value.kind !== 'mapping' && !isNull(service.value)) return false;
  return entryOf(service.value, one.key) === undefined && !taken.some(({ key }) => key === one.key);
}

function close(kept: Entry[], taken: readonly Entry[], services: Mapping, faults: FaultList): void {
  const strays = some(taken);
  if (strays === undefined) return;
  const service = kept.at(-1);
  const [first] = strays;
  const common = { strays, path: ['services'], belongs: 'services.*', stands: 'beneath' } as const;
  if (service === undefined) {
    const name = freeName(services);
    kept.push({ key: name, keySpan: first.keySpan, value: mapping(strays, first.keySpan) });
    const message = `\`${first.key}\` stands below \`services\`, with no name of a service above it`;
    tellLevel({ ...common, message }, faults);
    return;
  }
  const own = service.value.kind === 'mapping' ? service.value : mapping([], first.keySpan);
  kept[kept.length - 1] = { ...service, value: withEntries(own, [...own.entries, ...strays.flatMap(apart)]) };
  const message = `\`${first.key}\` stands beside \`${service.key}\`, not in it: it is read as a service of that name`;
  tellLevel({ ...common, anchor: service.keySpan, service: service.key, message }, faults);
}

/** Keys that stood to the right of an `environment` that has slipped to the left now seem to stand in it. */
function apart(one: Entry): readonly Entry[] {
  const { key, value } = one;
  if (key !== 'environment' || value.kind !== 'mapping') return [one];
  const nested = value.entries.filter((inner) => hasKey('services.*', inner.key) && inner.value.kind !== 'scalar');
  const own = value.entries.filter((inner) => !nested.includes(inner));
  return nested.length === 0 ? [one] : [{ ...one, value: withEntries(value, own) }, ...nested];
}

/** What a service without its line was most likely called. */
function freeName(services: Mapping): string {
  return ['web', 'db', 'app'].find((name) => entryOf(services, name) === undefined) ?? 'service';
}

/** Whether an entry of `services` is a key of a service, its value being no service. */
export function isStray({ key, value }: Entry): boolean {
  if (!hasKey('services.*', key) || isNull(value)) return false;
  if (value.kind !== 'mapping') return true;
  return value.entries.some((one) => !hasKey('services.*', one.key) && !one.key.startsWith('x-'));
}
