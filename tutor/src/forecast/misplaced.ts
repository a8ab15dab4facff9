import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';
import { columnOf, textOfFile } from './rows.ts';

/** A name that people give to variables and Compose to no key. */
const VARIABLE = /^[A-Z][A-Z0-9_]+$/;
/** Keys of one network or volume; beside them, in the section itself, each would be a network or volume of that name. */
const OF_ONE_RESOURCE = /^(networks|volumes)\.(driver|driver_opts|external|name|labels|attachable|internal|ipam)$/;

/** Where a key that stands at the wrong level belongs: a section by its path with `*` for names; undefined for a fault that is another. */
export function belongsWhere(fault: ComposeFault): string | undefined {
  const { key = '', belongs, nearest } = fault.words ?? {};
  if (fault.kind === 'unknown-property') {
    if (nearest !== undefined) return undefined;
    return belongs ?? (VARIABLE.test(key) ? 'services.*.environment' : undefined);
  }
  if (fault.kind !== 'wrong-type') return undefined;
  const resource = OF_ONE_RESOURCE.exec(fault.path ?? '')?.[1];
  return resource === undefined ? belongs : `${resource}.*`;
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

/** Of two keys of one name at the left margin, the one that holds a list: it is a service's own (`networks:` and `- app_network`). */
export function listAtMargin(project: Project, fault: ComposeFault): Span | undefined {
  const { kind, at, other, words } = fault;
  if (kind !== 'yaml-duplicate-key' || at === undefined || other === undefined) return undefined;
  if (!['networks', 'volumes', 'secrets', 'configs'].includes(words?.key ?? '') || columnOf(project, at) !== 0)
    return undefined;
  const lists = [at, other].filter((one) => holdsList(project, one));
  return lists.length === 1 ? lists[0] : undefined;
}

function holdsList(project: Project, { file, end }: Span): boolean {
  return /^:\s*(#[^\n]*\n\s*)*(-\s|\[)/.test(textOfFile(project, file)?.slice(end) ?? '');
}
