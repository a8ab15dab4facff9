import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeLeft } from '../core/observed-stack.ts';
import { list } from '../core/text.ts';
import type { Context } from '../forecast/context.ts';
import { networksLeft } from '../forecast/seen/left.ts';

/** No network that the project's file names is left. */
export const check: CheckWord<Context> = {
  word: 'network-gone',
  looksAt: 'stack',
  run(context) {
    return judgeLeft(context.observed, (left) => {
      const networks = networksLeft(context, left);
      if (networks.length === 0) return passed;
      return failed({
        title: `the network ${list(networks.map((network) => network.name))} is still there`,
        look: 'docker network ls',
      });
    });
  },
};
