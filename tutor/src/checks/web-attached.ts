import type { CheckWord } from '../core/check.ts';
import { attachedToOwnNetwork } from '../forecast/attached.ts';
import type { Context } from '../forecast/context.ts';

/** The web service is on a network of the learner's own. */
export const check: CheckWord<Context> = {
  word: 'web-attached',
  looksAt: 'files',
  run: ({ facts }) => attachedToOwnNetwork(facts, 'web'),
};
