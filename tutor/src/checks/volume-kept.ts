import { type CheckWord, passed } from '../core/check.ts';
import type { Evidence } from '../core/evidence.ts';
import { judgeLeft } from '../core/observed-stack.ts';
import type { Context } from '../forecast/context.ts';

/**
 * What became of the data volume is known. A volume that is gone is a warning and no failure
 * (contract, *Rules*: `volume-removed`): its owner may remove it.
 */
export const check: CheckWord<Context> = {
  word: 'volume-kept',
  looksAt: 'stack',
  run({ observed }) {
    return judgeLeft(observed, (left) => {
      const { volumes } = left;
      const evidence: readonly Evidence[] = volumes.map((volume) => ({
        kind: 'state',
        subject: `volume ${volume.name}`,
        says: 'is still there',
      }));
      return { ...passed, evidence };
    });
  },
};
