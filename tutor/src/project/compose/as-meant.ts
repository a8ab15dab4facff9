import type { FaultList } from './fault-list.ts';
import { atTheirLevels } from './levels/levels.ts';
import { portPairs } from './port-pairs.ts';
import type { Mapping } from './tree.ts';

/** A document that Compose refuses as it was most likely meant, each slip told once; whatever Compose takes, as it is written. */
export function asMeant(tree: Mapping, faults: FaultList): Mapping {
  return portPairs(atTheirLevels(tree, faults), faults);
}
