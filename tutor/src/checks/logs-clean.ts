import { type CheckWord, failed, passed } from '../core/check.ts';
import { fatalLines } from '../core/fatal-lines.ts';
import { judgeDeployed } from '../core/observed-stack.ts';
import type { Context } from '../forecast/context.ts';

/** The logs hold no line that says why something does not work. Beside a page that is right, noise in a log is never an error. */
export const check: CheckWord<Context> = {
  word: 'logs-clean',
  looksAt: 'stack',
  run({ observed }) {
    return judgeDeployed(observed, ({ logs, page }) => {
      if (page?.outcome === 'answered' && page.status === 200) return passed;
      for (const [service, lines] of Object.entries(logs)) {
        const fatal = fatalLines(lines);
        if (fatal.length === 0) continue;
        return failed({
          title: `the log of \`${service}\` says why something does not work`,
          evidence: [{ kind: 'log', service, lines: fatal.slice(0, 3) }],
          look: `docker compose logs ${service}`,
        });
      }
      return passed;
    });
  },
};
