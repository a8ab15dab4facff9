import { failed, type Outcome, passed } from '../core/check.ts';
import type { Facts } from './facts.ts';
import { serviceOf } from './roles.ts';

/** Whether the service of a role is on a network that the learner declared. */
export function attachedToOwnNetwork(facts: Facts, role: 'web' | 'db'): Outcome {
  const service = serviceOf(facts.roles[role]);
  if (service === undefined)
    return failed({ title: `no service is the ${role === 'web' ? 'web' : 'database'} yet`, subject: 'absent' });
  const own = facts.networking.declared.map((network) => network.name);
  if (service.networks.some((one) => own.includes(one.network))) return passed;
  return failed({
    title: `\`${service.name}\` is not on the network that the file declares`,
    at: {
      span: service.keys.get('networks') ?? service.key,
      message: service.keys.has('networks') ? 'names another' : 'has no `networks`, so it joins `default`',
    },
  });
}
