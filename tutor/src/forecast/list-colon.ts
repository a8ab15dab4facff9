import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import { child } from '../project/compose/tree.ts';

/** The item of a service's environment in list form that gives a variable with a colon, `- NAME: value`, and so sets nothing. */
export function listColonOf(service: Service, name: string): Span | undefined {
  const written = child(service.source, 'environment');
  if (written?.kind !== 'sequence') return undefined;
  return written.items.find((item) => {
    if (item.kind === 'mapping') return item.entries.some((entry) => entry.key === name);
    return item.kind === 'scalar' && new RegExp(`^["']?${name}\\s*:`).test(String(item.value ?? ''));
  })?.span;
}
