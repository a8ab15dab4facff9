import type { FaultList } from '../fault-list.ts';
import { isNull, mapping, mapServices, withEntries, withEntry } from '../grow.ts';
import { hasKey } from '../sections.ts';
import { type Entry, entryOf, type Mapping } from '../tree.ts';
import { some, tellLevel } from './tell.ts';

/** Variables that stand beside the `environment` of their service, and keys of a service that stand among its variables or other names. */
export function variables(tree: Mapping, faults: FaultList): Mapping {
  return mapServices(tree, (service, name) => ofService(service, name, faults));
}

function ofService(service: Mapping, name: string, faults: FaultList): Mapping {
  return Object.keys(PARTS).reduce(
    (now, part) => keysAmongNames(now, part, name, faults),
    variablesBesideKeys(service, name, faults),
  );
}

/** A name that people give to variables and Compose to no key. */
const VARIABLE = /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/;

function variablesBesideKeys(service: Mapping, name: string, faults: FaultList): Mapping {
  const strays = some(service.entries.filter(({ key, value }) => VARIABLE.test(key) && value.kind === 'scalar'));
  const environment = entryOf(service, 'environment');
  if (strays === undefined || environment?.value.kind === 'sequence') return service;
  tellLevel(
    {
      strays,
      path: ['services', name],
      belongs: 'services.*.environment',
      stands: 'beneath',
      service: name,
      message: `\`${strays[0].key}\` stands beside the keys of \`${name}\`, not below \`environment\``,
      ...(environment === undefined ? {} : { anchor: environment.keySpan }),
    },
    faults,
  );
  const kept = withEntries(
    service,
    service.entries.filter((one) => !strays.includes(one)),
  );
  const before = environment?.value.kind === 'mapping' ? environment.value.entries : [];
  const added = strays.filter(({ key }) => !before.some((one) => one.key === key));
  const whole = mapping([...before, ...added], environment?.value.span ?? strays[0].keySpan);
  return withEntry(kept, 'environment', whole, environment?.keySpan ?? strays[0].keySpan);
}

/** Parts of a service whose keys are names, and what each name is. */
const PARTS: Readonly<Record<string, string>> = {
  environment: 'a variable',
  depends_on: 'a service',
  networks: 'a network',
  labels: 'a label',
  ulimits: 'a limit',
  sysctls: 'a setting',
};

function keysAmongNames(service: Mapping, part: string, name: string, faults: FaultList): Mapping {
  const holder = entryOf(service, part);
  if (holder?.value.kind !== 'mapping') return service;
  const strays = some(holder.value.entries.filter((one) => isKeyOf(service, part, one)));
  if (strays === undefined) return service;
  tellLevel(
    {
      strays,
      path: ['services', name, part],
      belongs: 'services.*',
      anchor: holder.keySpan,
      stands: 'beside',
      service: name,
      message: `\`${strays[0].key}\` stands below \`${part}\`: it is read as ${PARTS[part]} of that name`,
    },
    faults,
  );
  const left = holder.value.entries.filter((one) => !strays.includes(one));
  const kept = withEntry(service, part, withEntries(holder.value, left));
  return withEntries(kept, [...kept.entries, ...strays]);
}

/** A variable has no parts, and no name has a list; and a service that runs nothing lacks an image or a build. */
function isKeyOf(service: Mapping, part: string, { key, value }: Entry): boolean {
  if (!hasKey('services.*', key) || entryOf(service, key) !== undefined || isNull(value)) return false;
  if (value.kind === 'sequence') return true;
  if (value.kind === 'mapping') return !value.entries.some((one) => hasKey(`services.*.${part}.*`, one.key));
  const runs = ['image', 'build', 'extends', 'provider'].some((one) => entryOf(service, one) !== undefined);
  return part === 'environment' && !runs && ['image', 'build'].includes(key);
}
