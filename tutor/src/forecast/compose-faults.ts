import type { Diagnosis, Label } from '../core/diagnosis.ts';
import type { ComposeFault, FaultKind } from '../project/compose/fault.ts';
import type { Context } from './context.ts';

/** Faults of some kinds in the files that Compose reads. */
export function faultsOf({ project }: Context, ...kinds: readonly FaultKind[]): readonly ComposeFault[] {
  return project.compose.faults.filter((fault) => kinds.includes(fault.kind));
}

/** Where a fault stands, as a label of a diagnosis; nothing where it has no place. */
export function primaryAt(fault: ComposeFault, message: string): Pick<Diagnosis, 'primary'> {
  return fault.at === undefined ? {} : { primary: { span: fault.at, message } };
}

/** The other end of a contradiction. */
export function labelsAt(fault: ComposeFault, message: string): readonly Label[] {
  return fault.other === undefined ? [] : [{ span: fault.other, message }];
}

const SECTIONS: Readonly<Record<string, string>> = {
  'services.*': 'a service',
  'networks.*': 'a network',
  'volumes.*': 'a volume',
  'secrets.*': 'a secret',
  'configs.*': 'a config',
};

/** What a section is to a reader: `services.*` stands for any service. */
export function saySection(section: string): string {
  return SECTIONS[section] ?? `\`${section.split('.').findLast((part) => part !== '*') ?? section}\``;
}
