import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';
import { readsPostgresVariables } from '../../forecast/misnamed-variables.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** What the image reads from a variable, or from a file that a second one names, and never from both (official image, *Docker Secrets*). */
const EITHER = ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_INITDB_ARGS'];

/** The database is given a value and a file with it: its image takes one of the two, and ends where both are there. */
export const rule: Rule<Context> = {
  rule: 'db-variable-twice',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'db-exits',
  recognise({ project, facts }) {
    const db = serviceOf(facts.roles.db);
    if (db === undefined || db.build !== undefined || !readsPostgresVariables(db)) return [];
    return EITHER.flatMap((name): readonly Diagnosis[] => {
      const value = db.environment.get(name);
      const file = db.environment.get(`${name}_FILE`);
      if (!value?.value || !file?.value) return [];
      const edits = file.from === 'environment' ? removedEntry(project, file.key) : [];
      return [
        {
          title: `\`${db.name}\` is given ${name} and a file with it, and PostgreSQL's image takes one of the two`,
          primary: { span: file.key, message: 'names a file with the same value' },
          labels: [{ span: value.key, message: 'gives the value itself' }],
          notes: [`its log says \`both ${name} and ${name}_FILE are set (but are exclusive)\``],
          help: 'remove one of the two',
          ...(edits.length === 0 ? {} : { fix: { title: `remove ${name}_FILE`, confidence: 'likely', edits } }),
        },
      ];
    });
  },
};
