import type { ConnectionPart } from '../project/python/reading.ts';
import type { Facts } from './facts.ts';

/**
 * The variable that the app reads for a part of its sign-in, where its container is not given it and the app's own default is taken.
 * `address`: the whole address.
 */
export function unsetVariableOf(facts: Facts, part: ConnectionPart | 'address'): string | undefined {
  const { web } = facts.signIn;
  const connection = 'connection' in web ? web.connection : undefined;
  const expression = part === 'address' ? connection?.address : (connection?.parts[part] ?? connection?.address);
  if (expression?.kind !== 'environment' || typeof expression.otherwise === 'string') return undefined;
  return facts.environment.has(expression.name) ? undefined : expression.name;
}
