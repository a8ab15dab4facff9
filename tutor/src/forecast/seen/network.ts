import type { ContainerSeen, NetworkSeen, StackSeen } from '../../core/observation.ts';
import type { Context } from '../context.ts';
import { containersOf } from './stack.ts';
import { staleServices } from './stale-config.ts';

/** A running container that lost a network which its file gives it, or its service's name there. */
export type NetworkLoss = {
  readonly service: string;
  readonly container: ContainerSeen;
  readonly network: NetworkSeen;
  readonly lost: 'network' | 'name';
  /** The names that its file gives it there and that nobody finds. */
  readonly names: readonly string[];
};

/** What running containers lost. One whose configuration is older than the file may never have had it: that is another matter. */
export function networkLosses(context: Context, stack: StackSeen): readonly NetworkLoss[] {
  const stale = new Set(staleServices(context, stack).map((one) => one.service));
  return context.project.view.services
    .filter((service) => !stale.has(service.name) && service.networkMode === undefined)
    .flatMap((service) =>
      service.networks.flatMap((attachment): readonly NetworkLoss[] => {
        const network = stack.networks.find((one) => one.key === attachment.network);
        const [container] = containersOf(stack, service.name).filter((one) => one.state === 'running');
        if (network === undefined || container === undefined) return [];
        const names = container.networks[network.name];
        const common = { service: service.name, container, network };
        const wanted = [service.name, ...attachment.aliases];
        if (names === undefined) return [{ ...common, lost: 'network', names: wanted }];
        // A container that is named like its service is found by that.
        const lost = wanted.filter((name) => !names.includes(name) && container.name !== name);
        return lost.length === 0 ? [] : [{ ...common, lost: 'name', names: lost }];
      }),
    );
}
