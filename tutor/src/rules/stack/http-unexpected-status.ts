import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { DATABASE_TROUBLE, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { leadsToItself, wrongAnswer } from '../../forecast/seen/page.ts';

/** The page answers with a status that is neither 200, nor 404, nor an error of its own. */
export const rule: Rule<Context> = {
  rule: 'http-unexpected-status',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: ['http-foreign-answer', 'page-differs', 'page-fails', ...DATABASE_TROUBLE, ...OUT_OF_DATE],
  recognise(context) {
    const answered = wrongAnswer(context);
    if (answered === undefined || !isUnexpected(answered.page.status) || leadsToItself(answered.page)) return [];
    const { page } = answered;
    const location = page.headers?.location;
    return [
      {
        title: `the page answers ${page.status}, where 200 is asked`,
        ...(location === undefined ? {} : { notes: [`it sends the browser to ${location}`] }),
        help: 'have the function behind `/` return its text, without a status of another kind',
        basis: 'observed',
        evidence: [pageEvidence(page)],
      },
    ];
  },
};

function isUnexpected(status: number): boolean {
  return status !== 200 && status !== 404 && status < 500;
}
