import type { Connection } from '../project/python/reading.ts';
import type { ContainerEnvironment, Source } from './container-environment.ts';
import { isKnownOption, isOptionValue, meantOptionValue } from './libpq-options.ts';
import { sourceInTraced, trace } from './trace.ts';

/** An argument whose name, or value, the function that connects does not know: Python or the library refuses the call. */
export type OddWord = {
  readonly name: string;
  /** The value, where the name is known and its value is not. */
  readonly value?: string;
  readonly source: Source;
  /** The name, or value, that the function has for it. */
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
export function oddWord(connection: Connection, environment: ContainerEnvironment): OddWord | undefined {
  const { callee = '', words = [], calleeAt } = connection;
  const known = FUNCTIONS.get(ALIASES[callee] ?? callee);
  const odd = known === undefined ? undefined : words.find(({ name }) => !known.takes(name));
  const library = callee.slice(0, callee.indexOf('.'));
  if (odd === undefined) return /^psycopg2?$/.test(library) ? oddValue(connection, environment, library) : undefined;
  const meant = known?.meant[odd.name];
  return { name: odd.name, source: { span: odd.at ?? calleeAt }, ...(meant === undefined ? {} : { meant }), library };
}

function oddValue(
  { words = [], calleeAt }: Connection,
  environment: ContainerEnvironment,
  library: string,
): OddWord | undefined {
  for (const { name, value } of words) {
    const traced = isKnownOption(name) ? trace(value, environment) : undefined;
    if (traced?.kind !== 'known' || isOptionValue(name, traced.value)) continue;
    const meant = meantOptionValue(name, traced.value);
    const source = sourceInTraced(traced, 0, traced.value.length, environment) ?? { span: calleeAt };
    return { name, value: traced.value, source, ...(meant === undefined ? {} : { meant }), library };
  }
  return undefined;
}
