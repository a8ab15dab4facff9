import type { StackLeft } from '../../core/observation.ts';
import type { Context } from '../context.ts';

/** What is there after `down`: the second look of a run that took the stack down itself, else the first. Undefined where nobody asked. */
export function leftBehind({ observed }: Context): StackLeft | undefined {
  return observed.engine === 'observed' ? (observed.afterDown ?? observed.stack) : undefined;
}
