import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { type DatabaseEnd, valueOfGiven } from '../../forecast/given.ts';

/** A healthcheck signs in with psql as a role, or to a database, that is not there. `pg_isready` answers well for any name. */
export const rule: Rule<Context> = {
  rule: 'healthcheck-wrong-target',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'web-not-started',
  recognise({ facts, project }) {
    const { db } = facts;
    const test = db?.service.healthcheck?.test;
    if (
      db === undefined ||
      test === undefined ||
      db.service.healthcheck?.disabled ||
      db.further === 'possible' ||
      db.starts === 'no-password'
    )
      return [];
    const words = test.words.flatMap((word) => word.split(/\s+/)).map((word) => word.replace(/^["']|["']$/g, ''));
    // An address, or variables, say where it signs in: that is not read here.
    if (!words.includes('psql') || words.some((word) => /\$|:\/\/|dbname=|user=|^PG/.test(word))) return [];
    const wrong = wrongTarget(words, db);
    if (wrong === undefined) return [];
    const waited = project.view.services.some((other) =>
      other.dependsOn.some((one) => one.service === db.service.name && one.condition === 'service_healthy'),
    );
    const diagnosis: Diagnosis = {
      title: `the healthcheck of \`${db.service.name}\` asks for ${wrong.what} \`${wrong.asked}\`, which is not there`,
      primary: { span: test.at, message: `asks for ${wrong.what} \`${wrong.asked}\`` },
      notes: [`the database was made with ${wrong.what} \`${wrong.made}\``],
      help: `ask for \`${wrong.made}\`, with \`-U\` for the user and \`-d\` for the database`,
      ...(waited ? {} : { severity: 'advice', foretells: 'nothing' }),
    };
    return [diagnosis];
  },
};

type Wrong = { readonly what: string; readonly asked: string; readonly made: string };

/** psql takes the container's own user, root, where no `-U` says otherwise, and a database of the user's name without `-d`. */
function wrongTarget(words: readonly string[], db: DatabaseEnd): Wrong | undefined {
  const user = option(words, '-U', '--username=') ?? 'root';
  const madeUser = valueOfGiven(db.user);
  if (madeUser !== undefined && user !== madeUser) return { what: 'the user', asked: user, made: madeUser };
  const database = option(words, '-d', '--dbname=') ?? user;
  const madeDatabase = valueOfGiven(db.database);
  if (madeDatabase === undefined || [madeDatabase, 'postgres', 'template1'].includes(database)) return undefined;
  return { what: 'the database', asked: database, made: madeDatabase };
}

function option(words: readonly string[], short: string, long: string): string | undefined {
  const at = words.indexOf(short);
  if (at >= 0) return words[at + 1];
  return (
    words.find((word) => word.startsWith(long))?.slice(long.length) ??
    words.find((word) => word.startsWith(short) && word.length > short.length)?.slice(short.length)
  );
}
