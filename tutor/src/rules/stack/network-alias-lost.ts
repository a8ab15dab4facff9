import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { networkLosses } from '../../forecast/seen/network.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';

/** A container is on its network, and no longer under the name of its service: it was put back by hand. */
export const rule: Rule<Context> = {
  rule: 'network-alias-lost',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context) {
    const stack = troubledStack(context);
    if (stack === undefined) return [];
    return networkLosses(context, stack)
      .filter((loss) => loss.lost === 'name')
      .map(({ service, network, container, names }) => ({
        title: `\`${service}\` is on the network \`${network.key}\`, and nobody finds it there by ${sayLost(service, names)}`,
        notes: ['Compose gives a container the name of its service; `docker network connect` does not'],
        help: `run \`docker compose up -d --force-recreate ${service}\``,
        basis: 'observed' as const,
        evidence: [
          {
            kind: 'state' as const,
            subject: `container ${container.name}`,
            says: `has on ${network.name} ${sayNames(container.networks[network.name] ?? [])}`,
          },
        ],
      }));
  },
};

/** Its service's name is what it is called by; an alias is another. */
function sayLost(service: string, names: readonly string[]): string {
  return names.includes(service) ? 'that name' : `the name ${list(names.map((name) => `\`${name}\``))}`;
}

function sayNames(names: readonly string[]): string {
  return names.length === 0 ? 'no name of its service' : `only the names ${names.join(', ')}`;
}
