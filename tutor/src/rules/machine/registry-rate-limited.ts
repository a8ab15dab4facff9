import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';

/** The registry gives no more images to this address for now. */
export const rule: Rule<Context> = {
  rule: 'registry-rate-limited',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise: (context) => lackSeen(context, 'registry-rate-limited'),
};
