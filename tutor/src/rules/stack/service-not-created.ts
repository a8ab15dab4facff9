import { containersOfFile } from '../../core/observed-stack.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { UP_STOPPED } from '../../forecast/seen/causes.ts';
import { missingServices } from '../../forecast/seen/services.ts';
import { hasUpFailed, seenStack } from '../../forecast/seen/stack.ts';
import { upEvidence } from '../../forecast/seen/up.ts';

/** Some services of the project have a container, and others have none. */
export const rule: Rule<Context> = {
  rule: 'service-not-created',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: UP_STOPPED,
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined || containersOfFile(stack).length === 0) return [];
    const missing = missingServices(context, stack).map((service) => `\`${service.name}\``);
    if (missing.length === 0) return [];
    const there = [...new Set(containersOfFile(stack).map((container) => `\`${container.service}\``))];
    return [
      {
        title: `${list(missing)} ${missing.length === 1 ? 'has no container' : 'have no containers'}`,
        notes: [`${list(there)} ${there.length === 1 ? 'has one' : 'have theirs'}`],
        help: 'run `docker compose up -d`, which makes what is missing and leaves the rest alone',
        basis: 'observed',
        evidence: hasUpFailed(stack)
          ? upEvidence(stack)
          : missing.map((name) => ({ kind: 'state', subject: name.replaceAll('`', ''), says: 'has no container' })),
      },
    ];
  },
};
