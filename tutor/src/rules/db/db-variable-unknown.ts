import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { bySpan } from '../../core/span.ts';
import { list } from '../../core/text.ts';
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
    const found = misnamedVariables(project, db).filter((one) => {
      // A name of another kind may be read by something that we do not see.
      return harmOf(context, one) !== 'none' || /^POSTGRES/i.test(one.variable.name);
    });
    const families = new Map<string, readonly MisnamedVariable[]>();
    for (const one of found) {
      const family = one.family ?? one.variable.name;
      families.set(family, [...(families.get(family) ?? []), one]);
    }
    return [...families.values()].flatMap((alike) => diagnose(context, db.name, alike));
  },
};

/** Names that begin alike come from one idea, and are told in one. */
function diagnose(context: Context, service: string, alike: readonly MisnamedVariable[]): readonly Diagnosis[] {
  const [first, ...others] = [...alike].sort((a, b) => bySpan(a.variable.key, b.variable.key));
  if (first === undefined) return [];
  const harms = alike.map((one) => harmOf(context, one));
  const harm = (['no-start', 'no-sign-in'] as const).find((one) => harms.includes(one)) ?? 'none';
  const { user } = context.facts.db ?? {};
  const madeUser = user === undefined || user.from === 'nowhere' ? undefined : user.value;
  const right = list([first, ...others].map(({ real }) => `\`${real}\``));
  const found: Diagnosis = {
    title: `\`${service}\` is given ${list([first, ...others].map(({ variable }) => variable.name))}, which PostgreSQL's image does not read`,
    primary: { span: first.variable.key, message: `${first.real} is what it reads` },
    labels: others.map(({ variable, real }) => ({ span: variable.key, message: `${real} is what it reads` })),
    notes: [first, ...others].map(({ real }) => withoutIt(real, madeUser)),
    help: `write ${right}`,
    fix: {
      title: `write ${right}`,
      confidence: 'likely',
      edits: alike.map(({ variable, real }) => ({ span: variable.key, text: real })),
    },
    severity: harm === 'none' ? 'warning' : 'error',
    foretells: harm === 'no-start' ? 'db-exits' : harm === 'no-sign-in' ? 'page-fails' : 'nothing',
  };
  return [found];
}

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
