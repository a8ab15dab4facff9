import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeStack } from '../core/observed-stack.ts';
import type { Context } from '../forecast/context.ts';

/** A row written before `down` was there after `up`. Judged only with `--prove`. */
export const check: CheckWord<Context> = {
  word: 'data-survives',
  looksAt: 'stack',
  run({ observed }) {
    return judgeStack(observed, ({ proof }) => {
      if (proof === undefined) return { state: 'skipped', needs: 'a running stack, and --prove' };
      switch (proof.outcome) {
        case 'kept':
          return { ...passed, evidence: proof.evidence };
        case 'lost':
          return failed({ title: proof.message, evidence: proof.evidence, look: 'docker volume ls' });
        case 'not-possible':
          return { state: 'skipped', needs: proof.message };
      }
    });
  },
};
