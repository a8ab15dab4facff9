import type { Edit } from '../core/diagnosis.ts';
import type { Service } from '../project/compose/project.ts';
import type { Context } from './context.ts';
import { type DatabaseEnd, valueOfGiven } from './given.ts';
import { addedToService } from './insertion.ts';

/** Edits that give the database a healthcheck; none for another service, whose test is not known. */
export function addedHealthcheck(
  { project, facts }: Pick<Context, 'project' | 'facts'>,
  target: Service,
): readonly Edit[] {
  return facts.db?.service === target ? addedToService(project, target, rowsOf(facts.db)) : [];
}

/** Asks over TCP, as the page does, and not over the socket, which answers before TCP listens. */
function rowsOf(db: DatabaseEnd): readonly string[] {
  const user = valueOfGiven(db.user) ?? 'postgres';
  const database = valueOfGiven(db.database) ?? user;
  const plain = [user, database].every((name) => /^[\w-]+$/.test(name));
  const named = plain ? ` -U ${user} -d ${database}` : '';
  return [
    'healthcheck:',
    `  test: ["CMD-SHELL", "pg_isready -h 127.0.0.1${named}"]`,
    '  interval: 2s',
    '  timeout: 3s',
    '  retries: 15',
  ];
}
