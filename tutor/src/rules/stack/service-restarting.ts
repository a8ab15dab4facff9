import type { Cause } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { DATABASE_ENDS, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { fatalLine, logEvidence, logOf, wordsOf } from '../../forecast/seen/log.ts';
import { type ServiceSeen, servicesSeen, stateEvidence } from '../../forecast/seen/services.ts';
import { seenStack } from '../../forecast/seen/stack.ts';
import { ownFrame } from '../../forecast/seen/traceback.ts';

/** A service ends again and again, and its restart policy starts it again each time. */
export const rule: Rule<Context> = {
  rule: 'service-restarting',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    return servicesSeen(context, stack)
      .filter(({ fate }) => fate === 'looping')
      .map((seen) => {
        const { name } = seen.service;
        const line = fatalLine(stack, name, serviceOf(context.facts.roles.db)?.name);
        const frame = seen.role === 'web' ? ownFrame(context, logOf(stack, name)) : undefined;
        return {
          title: `\`${name}\` ends and is started again, over and over${line === undefined ? '' : `: ${wordsOf(line)}`}`,
          ...(frame === undefined ? {} : { primary: frame }),
          notes: ['its `restart` policy starts it again; that hides the reason, and does not take it away'],
          help: `read what it said with \`docker compose logs ${name}\`, and mend that`,
          basis: 'observed',
          followsFrom: causesFor(seen.role),
          evidence: [stateEvidence(seen), ...logEvidence(stack, name, line === undefined ? [] : [line])],
        };
      });
  },
};

function causesFor(role: ServiceSeen['role']): readonly Cause[] {
  const always = ['disk-full', 'service-out-of-memory', 'platform-mismatch', ...OUT_OF_DATE];
  switch (role) {
    case 'web':
      return ['web-exits', 'db-exits', 'db-not-ready', 'db-host-unresolved', ...always];
    case 'db':
      return [...DATABASE_ENDS, ...always];
    case 'other':
      return always;
  }
}
