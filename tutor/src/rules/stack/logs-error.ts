import { fatalLines } from '../../core/fatal-lines.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import {
  DATABASE_DOWN,
  DATABASE_TROUBLE,
  NETWORK_CHANGED,
  OUT_OF_DATE,
  UP_STOPPED,
} from '../../forecast/seen/causes.ts';
import { lastRun, logEvidence, logOf, withoutRepeats, wordsOf } from '../../forecast/seen/log.ts';
import { troubledStack } from '../../forecast/seen/stack.ts';

/** The page is not right, a log names a failure, and nothing else explains it. */
export const rule: Rule<Context> = {
  rule: 'logs-error',
  severity: 'error',
  step: 'deploy',
  explains: 'logs-clean',
  followsFrom: [
    ...DATABASE_TROUBLE,
    ...DATABASE_DOWN,
    ...NETWORK_CHANGED,
    ...OUT_OF_DATE,
    ...UP_STOPPED,
    'service-unhealthy',
    'service-paused',
    'http-refused',
    'http-reset',
    'http-not-found',
    'http-error',
    'http-unexpected-status',
    'http-redirect-loop',
    'http-unexpected-body',
    'http-foreign-answer',
    'web-exits',
    'web-not-started',
    'page-unpublished',
    'page-reset',
    'page-fails',
    'page-not-found',
    'page-differs',
  ],
  recognise(context) {
    const stack = troubledStack(context);
    if (stack === undefined) return [];
    const db = serviceOf(context.facts.roles.db)?.name;
    return Object.keys(stack.logs).flatMap((service) => {
      const lines = logOf(stack, service);
      const fatal = fatalLines(service === db ? lastRun(lines) : lines).filter(
        (line) => !isHealthcheckNoise(context, line),
      );
      const last = fatal.at(-1);
      if (last === undefined) return [];
      return [
        {
          title: `the log of \`${service}\` says: ${wordsOf(last)}`,
          help: `read what stands around it with \`docker compose logs ${service}\``,
          basis: 'observed' as const,
          evidence: logEvidence(stack, service, withoutRepeats(fatal).slice(-LINES)),
        },
      ];
    });
  },
};

const LINES = 3;

/** `pg_isready` without `-d` asks for a database of the user's name, every few seconds, and that is refused and means nothing. */
function isHealthcheckNoise({ facts }: Context, line: string): boolean {
  const missing = /FATAL: +database "([^"]*)" does not exist/.exec(line)?.[1];
  if (missing === undefined || facts.db === undefined) return false;
  const { user, database } = facts.db;
  const name = user.from === 'nowhere' ? undefined : user.value;
  return missing === name && (database.from === 'nowhere' || database.value !== name);
}
