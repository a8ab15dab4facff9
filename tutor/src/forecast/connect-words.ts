import type { Connection } from '../project/python/reading.ts';
import { isKnownOption } from './libpq-options.ts';

/** An argument whose name the function that connects does not know: Python or the library refuses the call. */
export type OddWord = {
  readonly name: string;
  readonly at: Connection['calleeAt'];
  /** The name that the function has for it. */
  readonly meant?: string;
  readonly library: string;
};

type Words = { readonly takes: (name: string) => boolean; readonly meant: Readonly<Record<string, string>> };

const LIBPQ_MEANT = { db: 'dbname', name: 'dbname', hostname: 'host', server: 'host', username: 'user' };
const PASSWORDS = { passwd: 'password', pwd: 'password', pass: 'password' };
const ASYNCPG = new Set(
  `dsn host port user password passfile service servicefile database loop timeout statement_cache_size
   max_cached_statement_lifetime max_cacheable_statement_size command_timeout ssl direct_tls connection_class
   record_class server_settings target_session_attrs krbsrvname gsslib`.split(/\s+/),
);
const PG8000 = new Set(
  `user host database port password source_address unix_sock ssl_context timeout tcp_keepalive application_name
   replication startup_params sock`.split(/\s+/),
);

/** What the functions take by name (their signatures: psycopg2 2.9, psycopg 3.2, asyncpg 0.30, pg8000 1.31; the first two tried). */
const FUNCTIONS: ReadonlyMap<string, Words> = new Map<string, Words>(
  Object.entries({
    'psycopg2.connect': {
      takes: (name: string) =>
        isKnownOption(name) || /^(dsn|database|connection_factory|cursor_factory|async_?)$/.test(name),
      meant: { ...LIBPQ_MEANT, ...PASSWORDS, url: 'dsn' },
    },
    // psycopg 3 no longer knows `database`.
    'psycopg.connect': {
      takes: (name: string) =>
        isKnownOption(name) ||
        /^(conninfo|autocommit|prepare_threshold|context|row_factory|cursor_factory)$/.test(name),
      meant: { ...LIBPQ_MEANT, ...PASSWORDS, database: 'dbname', dsn: 'conninfo', url: 'conninfo' },
    },
    'asyncpg.connect': {
      takes: (name: string) => ASYNCPG.has(name),
      meant: { ...LIBPQ_MEANT, ...PASSWORDS, db: 'database', dbname: 'database', url: 'dsn' },
    },
    'pg8000.connect': {
      takes: (name: string) => PG8000.has(name),
      meant: { ...LIBPQ_MEANT, ...PASSWORDS, db: 'database', dbname: 'database' },
    },
  }),
);
const ALIASES: Readonly<Record<string, string>> = {
  'psycopg.Connection.connect': 'psycopg.connect',
  'psycopg.AsyncConnection.connect': 'psycopg.connect',
  'pg8000.dbapi.connect': 'pg8000.connect',
  'pg8000.native.Connection': 'pg8000.connect',
};

/** The first argument that a connection gives under a name that its function does not know. */
export function oddWord({ callee = '', words = [], calleeAt }: Connection): OddWord | undefined {
  const known = FUNCTIONS.get(ALIASES[callee] ?? callee);
  const odd = known === undefined ? undefined : words.find(({ name }) => !known.takes(name));
  if (known === undefined || odd === undefined) return undefined;
  const meant = known.meant[odd.name];
  const library = callee.slice(0, callee.indexOf('.'));
  return { name: odd.name, at: odd.at ?? calleeAt, ...(meant === undefined ? {} : { meant }), library };
}
