import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { isForeign, wrongAnswer } from '../../forecast/seen/page.ts';

const NOT_FOUND = 404;

/** A server answers, and has nothing at `/`. */
export const rule: Rule<Context> = {
  rule: 'http-not-found',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: ['page-not-found', 'page-differs', 'http-foreign-answer', ...OUT_OF_DATE],
  recognise(context) {
    const answered = wrongAnswer(context);
    if (answered?.page.status !== NOT_FOUND) return [];
    const { page } = answered;
    const routes = context.facts.source.app.reading?.routes ?? [];
    return [
      {
        title: `the server answers, and has no page at ${page.url}`,
        ...(routes.length > 0 && !isForeign(page)
          ? { notes: ['the app that runs has no route for `/` where it was asked'] }
          : {}),
        help: "have a function of the app answer to `@app.route('/')`, then run `docker compose up -d --build`",
        basis: 'observed',
        evidence: [pageEvidence(page)],
      },
    ];
  },
};
