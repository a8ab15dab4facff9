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

/** Words of which libpq knows the values (its documentation, the same chapter; tried with libpq 17). */
const VALUES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    sslmode: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'],
    gssencmode: ['disable', 'prefer', 'require'],
    channel_binding: ['disable', 'prefer', 'require'],
    target_session_attrs: ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'],
    load_balance_hosts: ['disable', 'random'],
    // An address may say `ssl=true`, as that of Java does; nothing else of `ssl` is known.
    ssl: ['true'],
  }),
);
const WHOLE_NUMBERS = /^(connect_timeout|keepalives(_idle|_interval|_count)?|tcp_user_timeout)$/;

/** Whether libpq takes a value for a word that it knows; of most words every value. */
export function isOptionValue(name: string, value: string): boolean {
  if (WHOLE_NUMBERS.test(name)) return /^\s*[+-]?\d+\s*$/.test(value);
  return VALUES.get(name)?.includes(value) ?? true;
}

/** The word whose value stands at a place of an address, or of a line of `word=value`. */
export function optionBefore(text: string, at: number): string {
  return /(\w+)\s*=\s*'?$/.exec(text.slice(0, at))?.[1] ?? '';
}

/** Some value that libpq takes for a word. */
export function possibleValue(name: string): string {
  return WHOLE_NUMBERS.test(name) ? '10' : (VALUES.get(name)?.[0] ?? '');
}

/** The values that libpq takes for a word; none where it takes any, or a number. */
export function valuesOf(name: string): readonly string[] {
  return VALUES.get(name) ?? [];
}

/** The value that was meant for a word, where it is a slip of one that libpq knows. */
export function meantOptionValue(name: string, value: string): string | undefined {
  if (WHOLE_NUMBERS.test(name)) return /^\s*(\d+)/.exec(value)?.[1];
  const known = VALUES.get(name) ?? [];
  const lower = value.toLowerCase();
  const begun = known.find((one) => lower !== '' && (lower.startsWith(one) || one.startsWith(lower)));
  const off = /^(0|no|off|false|none)$/.test(lower) ? known.find((one) => one === 'disable') : undefined;
  return off ?? begun ?? nearest(lower, known);
}

/** What a word asks for when it insists on an encrypted connection. */
const INSISTS = /^(require|verify-ca|verify-full)$/;

/** Whether a word makes libpq refuse a server that speaks no SSL. */
export function insistsOnSsl(name: string, value: string): boolean {
  return (name === 'sslmode' && INSISTS.test(value)) || (name === 'ssl' && value === 'true');
}

/** The word that libpq has for it: another name for the same thing, or the one it is a slip of. */
export function meantOption(name: string): string | undefined {
  const lower = name.toLowerCase();
  return (
    MEANT.get(lower) ?? nearest(lower, ['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'connect_timeout'])
  );
}
