import { nearest } from '../core/nearest.ts';

/** Words of a connection string that libpq knows (PostgreSQL 17 documentation, "Parameter Key Words"). */
const KNOWN = new Set(
  `host hostaddr port dbname user password passfile require_auth channel_binding connect_timeout client_encoding options
   application_name fallback_application_name keepalives keepalives_idle keepalives_interval keepalives_count
   tcp_user_timeout replication gssencmode sslmode requiressl sslnegotiation sslcompression sslcert sslkey sslcertmode
   sslpassword sslrootcert sslcrl sslcrldir sslsni sslkeylogfile requirepeer ssl_min_protocol_version
   ssl_max_protocol_version min_protocol_version max_protocol_version krbsrvname gsslib gssdelegation service servicefile
   target_session_attrs load_balance_hosts scram_client_key scram_server_key oauth_issuer oauth_client_id
   oauth_client_secret oauth_scope authtype tty`.split(/\s+/),
);

/** What other libraries and databases call a thing, and what libpq calls it. */
const MEANT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    username: 'user',
    usr: 'user',
    uid: 'user',
    login: 'user',
    passwd: 'password',
    pass: 'password',
    pwd: 'password',
    pw: 'password',
    database: 'dbname',
    db: 'dbname',
    db_name: 'dbname',
    name: 'dbname',
    server: 'host',
    hostname: 'host',
    address: 'host',
  }),
);

/** Parameters of other databases' addresses, which no driver of PostgreSQL takes. */
const FOREIGN =
  /^(charset|schema|encoding|useSSL|serverTimezone|characterEncoding|useUnicode|autoReconnect|pgbouncer)$/i;

/** Whether libpq takes a word; an address may ask for `ssl` as well. */
export function isKnownOption(name: string): boolean {
  return KNOWN.has(name);
}

/** Whether a parameter belongs to the address of another kind of database. */
export function isForeignOption(name: string): boolean {
  return FOREIGN.test(name);
}

/** The word that libpq has for it: another name for the same thing, or the one it is a slip of. */
export function meantOption(name: string): string | undefined {
  const lower = name.toLowerCase();
  return (
    MEANT.get(lower) ?? nearest(lower, ['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'connect_timeout'])
  );
}
