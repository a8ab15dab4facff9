import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** An image was to be fetched, and there is no way to the registry. */
export const rule: Rule<Context> = {
  rule: 'registry-unreachable',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'registry-unreachable'),
};
