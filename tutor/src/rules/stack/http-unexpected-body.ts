import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { DATABASE_DOWN, DATABASE_TROUBLE, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { failedAnswer, isForeign, wrongAnswer } from '../../forecast/seen/page.ts';

/** The page answers, and not with the words that say that it has spoken with its database. */
export const rule: Rule<Context> = {
  rule: 'http-unexpected-body',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: [
    'http-foreign-answer',
    'page-differs',
    'page-fails',
    'page-reset',
    ...DATABASE_TROUBLE,
    ...DATABASE_DOWN,
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const malformed = failedAnswer(context, 'malformed');
    if (malformed !== undefined) {
      return [
        {
          title: `what answers at ${malformed.page.url} is no web server`,
          help: 'let the published port lead to the port of the page',
          basis: 'observed',
          evidence: [pageEvidence(malformed.page)],
        },
      ];
    }
    const answered = wrongAnswer(context);
    if (answered?.page.status !== 200 || isForeign(answered.page)) return [];
    const { page, stack } = answered;
    return [
      {
        title: `the page answers, and does not say "${stack.pageText ?? ''}"`,
        notes: ['the page has to say these words once it has spoken with the database'],
        help: 'return the text from the function behind `/`, then run `docker compose up -d --build`',
        basis: 'observed',
        evidence: [pageEvidence(page)],
      },
    ];
  },
};
