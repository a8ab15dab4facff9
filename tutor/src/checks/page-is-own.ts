import { type CheckWord, failed, passed } from '../core/check.ts';
import { judgeDeployed } from '../core/observed-stack.ts';
import { pageEvidence } from '../core/page-evidence.ts';
import type { Context } from '../forecast/context.ts';

/** The answer comes from a container of the learner's own project. */
export const check: CheckWord<Context> = {
  word: 'page-is-own',
  looksAt: 'stack',
  run({ observed }) {
    return judgeDeployed(observed, ({ page }) => {
      if (page === undefined)
        return failed({ title: 'no port of the page is published by the engine', look: 'docker compose ps -a' });
      if (page.ofProject) return passed;
      return failed({
        title: `${page.url} is answered by somebody else`,
        evidence: [pageEvidence(page)],
        look: 'docker ps',
      });
    });
  },
};
