import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** `docker` has no `compose` command. */
export const rule: Rule<Context> = {
  rule: 'compose-plugin-missing',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'compose-plugin-missing'),
};
