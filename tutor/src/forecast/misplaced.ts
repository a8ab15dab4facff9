import type { ComposeFault } from '../project/compose/fault.ts';

/** A name that people give to variables and Compose to no key. */
const VARIABLE = /^[A-Z][A-Z0-9_]+$/;
/** Keys of one network or volume; beside them, in the section itself, each would be a network or volume of that name. */
const OF_ONE_RESOURCE = /^(networks|volumes)\.(driver|driver_opts|external|name|labels|attachable|internal|ipam)$/;

/** Where a key that stands at the wrong level belongs, for people; undefined for a fault that is another. */
export function belongsWhere(fault: ComposeFault): string | undefined {
  const { key = '', belongs, nearest } = fault.words ?? {};
  if (fault.kind === 'unknown-property') {
    if (nearest !== undefined) return undefined;
    if (VARIABLE.test(key) && (fault.path ?? '').startsWith('services.')) return 'the `environment` of its service';
    return belongs === undefined ? undefined : `\`${belongs}\``;
  }
  if (fault.kind !== 'wrong-type') return undefined;
  const resource = OF_ONE_RESOURCE.exec(fault.path ?? '')?.[1];
  if (resource !== undefined)
    return resource === 'networks' ? 'the network that it describes' : 'the volume that it describes';
  return belongs === undefined ? undefined : `\`${belongs}\``;
}

/** Whether a variable of a service stands beside its `environment` instead of below it. */
export function variableMisplaced(faults: readonly ComposeFault[], service: string, name: string): boolean {
  return faults.some(
    (fault) =>
      fault.kind === 'unknown-property' &&
      fault.words?.key === name &&
      (fault.path ?? '').startsWith(`services.${service}`) &&
      belongsWhere(fault) !== undefined,
  );
}
