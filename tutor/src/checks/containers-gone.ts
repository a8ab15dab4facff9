import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeLeft, ownContainers } from '../core/observed-stack.ts';
import { list } from '../core/text.ts';
import type { Context } from '../forecast/context.ts';

/** No container of the project is left. */
export const check: CheckWord<Context> = {
  word: 'containers-gone',
  looksAt: 'stack',
  run({ observed }) {
    return judgeLeft(observed, (left) => {
      const containers = ownContainers(left);
      if (containers.length === 0) return passed;
      const services = [...new Set(containers.map((container) => `\`${container.service}\``))];
      return failed({
        title: `${list(services)} still ${services.length === 1 ? 'has its container' : 'have their containers'}`,
        look: 'docker compose ps -a',
      });
    });
  },
};
