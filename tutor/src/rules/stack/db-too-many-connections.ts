import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { databaseTrouble } from '../../forecast/seen/database.ts';

/** Every place at the database is taken. */
export const rule: Rule<Context> = {
  rule: 'db-too-many-connections',
  severity: 'error',
  step: 'deploy',
  explains: 'database-signs-in',
  followsFrom: OUT_OF_DATE,
  recognise(context) {
    const trouble = databaseTrouble(context);
    if (trouble?.kind !== 'too-many') return [];
    return [
      {
        title: 'the database has no connection left to give',
        notes: ['PostgreSQL gives 100 at most, where nothing says otherwise; one that is not closed stays taken'],
        help: 'close each connection of the page after use, then run `docker compose restart`',
        basis: 'observed',
        evidence: trouble.evidence,
      },
    ];
  },
};
