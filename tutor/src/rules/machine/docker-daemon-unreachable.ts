import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** The Docker CLI is there, and no engine answers it. */
export const rule: Rule<Context> = {
  rule: 'docker-daemon-unreachable',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'docker-daemon-unreachable'),
};
