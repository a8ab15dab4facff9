import { databaseEvidence } from '../../core/database-evidence.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { DatabaseSeen, StackSeen } from '../../core/observation.ts';
import { pageEvidence } from '../../core/page-evidence.ts';
import type { Context } from '../context.ts';
import { serviceOf } from '../roles.ts';
import { logEvidence, logOf } from './log.ts';
import { troubledStack } from './stack.ts';

/** What keeps the page from its database, in the words of the page, of the database, or of the web's log. */
export type DatabaseTrouble = {
  readonly kind: TroubleKind;
  /** What the words name, where they do. */
  readonly named: Named;
  readonly saidBy: 'page' | 'database' | 'log';
  readonly evidence: readonly Evidence[];
};

export type TroubleKind =
  /** The name leads to no address. */
  | 'unresolved'
  /** Nobody listens at the address. */
  | 'refused'
  /** PostgreSQL says that it is starting up. */
  | 'starting'
  | 'password'
  /** There is no such user. */
  | 'role'
  | 'database'
  | 'too-many'
  /** pg_hba.conf lets nobody in from there. */
  | 'hba'
  | 'no-answer';

export type Named = {
  readonly host?: string;
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
};

/** What libpq, psycopg and PostgreSQL itself say (libpq's fe-connect.c; field notes), the most telling first. */
const TEXTS: readonly (readonly [TroubleKind, RegExp])[] = [
  [
    'too-many',
    /sorry, too many clients already|remaining connection slots are reserved|too many connections for (?:role|database) "/,
  ],
  ['hba', /pg_hba\.conf rejects connection|no pg_hba\.conf entry/],
  ['password', /password authentication failed for user|no password supplied|a password, and none is given/],
  ['role', /role "[^"]*" (?:does not exist|is not permitted to log in)/],
  ['database', /database "[^"]*" does not exist/],
  ['starting', /the database system is (?:starting up|not yet accepting connections)/],
  ['unresolved', /could not translate host name|failed to resolve host/],
  [
    'refused',
    /connection to server [^\n]* failed: Connection refused|could not connect to server: Connection refused|Connect call failed \('[^']*', \d+\)/,
  ],
  [
    'no-answer',
    /connection to server [^\n]* failed: (?:timeout expired|Connection timed out)|connection timeout expired/,
  ],
];

/** SQLSTATE of a refused sign-in (PostgreSQL, appendix A). */
const STATES: Readonly<Record<string, TroubleKind>> = {
  '28P01': 'password',
  '28000': 'role',
  '3D000': 'database',
  '53300': 'too-many',
  '57P03': 'starting',
};

/** What keeps the page from its database; undefined where nothing does, or nothing says so. */
export function databaseTrouble(context: Context): DatabaseTrouble | undefined {
  const stack = troubledStack(context);
  if (stack === undefined) return undefined;
  return fromPage(context, stack) ?? fromDatabase(context, stack) ?? fromLog(context, stack);
}

function fromPage(context: Context, stack: StackSeen): DatabaseTrouble | undefined {
  const { page, database } = stack;
  const words = plainText(page?.body ?? '');
  const kind = kindOfText(words);
  if (page === undefined || kind === undefined) return undefined;
  const asked = database !== undefined && kindOfDatabase(database) === kind ? [databaseEvidence(database)] : [];
  return {
    kind,
    named: namedIn(words),
    saidBy: 'page',
    evidence: [...asked, ...detailOf(context, stack, kind), pageEvidence(page)],
  };
}

function fromDatabase(context: Context, stack: StackSeen): DatabaseTrouble | undefined {
  const { database } = stack;
  const kind = database === undefined ? undefined : kindOfDatabase(database);
  if (database === undefined || kind === undefined) return undefined;
  // Asked by another way than the page's, a refused connection only says that the database was not up at that moment.
  const isPagesWay = database.through === serviceOf(context.facts.roles.web)?.name;
  if (!isPagesWay && database.outcome !== 'refused-sign-in') return undefined;
  return {
    kind,
    named: { ...targetOf(database.target), ...namedIn(database.message ?? '') },
    saidBy: 'database',
    evidence: [databaseEvidence(database), ...detailOf(context, stack, kind)],
  };
}

/** A web that ended because it could not reach its database said so before. */
function fromLog(context: Context, stack: StackSeen): DatabaseTrouble | undefined {
  const web = serviceOf(context.facts.roles.web)?.name;
  if (web === undefined || stack.page?.outcome === 'answered') return undefined;
  const line = logOf(stack, web).findLast((one) => kindOfText(one) !== undefined);
  const kind = line === undefined ? undefined : kindOfText(line);
  if (line === undefined || kind === undefined) return undefined;
  return { kind, named: namedIn(line), saidBy: 'log', evidence: logEvidence(stack, web, [line]) };
}

function kindOfText(text: string): TroubleKind | undefined {
  return TEXTS.find(([, pattern]) => pattern.test(text))?.[0];
}

function kindOfDatabase({ outcome, sqlState, message }: DatabaseSeen): TroubleKind | undefined {
  switch (outcome) {
    case 'signed-in':
    case 'failed':
      return undefined;
    case 'unresolved':
    case 'refused':
      return outcome;
    case 'timeout':
      return 'no-answer';
    case 'refused-sign-in':
      return kindOfText(message ?? '') ?? STATES[sqlState ?? ''];
  }
}

/** The database's own log says more than it tells the page: whether it is the user or the password. */
function detailOf(context: Context, stack: StackSeen, kind: TroubleKind): readonly Evidence[] {
  const db = serviceOf(context.facts.roles.db)?.name;
  if (db === undefined || kind !== 'password') return [];
  const line = logOf(stack, db).findLast((one) => /DETAIL: {2}Role "[^"]*" does not exist/.test(one));
  return line === undefined ? [] : logEvidence(stack, db, [line]);
}

function namedIn(text: string): Named {
  const to = /connection to server at "([^"]*)"(?: \(([^)]*)\))?, port (\d+)/.exec(text);
  const old = /running on host "([^"]*)"(?: \(([^)]*)\))?[\s\S]*?port (\d+)/.exec(text);
  const [, host, address, port] = to ?? old ?? [];
  const lookedUp = /could not translate host name "([^"]*)"|failed to resolve host '([^']*)'/.exec(text);
  return known({
    host: host ?? lookedUp?.[1] ?? lookedUp?.[2],
    address,
    port: port === undefined ? undefined : Number(port),
    user: /(?:user|role) "([^"]*)"/.exec(text)?.[1],
    database: /database "([^"]*)"/.exec(text)?.[1],
  });
}

/** `db:5432 as user`. */
function targetOf(target: string): Named {
  const [, host, port, user] = /^(\S+):(\d+) as (\S+)$/.exec(target) ?? [];
  return known({ host, port: port === undefined ? undefined : Number(port), user });
}

function known(named: { readonly [Key in keyof Named]: Named[Key] | undefined }): Named {
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', '#34': '"', '#39': "'", amp: '&', lt: '<', gt: '>' };

/** The words of a page: templates write quotes as entities. */
function plainText(body: string): string {
  return body.replace(/&(quot|#34|#39|amp|lt|gt);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
