import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { networkLosses } from '../../forecast/seen/network.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';

/** A container runs and is not on a network that its file puts it on: somebody took it off by hand. */
export const rule: Rule<Context> = {
  rule: 'network-disconnected',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context) {
    const stack = troubledStack(context);
    if (stack === undefined) return [];
    return networkLosses(context, stack)
      .filter((loss) => loss.lost === 'network')
      .map(({ service, network, container }) => ({
        title: `\`${service}\` runs, and is not on the network \`${network.key}\``,
        notes: ['the file puts it there; the container was taken off, as `docker network disconnect` does'],
        help: `run \`docker compose up -d --force-recreate ${service}\``,
        basis: 'observed' as const,
        evidence: [
          {
            kind: 'state' as const,
            subject: `container ${container.name}`,
            says: `is on ${Object.keys(container.networks).join(', ') || 'no network'}`,
          },
          {
            kind: 'state' as const,
            subject: `network ${network.name}`,
            says: `holds ${(network.attached ?? []).join(', ') || 'no container'}`,
          },
        ],
      }));
  },
};
