import type { Span } from '../core/span.ts';
import type { Connection } from '../project/python/reading.ts';
import type { Symbolic } from '../project/python/symbolic.ts';
import type { Facts } from './facts.ts';

/** A connection whose address stands in the code, whatever the container's environment says. */
export type FixedConnection = { readonly connection: Connection; readonly at: Span };

/**
 * Connections that take nothing from outside, where every connection of the app is one: an address or parts that are texts in the code.
 * Empty where any of them reads a variable, a file, or something that is not told.
 */
export function fixedConnections({
  source,
  environment,
}: Pick<Facts, 'source' | 'environment'>): readonly FixedConnection[] {
  if (source.asks === 'untold') return [];
  const fixed: FixedConnection[] = [];
  for (const connection of source.modules.flatMap((module) => module.connections)) {
    const values = [connection.address, ...Object.values(connection.parts)].filter((one) => one !== undefined);
    const [first] = values;
    if (connection.open || first === undefined || !values.every(isFixed)) return [];
    // libpq reads variables of its own for what a call leaves out.
    if ([...environment.keys()].some((name) => /^PG[A-Z]+$/.test(name))) return [];
    fixed.push({ connection, at: (connection.parts.host ?? first).span });
  }
  return fixed;
}

function isFixed(value: Symbolic): boolean {
  switch (value.kind) {
    case 'constant':
      return true;
    case 'template':
      return value.parts.every(isFixed);
    case 'apply':
      return !/^(?:file-text|file-exists|environment-has)$/.test(value.operation) && value.values.every(isFixed);
    default:
      return false;
  }
}
