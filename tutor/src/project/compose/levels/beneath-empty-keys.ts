import type { FaultList } from '../fault-list.ts';
import { isNull, mapEntries, mapping, withEntries } from '../grow.ts';
import type { TreePath } from '../path.ts';
import { hasKey, holdsNames, sectionOf } from '../sections.ts';
import type { Entry, Mapping, TreeNode } from '../tree.ts';
import { some, tellLevel } from './tell.ts';

/** Keys that stand beside the empty key that they belong beneath: `environment:` and variables in the same column. */
export function beneathEmptyKeys(tree: Mapping, faults: FaultList): Mapping {
  return visit(tree, [], faults);
}

/** Deep enough for every part of a service that has keys of its own. */
const DEEPEST = 5;

function visit(node: Mapping, path: TreePath, faults: FaultList): Mapping {
  const gathered = gather(node, path, faults);
  if (path.length >= DEEPEST) return gathered;
  return mapEntries(gathered, (value, key) =>
    value.kind === 'mapping' ? visit(value, [...path, key], faults) : value,
  );
}

function gather(node: Mapping, path: TreePath, faults: FaultList): Mapping {
  const kept: Entry[] = [];
  let taken: Entry[] = [];
  for (const one of node.entries) {
    const holder = kept.at(-1);
    if (holder !== undefined && isEmpty(holder.value) && belongsBeneath(one, holder, path)) taken.push(one);
    else {
      close(kept, taken, path, faults);
      taken = [];
      kept.push(one);
    }
  }
  close(kept, taken, path, faults);
  return kept.length === node.entries.length ? node : withEntries(node, kept);
}

/** Puts what was taken beneath the last key. */
function close(kept: Entry[], taken: readonly Entry[], path: TreePath, faults: FaultList): void {
  const holder = kept.at(-1);
  const strays = some(taken);
  if (holder === undefined || strays === undefined) return;
  kept[kept.length - 1] = { ...holder, value: mapping(strays, strays[0].keySpan) };
  tellLevel(
    {
      strays,
      path,
      belongs: sectionOf([...path, holder.key]),
      anchor: holder.keySpan,
      stands: 'beneath',
      message: `\`${strays[0].key}\` stands beside \`${holder.key}\`, not below it`,
      ...(path[0] === 'services' && path[1] !== undefined ? { service: String(path[1]) } : {}),
    },
    faults,
  );
}

/** Nothing is written behind the key; `null` or `~` would be. */
function isEmpty(value: TreeNode): boolean {
  return isNull(value) && value.kind === 'scalar' && value.raw === '';
}

function belongsBeneath(one: Entry, holder: Entry, path: TreePath): boolean {
  const here = sectionOf(path);
  if (one.key.startsWith('x-')) return false;
  if (holdsNames(here)) {
    // What belongs beneath the name of a service is looked at with the keys beside it.
    return here !== 'services' && one.value.kind === 'scalar' && !isNull(one.value) && hasKey(`${here}.*`, one.key);
  }
  if (hasKey(here, one.key)) return false;
  const beneath = sectionOf([...path, holder.key]);
  return hasKey(beneath, one.key) || takes(beneath, one.value);
}

/** Sections that take any key, and what their values are. */
const FREE: Readonly<Record<string, 'scalars' | 'mappings'>> = {
  'services.*.environment': 'scalars',
  'services.*.labels': 'scalars',
  'services.*.networks': 'mappings',
  'services.*.depends_on': 'mappings',
  'services.*.build.args': 'scalars',
  services: 'mappings',
  networks: 'mappings',
  volumes: 'mappings',
  secrets: 'mappings',
  configs: 'mappings',
};

function takes(section: string, value: TreeNode): boolean {
  const kind = FREE[section];
  if (kind === undefined) return false;
  return kind === 'scalars' ? value.kind === 'scalar' : value.kind === 'mapping' || isNull(value);
}
