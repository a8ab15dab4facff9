import type { CheckWord } from '../core/check.ts';
import { attachedToOwnNetwork } from '../forecast/attached.ts';
import type { Context } from '../forecast/context.ts';

/** The db service is on a network of the learner's own. */
export const check: CheckWord<Context> = {
  word: 'db-attached',
  looksAt: 'files',
  run: ({ facts }) => attachedToOwnNetwork(facts, 'db'),
};
