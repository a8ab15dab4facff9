import type { ComposeFault, FaultKind } from '../project/compose/fault.ts';
import type { Context } from './context.ts';
import { serviceOf } from './roles.ts';

/** What Compose refuses and another step teaches (contract, *`diagnoses[].step`*): it fails that step, and `compose` passes. */
const TAUGHT_ELSEWHERE: readonly FaultKind[] = [
  'undefined-network',
  'undefined-volume',
  'undefined-dependency',
  'dependency-cycle',
  'port',
  'network-mode-with-networks',
];

/** The faults for which the files do not load: YAML, schema, interpolation, files that are missing. */
export function loadingFaults({ project, facts }: Context): readonly ComposeFault[] {
  const roles = [serviceOf(facts.roles.web)?.name, serviceOf(facts.roles.db)?.name];
  return project.compose.faults.filter((fault) => {
    if (!fault.refuses || TAUGHT_ELSEWHERE.includes(fault.kind)) return false;
    return fault.kind !== 'neither-image-nor-build' || !roles.includes(fault.words?.service);
  });
}
