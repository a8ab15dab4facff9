import type { z } from 'zod';
import { type CheckWord, failed, passed } from '../core/check.ts';
import { databaseEvidence } from '../core/database-evidence.ts';
import { judgeDeployed } from '../core/observed-stack.ts';
import type { Context } from '../forecast/context.ts';

type Parameters = { readonly major: number };

/** Parameters of the word in a step file. */
export const parameters = (zod: typeof z) => zod.strictObject({ major: zod.int().min(9) });

/** `server_version_num` counts majors in ten thousands. */
const MAJOR_UNIT = 10_000;

/**
 * Name, password and database of the page's address open a session, and the server is of the asked major.
 * Where the database could not be asked, the page's own success stands for it.
 */
export const check: CheckWord<Context, Parameters> = {
  word: 'database-signs-in',
  looksAt: 'stack',
  run({ observed }, { major }) {
    return judgeDeployed(observed, ({ database, page }) => {
      if (database === undefined) {
        if (page?.outcome === 'answered' && page.status === 200) return passed;
        return failed({ title: 'the database could not be asked', look: 'docker compose ps -a' });
      }
      const evidence = [databaseEvidence(database)];
      // Only what the server itself refuses outweighs a page that is right: another way to ask may not be there.
      const isRefused = database.outcome === 'refused-sign-in';
      if (!isRefused && database.outcome !== 'signed-in' && page?.outcome === 'answered' && page.status === 200)
        return { ...passed, evidence };
      if (database.outcome !== 'signed-in')
        return failed({ title: `${database.target} does not open a session`, evidence, look: 'docker compose logs' });
      const seen = Math.floor((database.versionNumber ?? 0) / MAJOR_UNIT);
      if (database.versionNumber === undefined || seen === major) return { ...passed, evidence };
      return failed({ title: `the database that answers is PostgreSQL ${seen}, not ${major}`, evidence });
    });
  },
};
