import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { type MisnamedVariable, misnamedVariables } from '../../forecast/misnamed-variables.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** A variable of the database that its image does not read, where the one that it reads is not given. */
export const rule: Rule<Context> = {
  rule: 'db-variable-unknown',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'page-fails',
  recognise(context) {
    const { project, facts } = context;
    const db = serviceOf(facts.roles.db);
    if (db === undefined) return [];
    return misnamedVariables(project, db).flatMap((one): readonly Diagnosis[] => {
      const harm = harmOf(context, one);
      // A name of another kind may be read by something that we do not see.
      if (harm === 'none' && !/^POSTGRES/i.test(one.variable.name)) return [];
      const { variable, real } = one;
      return [
        {
          title: `\`${db.name}\` is given ${variable.name}, which PostgreSQL's image does not read`,
          primary: { span: variable.key, message: `${real} is what it reads` },
          notes: [withoutIt(real, facts.db?.user.from === 'nowhere' ? undefined : facts.db?.user.value)],
          help: `write \`${real}\``,
          fix: { title: `write \`${real}\``, confidence: 'likely', edits: [{ span: variable.key, text: real }] },
          severity: harm === 'none' ? 'warning' : 'error',
          foretells: harm === 'no-start' ? 'db-exits' : harm === 'no-sign-in' ? 'page-fails' : 'nothing',
        },
      ];
    });
  },
};

type Harm = 'no-start' | 'no-sign-in' | 'none';

/** What the image does without the variable that was meant: nothing, where its default happens to be what the page asks for. */
function harmOf(context: Context, { real }: MisnamedVariable): Harm {
  const { db, signIn } = context.facts;
  if (db?.starts === 'no-password') return real === 'POSTGRES_PASSWORD' ? 'no-start' : askedOtherwise(signIn, real);
  const kinds = addressFaults(context).map((one) => one.kind);
  if (real === 'POSTGRES_USER' && (kinds.includes('wrong-user') || kinds.includes('wrong-database')))
    return 'no-sign-in';
  return real === 'POSTGRES_DB' && kinds.includes('wrong-database') ? 'no-sign-in' : 'none';
}

/** A database that does not start has no sign-in to compare yet; the page asks for what it asks for. */
function askedOtherwise({ web, db }: Context['facts']['signIn'], real: MisnamedVariable['real']): Harm {
  if (web.kind !== 'parts' || db === undefined) return 'none';
  const [asked, made] = real === 'POSTGRES_USER' ? [web.user, db.user] : [web.database, db.database];
  const value = made.from === 'nowhere' ? undefined : made.value;
  return asked !== undefined && value !== undefined && asked.value !== value ? 'no-sign-in' : 'none';
}

function withoutIt(real: MisnamedVariable['real'], user: string | undefined): string {
  switch (real) {
    case 'POSTGRES_PASSWORD':
      return 'without POSTGRES_PASSWORD it does not start';
    case 'POSTGRES_USER':
      return 'without POSTGRES_USER the user is `postgres`';
    case 'POSTGRES_DB':
      return `without POSTGRES_DB the database is called as its user${user === undefined ? '' : `, \`${user}\``}`;
  }
}
