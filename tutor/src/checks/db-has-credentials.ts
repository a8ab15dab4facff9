import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';

/** The database is given what it needs to be made: a password at least. */
export const check: CheckWord<Context> = {
  word: 'db-has-credentials',
  looksAt: 'files',
  run({ facts }) {
    const db = serviceOf(facts.roles.db);
    if (db === undefined || facts.db === undefined)
      return failed({ title: 'no service is the database yet', subject: 'absent' });
    if (facts.db.starts === 'yes' || db.build !== undefined) return passed;
    return failed({
      title: `\`${db.name}\` is given no password`,
      at: { span: db.keys.get('environment') ?? db.key, message: 'has no POSTGRES_PASSWORD' },
      look: `docker compose logs ${db.name}`,
    });
  },
};
