import type { z } from 'zod';
import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { databaseOf, isUntold, parseImage, postgresVersion } from '../forecast/image.ts';
import { serviceOf } from '../forecast/roles.ts';

type Parameters = { readonly major: number };

/** Parameters of the word in a step file. */
export const parameters = (zod: typeof z) => zod.strictObject({ major: zod.int().min(9) });

/** The db service runs PostgreSQL of the asked major. Passes where a version cannot be told from the image's name. */
export const check: CheckWord<Context, Parameters> = {
  word: 'db-runs-postgres',
  looksAt: 'files',
  run({ facts }, { major }) {
    const db = serviceOf(facts.roles.db);
    if (db === undefined) return failed({ title: 'no service is the database yet', subject: 'absent' });
    if (db.build !== undefined) return passed;
    const image = db.image?.value;
    if (db.image === undefined || typeof image !== 'string') {
      return failed({ title: `\`${db.name}\` names no image`, at: { span: db.key, message: 'has no `image`' } });
    }
    const at = { span: db.image.span, message: 'this image' };
    const reference = parseImage(image);
    // What another publisher's image holds cannot be told from its name.
    if (isUntold(reference)) return passed;
    if (databaseOf(reference) !== 'postgres') return failed({ title: `\`${db.name}\` does not run PostgreSQL`, at });
    const version = postgresVersion(reference);
    if (version.kind === 'unknown' || version.major === major) return passed;
    return failed({ title: `\`${db.name}\` runs PostgreSQL ${version.major}, not ${major}`, at });
  },
};
