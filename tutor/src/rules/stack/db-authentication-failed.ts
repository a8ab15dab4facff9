import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { databaseTrouble } from '../../forecast/seen/database.ts';

/** The database refuses the page's user or password, and the files do not tell why. */
export const rule: Rule<Context> = {
  rule: 'db-authentication-failed',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: [
    'volume-stale-credentials',
    'database-url-wrong-user',
    'database-url-wrong-password',
    'database-url-unescaped',
    'database-url-malformed',
    'database-url-missing',
    'environment-quotes-kept',
    'environment-list-colon',
    'interpolation-unset-variable',
    'db-variable-unknown',
    'db-password-missing',
    'dotenv-overrides-environment',
    'script-crlf-endings',
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const trouble = databaseTrouble(context);
    if (trouble?.kind !== 'password' && trouble?.kind !== 'role') return [];
    const { user } = trouble.named;
    return [
      {
        title: `the database does not let ${user === undefined ? 'the page' : `\`${user}\``} in`,
        notes: ['where it is not the password in the files, the database was made with another one earlier'],
        help: 'read the DETAIL line in the log of the database: it tells whether the user or the password is not known',
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};
