import type { NetworkSeen, StackLeft } from '../../core/observation.ts';
import type { Context } from '../context.ts';

/** What is there after `down`: the second look of a run that took the stack down itself, else the first. Undefined where nobody asked. */
export function leftBehind({ observed }: Context): StackLeft | undefined {
  return observed.engine === 'observed' ? (observed.afterDown ?? observed.stack) : undefined;
}

/**
 * The networks that `down` was to remove and did not: those that the file names. One that an earlier `up` made, before the
 * file named another, is no longer of the project that `down` reads, so it stays, and nothing is wrong with it (Compose 2.40).
 */
export function networksLeft({ project }: Context, left: StackLeft): readonly NetworkSeen[] {
  const { services, networks } = project.view;
  const joined = services.flatMap((service) => service.networks.map((one) => one.network));
  const named = new Set([...joined, ...networks.map((network) => network.name)]);
  return left.networks.filter((network) => named.has(network.key));
}
