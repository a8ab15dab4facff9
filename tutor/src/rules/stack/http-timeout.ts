import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { DATABASE_DOWN, DATABASE_TROUBLE, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { logEvidence } from '../../forecast/seen/log.ts';
import { failedAnswer, runningWeb } from '../../forecast/seen/page.ts';

/** The connection is accepted, and no answer comes. */
export const rule: Rule<Context> = {
  rule: 'http-timeout',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: ['service-paused', 'logs-error', ...DATABASE_DOWN, ...DATABASE_TROUBLE, ...OUT_OF_DATE],
  recognise(context) {
    const failed = failedAnswer(context, 'timeout');
    if (failed === undefined) return [];
    const { stack, page } = failed;
    const web = runningWeb(context, stack);
    return [
      {
        title: `${page.url} accepts the connection and does not answer`,
        notes: ['the page was given 10 seconds'],
        help:
          web === undefined
            ? 'see with `docker compose ps -a` what runs'
            : `look for what \`${web.service}\` waits for: \`docker compose logs ${web.service}\``,
        basis: 'observed',
        evidence: [pageEvidence(page), ...(web === undefined ? [] : logEvidence(stack, web.service))],
      },
    ];
  },
};
