import type { Cause } from '../../core/diagnosis.ts';
import { fatalLines } from '../../core/fatal-lines.ts';
import { pageEvidence } from '../../core/page-evidence.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { DATABASE_DOWN, DATABASE_TROUBLE, NETWORK_CHANGED, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { logEvidence, logOf, wordsOf } from '../../forecast/seen/log.ts';
import { runningWeb, wrongAnswer } from '../../forecast/seen/page.ts';
import { ownFrame } from '../../forecast/seen/traceback.ts';
import { answerWhenWell } from '../../forecast/welcome.ts';

const SERVER_ERRORS = 500;

const CAUSES: readonly Cause[] = [
  ...DATABASE_TROUBLE,
  ...NETWORK_CHANGED,
  'service-paused',
  'http-foreign-answer',
  'web-build-missing',
  'page-fails',
  'page-raises',
  'db-exits',
  ...OUT_OF_DATE,
  ...DATABASE_DOWN,
];

/** The page answers with an error of its own. */
export const rule: Rule<Context> = {
  rule: 'http-error',
  severity: 'error',
  step: 'deploy',
  explains: 'page-answers',
  followsFrom: CAUSES,
  recognise(context) {
    const answered = wrongAnswer(context);
    if (answered === undefined || answered.page.status < SERVER_ERRORS) return [];
    const { stack, page } = answered;
    const web = runningWeb(context, stack);
    const log = web === undefined ? [] : logOf(stack, web.service);
    const line = fatalLines(log).at(-1);
    const frame = ownFrame(context, log);
    const words = line === undefined ? undefined : wordsOf(line);
    return [
      {
        title:
          words === undefined
            ? `the page answers ${page.status}, an error of its own`
            : `the page answers ${page.status}: ${words}`,
        ...(frame === undefined ? {} : { primary: frame }),
        help:
          frame === undefined
            ? 'read what the page says, and what stands in `docker compose logs web`'
            : 'mend this line, then run `docker compose up -d --build`',
        followsFrom: isWrittenSo(context, page.status) ? [...CAUSES, 'page-differs'] : CAUSES,
        basis: 'observed',
        evidence: [
          pageEvidence(page),
          ...(web === undefined || line === undefined ? [] : logEvidence(stack, web.service, [line])),
        ],
      },
    ];
  },
};

/** Whether the page is written to answer so when all is well. A text that differs explains no error. */
function isWrittenSo({ facts }: Context, status: number): boolean {
  const { modules, python } = facts.source;
  const answer = answerWhenWell(modules, python.table);
  return answer?.kind === 'answers' && answer.status === status;
}
