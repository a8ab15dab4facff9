import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { isPageRight, seenStack } from '../../forecast/seen/stack.ts';
import { staleServices } from '../../forecast/seen/stale-config.ts';

/** Containers run that were made from another configuration than the Compose file gives now. */
export const rule: Rule<Context> = {
  rule: 'config-stale',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: ['files', 'build-failed', 'image-not-found', 'image-pull-denied', 'port-conflict', 'disk-full'],
  recognise(context) {
    const stack = seenStack(context);
    const stale = stack === undefined ? [] : staleServices(context, stack);
    if (stack === undefined || stale.length === 0) return [];
    const names = stale.map((one) => `\`${one.service}\``);
    const isSure = stale.some((one) => one.certainty === 'sure');
    return [
      {
        title: `${list(names)} ${names.length === 1 ? 'runs' : 'run'} with an older configuration than the Compose file has`,
        notes: [
          'a container keeps the configuration it was made with, until `up` makes it anew',
          ...(isSure ? [] : ['a variable of the shell, or another version of Compose, can make the same difference']),
        ],
        help: 'run `docker compose up -d --build`',
        severity: isSure || !isPageRight(stack) ? 'error' : 'warning',
        basis: 'observed',
        evidence: stale.map((one) => ({
          kind: 'state',
          subject: one.service,
          says: 'was made from a configuration with another hash than `docker compose config --hash` gives now',
        })),
      },
    ];
  },
};
