import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { databaseTrouble } from '../../forecast/seen/database.ts';

/** The user is let in, and there is no database of the name that the page asks for. */
export const rule: Rule<Context> = {
  rule: 'db-database-missing',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: [
    'volume-stale-credentials',
    'db-init-script-failed',
    'database-url-wrong-database',
    'environment-quotes-kept',
    'environment-list-colon',
    'interpolation-unset-variable',
    'db-variable-unknown',
    'dotenv-overrides-environment',
    'script-crlf-endings',
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const trouble = databaseTrouble(context);
    if (trouble?.kind !== 'database') return [];
    const name = trouble.named.database;
    return [
      {
        title: `the database server has no database ${name === undefined ? 'of that name' : `\`${name}\``}`,
        help: 'see which there are with `docker compose exec db psql -U user -l`, and name one of them at both ends',
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};
