import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { isForeign, leadsToItself, wrongAnswer } from '../../forecast/seen/page.ts';

/** The page sends the browser back to where it came from. */
export const rule: Rule<Context> = {
  rule: 'http-redirect-loop',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: ['page-differs', 'page-fails', ...OUT_OF_DATE],
  recognise(context) {
    const answered = wrongAnswer(context);
    if (answered === undefined || isForeign(answered.page) || !leadsToItself(answered.page)) return [];
    const { page } = answered;
    const stations = (page.goesRound ?? []).map((one) => one.replace(/^https?:\/\/[^/]*/, ''));
    return [
      {
        title:
          stations.length > 1
            ? `the page answers ${page.status}, and its redirects lead round in a ring`
            : `the page answers ${page.status} and sends the browser to the page itself`,
        notes: [
          stations.length > 1
            ? `the browser is sent from / to ${stations.join(', from there to ')}`
            : `its answer has \`Location: ${page.headers?.location ?? ''}\``,
        ],
        help: 'have the function behind `/` return the text, not a redirect that leads back',
        basis: 'observed',
        evidence: [
          pageEvidence(page),
          { kind: 'state', subject: page.url, says: `answered with Location: ${page.headers?.location ?? ''}` },
        ],
      },
    ];
  },
};
