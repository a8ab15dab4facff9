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
    return [
      {
        title: `the page answers ${page.status} and sends the browser to the page itself`,
        notes: [`its answer has \`Location: ${page.headers?.location ?? ''}\``],
        help: 'have the function behind `/` return the text, not a redirect to itself',
        basis: 'observed',
        evidence: [
          pageEvidence(page),
          { kind: 'state', subject: page.url, says: `answered with Location: ${page.headers?.location ?? ''}` },
        ],
      },
    ];
  },
};
