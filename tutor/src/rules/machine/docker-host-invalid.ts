import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** DOCKER_HOST, or the context, names an address that leads nowhere. */
export const rule: Rule<Context> = {
  rule: 'docker-host-invalid',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'docker-host-invalid'),
};
