import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** The engine's socket is there, and this account may not use it. */
export const rule: Rule<Context> = {
  rule: 'docker-permission-denied',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'docker-permission-denied'),
};
