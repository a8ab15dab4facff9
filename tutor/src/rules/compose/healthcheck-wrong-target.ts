import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { type DatabaseEnd, valueOfGiven } from '../../forecast/given.ts';
import { type PsqlTest, psqlTest, type TestWord } from '../../forecast/psql-test.ts';
import { resolve } from '../../forecast/reach.ts';

/** A healthcheck signs in with psql as a role, or to a database, that is not there. `pg_isready` answers well for any name. */
export const rule: Rule<Context> = {
  rule: 'healthcheck-wrong-target',
  severity: 'error',
  step: 'db',
  explains: 'db-has-credentials',
  foretells: 'web-not-started',
  recognise(context) {
    const { facts, project } = context;
    const { db } = facts;
    if (db === undefined || db.service.healthcheck?.disabled === true) return [];
    const test = psqlTest(db.service);
    // Who may sign in is not known then; where somebody listens is.
    if (db.starts === 'no-password') return [];
    if (db.further === 'possible' && test?.client !== 'pg_isready') return [];
    const wrong = test === undefined ? undefined : (wrongHost(context, test, db) ?? wrongTarget(test, db));
    if (test === undefined || wrong === undefined) return [];
    const waiting = project.view.services.flatMap((other) =>
      other.dependsOn
        .filter((one) => isMeant(project, one.service, db.service.name) && one.condition === 'service_healthy')
        .map((one) => ({ span: one.conditionAt ?? one.at, message: `\`${other.name}\` waits for it` })),
    );
    return [{ ...diagnose(db.service.name, test, wrong), labels: waiting, ...weight(waiting.length) }];
  },
};

/** Whether a name in `depends_on` is that of a service, or a slip of it that is no other's. */
function isMeant({ view }: Context['project'], written: string, name: string): boolean {
  if (written === name) return true;
  return !view.services.some((service) => service.name === written) && nearest(written, [name]) !== undefined;
}

/** Where nobody waits for it, the check only fills the log. */
function weight(waiting: number): Pick<Diagnosis, 'severity' | 'foretells'> {
  return waiting > 0 ? {} : { severity: 'advice', foretells: 'nothing' };
}

type Wrong = {
  readonly what: 'user' | 'database' | 'port' | 'host';
  readonly asked: string;
  readonly made: string;
  /** The word that asks; undefined where psql's default does. */
  readonly word?: TestWord;
};

function diagnose(service: string, test: PsqlTest, { what, asked, made, word }: Wrong): Diagnosis {
  const option = { user: '-U', database: '-d', port: '-p', host: '-h' }[what];
  const edits = word === undefined ? added(test, option, made) : [{ span: word.at, text: made }];
  return {
    title:
      what === 'host'
        ? `the healthcheck of \`${service}\` asks at \`${asked}\`, and no service has that name`
        : what === 'port'
          ? `the healthcheck of \`${service}\` asks at port ${asked}, and PostgreSQL listens on ${made}`
          : `the healthcheck of \`${service}\` signs in ${what === 'user' ? 'as' : 'to'} the ${what} \`${asked}\`, which is not there`,
    primary:
      word === undefined
        ? { span: test.program.at, message: `asks for the ${what} \`${asked}\` when nothing else is said` }
        : { span: word.at, message: `the ${what} that it asks for` },
    notes: what === 'port' || what === 'host' ? [] : [`the ${what} that is made is \`${made}\``],
    help: word === undefined ? `add \`${option} ${made}\`` : `write \`${made}\``,
    ...(edits.length === 0 ? {} : { fix: { title: `ask for \`${made}\``, confidence: 'likely', edits } }),
  };
}

function added({ program, form }: PsqlTest, option: string, value: string): readonly Edit[] {
  const span = { ...program.at, start: program.at.end };
  if (form === 'shell') return [{ span, text: ` ${option} ${value}` }];
  return [{ span, text: `, "${option}", "${value}"` }];
}

/** psql takes the container's own user, root, where nothing says otherwise, and a database of the user's name. */
function wrongTarget(test: PsqlTest, db: DatabaseEnd): Wrong | undefined {
  const { environment } = db.service;
  if (test.client === 'pg_isready') return wrongPort(test, db);
  const user = test.user?.text ?? environment.get('PGUSER')?.value ?? 'root';
  const database = test.database?.text ?? environment.get('PGDATABASE')?.value ?? user;
  const [madeUser, madeDatabase] = [valueOfGiven(db.user), valueOfGiven(db.database)];
  if (madeUser !== undefined && user !== madeUser)
    return { what: 'user', asked: user, made: madeUser, ...wordOf(test.user) };
  if (madeDatabase !== undefined && ![madeDatabase, 'postgres', 'template1'].includes(database))
    return { what: 'database', asked: database, made: madeDatabase, ...wordOf(test.database) };
  return wrongPort(test, db);
}

function wrongPort(test: PsqlTest, db: DatabaseEnd): Wrong | undefined {
  const port = test.port?.text ?? db.service.environment.get('PGPORT')?.value ?? String(db.port);
  return port === String(db.port)
    ? undefined
    : { what: 'port', asked: port, made: String(db.port), ...wordOf(test.port) };
}

const OWN_HOST = /^(localhost|127(\.\d+){3}|::1|0\.0\.0\.0|\/.*)$/;

/** A host that is neither the container itself nor a name on its networks. A name with a dot may be known elsewhere. */
function wrongHost({ project }: Context, { host }: PsqlTest, { service }: DatabaseEnd): Wrong | undefined {
  const { text = '' } = host ?? {};
  if (text === '' || OWN_HOST.test(text) || text.includes('.')) return undefined;
  if (service.networks.length === 0 || resolve(service, text, project.view) !== undefined) return undefined;
  return { what: 'host', asked: text, made: '127.0.0.1', ...wordOf(host) };
}

function wordOf(word: TestWord | undefined): { readonly word?: TestWord } {
  return word === undefined ? {} : { word };
}
