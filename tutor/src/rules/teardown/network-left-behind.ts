import { ownContainers } from '../../core/observed-stack.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { leftBehind, networksLeft } from '../../forecast/seen/left.ts';

/** The containers are gone and a network of the project is not: a container of somebody else is on it. `down` exits 0 all the same. */
export const rule: Rule<Context> = {
  rule: 'network-left-behind',
  severity: 'error',
  step: 'teardown',
  explains: 'network-gone',
  followsFrom: ['stack-still-running'],
  recognise(context) {
    const left = leftBehind(context);
    if (left === undefined || ownContainers(left).length > 0) return [];
    return networksLeft(context, left).map((network) => {
      const guests = network.attached ?? [];
      const [first] = guests;
      return {
        title:
          first === undefined
            ? `the network \`${network.name}\` is still there`
            : `the network \`${network.name}\` is still there, because ${list(guests.map((name) => `\`${name}\``))} ${guests.length === 1 ? 'is' : 'are'} on it`,
        notes: first === undefined ? [] : ['`docker compose down` leaves a network that is in use, and ends with 0'],
        help:
          first === undefined
            ? 'run `docker compose down`'
            : `take it off with \`docker network disconnect ${network.name} ${first}\`, then run \`docker compose down\``,
        subject: 'absent' as const,
        basis: 'observed' as const,
        evidence: [
          {
            kind: 'state' as const,
            subject: `network ${network.name}`,
            says: first === undefined ? 'is there, with no container on it' : `holds ${guests.join(', ')}`,
          },
        ],
      };
    });
  },
};
