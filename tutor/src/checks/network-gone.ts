import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeLeft } from '../core/observed-stack.ts';
import { list } from '../core/text.ts';
import type { Context } from '../forecast/context.ts';

/** No network of the project is left. */
export const check: CheckWord<Context> = {
  word: 'network-gone',
  looksAt: 'stack',
  run({ observed }) {
    return judgeLeft(observed, (left) => {
      const { networks } = left;
      if (networks.length === 0) return passed;
      return failed({
        title: `the network ${list(networks.map((network) => network.name))} is still there`,
        look: 'docker network ls',
      });
    });
  },
};
