import { nearest } from '../core/nearest.ts';
import type { Service } from '../project/compose/project.ts';
import type { Scalar } from '../project/compose/tree.ts';

/** A word under `restart` that Compose hands on as it stands and the engine refuses (tried with Engine 28). */
export type RefusedRestart = { readonly at: Scalar['span']; readonly text: string; readonly meant?: string };

export const POLICIES: readonly string[] = ['no', 'always', 'on-failure', 'unless-stopped'];

/** The restart policy that no engine knows; undefined where it is known, or where `deploy` decides. */
export function refusedRestart({ restart, keys }: Service): RefusedRestart | undefined {
  if (typeof restart?.value !== 'string' || restart.value === '' || keys.has('deploy')) return undefined;
  const [policy = '', count] = restart.value.split(':');
  if (POLICIES.includes(policy) && (count === undefined || policy === 'on-failure')) return undefined;
  const meant = POLICIES.includes(policy)
    ? policy
    : (POLICIES.find((one) => one === policy.toLowerCase()) ??
      nearest(policy.toLowerCase(), POLICIES) ??
      MEANT[policy.toLowerCase()]);
  return { at: restart.span, text: restart.value, ...(meant === undefined ? {} : { meant }) };
}

/** What people write for a policy that has another name. */
const MEANT: Readonly<Record<string, string>> = {
  never: 'no',
  none: 'no',
  failure: 'on-failure',
  'on-error': 'on-failure',
  any: 'always',
};
