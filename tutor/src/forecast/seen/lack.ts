import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Lack, LackRule } from '../../core/lack.ts';
import type { Context } from '../context.ts';
import { isPageRight } from './stack.ts';

/** What the machine lacked, where it is this: for asking at all, or for `up`. The one who asked found the words. */
export function lackSeen(context: Context, rule: LackRule): readonly Diagnosis[] {
  const lack = lackOf(context);
  if (lack?.rule !== rule) return [];
  const { title, help, evidence } = lack;
  return [{ title, help, basis: 'observed', ...(evidence === undefined ? {} : { evidence }) }];
}

function lackOf({ observed }: Context): Lack | undefined {
  switch (observed.engine) {
    case 'off':
      return undefined;
    case 'absent':
      return observed.lack;
    case 'observed':
      // `up` can go without what it lacked, where all of it was there already.
      return isPageRight(observed.stack) ? undefined : observed.stack.lack;
  }
}
