import type { FaultList } from '../fault-list.ts';
import type { Mapping } from '../tree.ts';
import { beneathEmptyKeys } from './beneath-empty-keys.ts';
import { keysBesideServices } from './keys-beside-services.ts';
import { sectionsAmongNames } from './sections-among-names.ts';
import { servicesAtTheMargin } from './services-at-the-margin.ts';
import { variables } from './variables.ts';

/**
 * Reads what stands one level too far left or right as if it stood where it belongs, and tells each slip once.
 * Only what Compose refuses is read in another way than it is written.
 */
export function atTheirLevels(tree: Mapping, faults: FaultList): Mapping {
  return STEPS.reduce((now, step) => step(now, faults), tree);
}

const STEPS: readonly ((tree: Mapping, faults: FaultList) => Mapping)[] = [
  servicesAtTheMargin,
  beneathEmptyKeys,
  sectionsAmongNames,
  keysBesideServices,
  variables,
];
