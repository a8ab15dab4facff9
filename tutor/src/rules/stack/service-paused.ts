import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { servicesSeen, stateEvidence } from '../../forecast/seen/services.ts';
import { seenStack } from '../../forecast/seen/stack.ts';

/** A service is frozen: its kernel still accepts connections, and nobody answers them. */
export const rule: Rule<Context> = {
  rule: 'service-paused',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    const paused = servicesSeen(context, stack).filter(({ fate }) => fate === 'paused');
    if (paused.length === 0) return [];
    const names = paused.map(({ service }) => `\`${service.name}\``);
    return [
      {
        title: `${list(names)} ${names.length === 1 ? 'is' : 'are'} paused`,
        notes: ['a paused container still accepts connections, and answers none'],
        help: 'run `docker compose unpause`',
        basis: 'observed',
        evidence: paused.map(stateEvidence),
      },
    ];
  },
};
