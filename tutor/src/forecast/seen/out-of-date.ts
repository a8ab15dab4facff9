import type { StackSeen } from '../../core/observation.ts';
import type { Context } from '../context.ts';
import { staleServices } from './stale-config.ts';
import { imageDifferences } from './stale-image.ts';

/** Whether what runs is certainly not what the files say now: then it tells nothing of these files. */
export function isOutOfDate(context: Context, stack: StackSeen): boolean {
  return [...staleServices(context, stack), ...imageDifferences(context, stack)].some(
    (one) => one.certainty === 'sure',
  );
}
