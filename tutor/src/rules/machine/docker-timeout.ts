import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** The engine accepts connections and never answers. */
export const rule: Rule<Context> = {
  rule: 'docker-timeout',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'docker-timeout'),
};
