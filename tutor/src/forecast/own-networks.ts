import type { Service } from '../project/compose/project.ts';
import type { Facts } from './facts.ts';

/** Networks of the learner's own that a service is on. */
export function ownNetworks({ networking }: Facts, service: Service): readonly string[] {
  const own = networking.declared.map((network) => network.name);
  return service.networks.map((one) => one.network).filter((name) => own.includes(name));
}
