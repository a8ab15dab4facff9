import { nearest } from '../../core/nearest.ts';
import { composeSchema } from '../../generated/compose-schema.ts';
import type { FaultList } from './fault-list.ts';
import { mapServices, withEntries } from './grow.ts';
import type { TreePath } from './path.ts';
import { hasKey, sectionOf } from './sections.ts';
import { entryOf, type Mapping } from './tree.ts';

/** `service`, `extend`, `inlcude`: services and what brings in others are read before the specification is looked at, so a slip in their names is too. */
export function misnamedFirst(tree: Mapping, faults: FaultList): Mapping {
  const whole = named(named(tree, 'services', [], faults), 'include', [], faults);
  return mapServices(whole, (service, name) => named(service, 'extends', ['services', name], faults));
}

function named(node: Mapping, meant: 'services' | 'include' | 'extends', path: TreePath, faults: FaultList): Mapping {
  const section = sectionOf(path);
  if (entryOf(node, meant) !== undefined) return node;
  const known = Object.keys(
    (path.length === 0 ? composeSchema.properties : composeSchema.definitions.service?.properties) ?? {},
  );
  const free = known.filter((key) => entryOf(node, key) === undefined);
  const found = node.entries.find(
    ({ key, value }) =>
      !hasKey(section, key) && nearest(key, free) === meant && (meant !== 'services' || value.kind === 'mapping'),
  );
  if (found === undefined) return node;
  faults.add({
    kind: 'unknown-property',
    message: `\`${found.key}\` is not a key that Compose knows here`,
    at: found.keySpan,
    path: [...path, found.key],
    words: { key: found.key, section, nearest: meant },
  });
  return withEntries(
    node,
    node.entries.map((one) => (one === found ? { ...one, key: meant } : one)),
  );
}
