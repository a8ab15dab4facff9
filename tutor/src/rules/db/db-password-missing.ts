import type { Diagnosis, Fix } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { isBare } from '../../forecast/bare.ts';
import type { Context } from '../../forecast/context.ts';
import { dotenvSlip } from '../../forecast/dotenv-slip.ts';
import { eatenDollar, mendDollar } from '../../forecast/eaten-dollar.ts';
import type { Given } from '../../forecast/given.ts';
import { addedToService, addedVariable } from '../../forecast/insertion.ts';
import { listColons } from '../../forecast/list-colons.ts';
import { misnamedVariables, readsPostgresVariables } from '../../forecast/misnamed-variables.ts';
import { variableMisplaced } from '../../forecast/misplaced.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';
import { blankVariable } from '../../forecast/unset-variable.ts';
import type { Service } from '../../project/compose/project.ts';

const PASSWORD = 'POSTGRES_PASSWORD';

/** The database is given no password: its first start refuses to go on. */
export const rule: Rule<Context> = {
  rule: 'db-password-missing',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'db-exits',
  recognise(context) {
    const { project, facts } = context;
    const end = facts.db;
    if (end === undefined || end.starts === 'yes' || end.service.build !== undefined) return [];
    const db = end.service;
    if (!readsPostgresVariables(db) || isUnread(project, 'services', db.name, 'environment')) return [];
    return [
      {
        title: `\`${db.name}\` is given no password, and PostgreSQL does not start without one`,
        followsFrom: causes(context, db),
        ...(begun(context, db) ?? notBegun(context, db)),
      },
    ];
  },
};

type Placed = Omit<Diagnosis, 'title'>;

function begun({ project, facts }: Context, db: Service): Placed | undefined {
  const password = facts.db?.password;
  if (password?.from === 'file') return fromFile(db, password);
  const own = db.environment.get(PASSWORD);
  if (own !== undefined) {
    const { span } = own.scalar;
    const eaten = eatenDollar(project, span);
    if (eaten !== undefined) return mendDollar(eaten, eaten.at);
    const blank = blankVariable(project, span);
    if (blank !== undefined) return { primary: { span: blank.at, message: blank.why }, help: blank.help };
    const line = own.value === null ? dotenvSlip(project, PASSWORD) : undefined;
    if (line?.misspelt === 'line')
      return {
        primary: { span: line.at, message: `is not the name that is passed on, \`${PASSWORD}\`` },
        labels: [{ span: own.key, message: 'takes its value from `.env`, and finds none' }],
        help: `write \`${PASSWORD}\``,
        fix: {
          title: `write \`${PASSWORD}\``,
          confidence: 'likely',
          edits: [{ span: line.at, text: PASSWORD }],
        },
      };
    return {
      primary: { span: span.end > span.start && own.value !== null ? span : own.key, message: 'gives it no value' },
      help: `write the password behind ${PASSWORD}`,
    };
  }
  const web = serviceOf(facts.roles.web);
  const given = web?.environment.get(PASSWORD);
  const read = facts.source.modules.some((module) => module.environmentReads.some((one) => one.name === PASSWORD));
  if (web === undefined || given === undefined || read) return undefined;
  const envFile = given.from === 'env_file' ? web.keys.get('env_file') : undefined;
  if (envFile !== undefined)
    return {
      primary: { span: envFile, message: `gives them to \`${web.name}\`` },
      labels: [{ span: db.key, message: 'does not get them' }],
      notes: ['a service sees the variables of its own `env_file` and of no other'],
      help: `write \`env_file\` in \`${db.name}\` too`,
    };
  return {
    primary: { span: given.key, message: `given to \`${web.name}\`` },
    labels: [{ span: db.keys.get('environment') ?? db.key, message: 'does not get it' }],
    notes: ['a service sees the variables under its own `environment` and no others'],
    help: `move ${PASSWORD} to the \`environment\` of \`${db.name}\``,
  };
}

