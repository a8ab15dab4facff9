import { containersOfFile } from '../../core/observed-stack.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { UP_STOPPED } from '../../forecast/seen/causes.ts';
import { hasUpFailed, seenStack } from '../../forecast/seen/stack.ts';
import { upEvidence } from '../../forecast/seen/up.ts';

/** The engine holds no container of this project: the next thing to do, or `up` came to nothing. */
export const rule: Rule<Context> = {
  rule: 'stack-not-running',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: UP_STOPPED,
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined || containersOfFile(stack).length > 0) return [];
    if (hasUpFailed(stack)) {
      return [
        {
          title: '`docker compose up` stopped before it started anything',
          help: 'read the last line of what it said, and mend what that names',
          basis: 'observed',
          evidence: upEvidence(stack),
        },
      ];
    }
    return [
      {
        title: 'nothing of this project runs yet',
        help: 'run `docker compose up -d --build`, or let `tutor check --up` do it',
        subject: 'absent',
        basis: 'observed',
        evidence: [{ kind: 'state', subject: `project ${stack.project}`, says: 'has no container' }],
      },
    ];
  },
};
