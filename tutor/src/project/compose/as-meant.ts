import type { FaultList } from './fault-list.ts';
import { itemsInOne } from './items-in-one.ts';
import { atTheirLevels } from './levels/levels.ts';
import { misnamedFirst } from './misnamed-first.ts';
import { portPairs } from './port-pairs.ts';
import type { Mapping } from './tree.ts';

/** A document that Compose refuses as it was most likely meant, each slip told once; whatever Compose takes, as it is written. */
export function asMeant(tree: Mapping, faults: FaultList): Mapping {
  return portPairs(itemsInOne(atTheirLevels(misnamedFirst(tree, faults), faults), faults), faults);
}