/** POSTGRES_PASSWORD_FILE names a file that nothing brings, or that is empty. */
function fromFile(db: Service, { file, variable, there }: Extract<Given, { from: 'file' }>): Placed {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return {
    primary: { span: variable.scalar.span, message: there === 'no' ? 'no such file is in its container' : 'is empty' },
    notes: ['a secret is written twice: declared at the left margin, and named under `secrets` in the service'],
    help:
      there === 'no'
        ? `name the secret \`${name}\` under \`secrets\` in \`${db.name}\`, and write the path where it lands: \`/run/secrets/\` and its name`
        : 'write the password into that file',
  };
}

function notBegun(context: Context, db: Service): Placed {
  const { project } = context;
  const environment = db.keys.get('environment');
  const dotenv = project.compose.dotenv.get(PASSWORD);
  return {
    primary: {
      span: environment ?? db.key,
      message: environment === undefined ? 'has no `environment`' : `${PASSWORD} is not among these`,
    },
    labels:
      dotenv === undefined
        ? []
        : [{ span: dotenv.keySpan, message: 'Compose fills in its own file with this, and gives it to no container' }],
    notes: [
      'the image makes user, password and database on its first start, from POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB',
    ],
    help:
      dotenv === undefined
        ? `give \`${db.name}\` ${PASSWORD} under \`environment\``
        : `pass it on under \`environment\`: \`${PASSWORD}: \${${PASSWORD}}\``,
    subject: isBare(db) ? 'absent' : 'begun',
    ...fixOf(context, db, dotenv === undefined ? undefined : `\${${PASSWORD}}`),
  };
}

/** The very sign-in that the page makes, where it is known. */
function fixOf({ project, facts }: Context, db: Service, passed: string | undefined): { readonly fix?: Fix } {
  const { web } = facts.signIn;
  const told = web.kind === 'parts' && web.password !== undefined ? web : undefined;
  const password = passed ?? told?.password?.value;
  if (password === undefined || !/^[\w.${}-]+$/.test(password)) return {};
  const { user, database } = told ?? {};
  const rows = [
    'environment:',
    ...(database === undefined ? [] : [`  POSTGRES_DB: ${database.value}`]),
    ...(user === undefined ? [] : [`  POSTGRES_USER: ${user.value}`]),
    `  ${PASSWORD}: ${password}`,
  ];
  const edits =
    db.keys.has('environment') || db.envFiles.length > 0
      ? addedVariable(project, db, PASSWORD, password)
      : addedToService(project, db, rows);
  if (edits.length === 0) return {};
  return { fix: { title: `give \`${db.name}\` what the page signs in with`, confidence: 'likely', edits } };
}

/** A misnamed variable, a list item with a colon, or an env file that is not there is why it lacks. */
function causes(context: Context, db: Service): readonly string[] {
  const { project } = context;
  const misnamed = misnamedVariables(project, db).some((one) => one.real === PASSWORD);
  const file = project.compose.faults.some(
    (fault) => fault.kind === 'env-file-missing' && fault.words?.service === db.name,
  );
  // A value that came to nothing because it could not be read.
  const blank = db.environment.get(PASSWORD) !== undefined;
  return [
    ...(blank ? ['dotenv-syntax', 'interpolation-invalid', 'interpolation-unset-variable', 'file-encoding-utf16'] : []),
    ...(misnamed ? ['db-variable-unknown'] : []),
    ...(db.environment.has('') || isFromUndeclared(context, db) ? ['compose-wrong-type'] : []),
    ...(variableMisplaced(project.compose.faults, db.name, PASSWORD) ? ['compose-misplaced-key'] : []),
    ...(listColons(db).some(({ name }) => name === PASSWORD) ? ['environment-list-colon'] : []),
    ...(file ? ['env-file-missing'] : []),
    // A name with a space in it is refused by Compose.
    ...([...db.environment.keys()].some((name) => name !== PASSWORD && name.trim() === PASSWORD)
      ? ['compose-wrong-type']
      : []),
  ];
}

/** The password lies in a secret, and the one that the service takes is declared nowhere. */
function isFromUndeclared({ project, facts }: Context, db: Service): boolean {
  if (facts.db?.password.from !== 'file') return false;
  return project.compose.faults.some(({ kind, words }) => kind === 'undefined-secret' && words?.service === db.name);
}
