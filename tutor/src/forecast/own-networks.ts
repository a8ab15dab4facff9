import { nearest } from '../core/nearest.ts';
import type { Service } from '../project/compose/project.ts';
import type { Facts } from './facts.ts';

/** Networks of the learner's own that a service is on, or is meant to be on: a name that is not declared stands for the one it is a slip of. */
export function ownNetworks({ networking }: Facts, service: Service): readonly string[] {
  const own = networking.declared.map((network) => network.name);
  const undeclared = networking.undeclared.map(({ attachment }) => attachment.network);
  return service.networks.flatMap(({ network }) => {
    if (own.includes(network)) return [network];
    if (!undeclared.includes(network)) return [];
    return [nearest(network, own) ?? (own.length === 1 ? own[0] : undefined) ?? network];
  });
}
