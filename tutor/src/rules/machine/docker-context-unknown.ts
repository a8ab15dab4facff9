import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** Docker is told to use a context that does not exist. */
export const rule: Rule<Context> = {
  rule: 'docker-context-unknown',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'docker-context-unknown'),
};
