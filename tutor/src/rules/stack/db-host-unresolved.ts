import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { DATABASE_DOWN, NETWORK_CHANGED, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { databaseTrouble } from '../../forecast/seen/database.ts';

/** The page cannot look up the name of its database, and the files name it rightly. */
export const rule: Rule<Context> = {
  rule: 'db-host-unresolved',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: [
    'database-url-unknown-host',
    'database-host-missing',
    'database-url-unescaped',
    'database-url-malformed',
    'dotenv-overrides-environment',
    'db-service-missing',
    'network-not-shared',
    'network-undeclared',
    'network-mode-host',
    'network-mode-conflict',
    ...NETWORK_CHANGED,
    ...DATABASE_DOWN,
    ...OUT_OF_DATE,
  ],
  recognise(context) {
    const trouble = databaseTrouble(context);
    if (trouble?.kind !== 'unresolved') return [];
    const { host } = trouble.named;
    return [
      {
        title:
          host === undefined ? 'the page cannot look up its database' : `the page cannot look up the name \`${host}\``,
        notes: ['a name resolves only while its container runs, and only on a network that both are on'],
        help: 'look with `docker compose ps -a` whether the database runs, then at the networks of both',
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};
