import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeStack, stackLeft } from '../core/observed-stack.ts';
import { list } from '../core/text.ts';
import type { Context } from '../forecast/context.ts';

/** No network of the project is left. */
export const check: CheckWord<Context> = {
  word: 'network-gone',
  looksAt: 'stack',
  run({ observed }) {
    return judgeStack(observed, (stack) => {
      const { networks } = stackLeft(stack);
      if (networks.length === 0) return passed;
      return failed({
        title: `the network ${list(networks.map((network) => network.name))} is still there`,
        look: 'docker network ls',
      });
    });
  },
};
