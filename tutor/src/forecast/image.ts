import { editDistance } from '../core/nearest.ts';

/** An image reference taken apart; offsets count in the reference's text. */
export type ImageReference = {
  /** Registry and path without tag: `docker.io/library/postgres` as written: `postgres`. */
  readonly name: string;
  /** Last part of the name: `postgres`. */
  readonly short: string;
  readonly tag?: string;
  /** Where the tag starts in the text, after the colon. */
  readonly tagFrom?: number;
  readonly digest?: string;
};

/** Takes an image reference apart, as far as it can be; does not judge whether it is well formed. */
export function parseImage(text: string): ImageReference {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const short = name.slice(name.lastIndexOf('/') + 1);
  return {
    name,
    short,
    ...(colon < 0 ? {} : { tag: named.slice(colon + 1), tagFrom: colon + 1 }),
    ...(at < 0 ? {} : { digest: text.slice(at + 1) }),
  };
}

/** What nearly everybody writes, `postgres:16-alpine`: the whole grammar is slow to make ready. */
const PLAIN_REFERENCE = /^[a-z0-9]+(?::\w[\w.-]{0,127})?$/;
/** The grammar of references (distribution/reference): lower-case path parts, a tag of at most 128 letters, an optional digest. */
const REFERENCE =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;

/** Whether Docker would take the text for an image reference at all. */
export function isImageReference(text: string): boolean {
  return PLAIN_REFERENCE.test(text) || REFERENCE.test(text);
}

/** Images that hold a PostgreSQL server under another name. */
const POSTGRES_LIKE = [
  'postgres',
  'postgresql',
  'postgis',
  'pgvector',
  'timescaledb',
  'timescaledb-ha',
  'supabase-postgres',
  'postgres-alpine',
  'citus',
  'spilo',
];
/** Databases that are not PostgreSQL, by the last part of their image's name. */
const OTHER_DATABASES = [
  'mysql',
  'mariadb',
  'mongo',
  'mongodb',
  'mssql',
  'server',
  'cockroach',
  'couchdb',
  'cassandra',
  'oracle',
  'sqlite',
  'sqlite3',
  'percona',
  'redis',
  'valkey',
];
/** `postgres16`, `postgres-16-alpine`: the tag behind a dash, or behind nothing. */
const RUN_TOGETHER = /^postgres(?:ql)?[-_.]?v?\d+(?:\.\d+)?(?:[-_.]?(?:alpine|bookworm|bullseye|trixie|slim)[\d.]*)?$/;
/** A slip of this many letters still means the same word. */
const SLIP = 2;

export type ImageMeaning = 'postgres' | 'meant-postgres' | 'other-database' | 'other';

/** What database an image is, or is meant to be. */
export function databaseOf(reference: ImageReference): ImageMeaning {
  const short = reference.short.toLowerCase();
  // Docker Hub has one official image of PostgreSQL, `postgres`; the others have a name before a slash.
  const official = reference.name.replace(/^docker\.io\//, '').replace(/^library\//, '') === reference.short;
  if (POSTGRES_LIKE.includes(short))
    return short === reference.short && (short === 'postgres' || !official) ? 'postgres' : 'meant-postgres';
  // Nobody publishes `postgress` or `ppostgres`; what has a digit or a dash may be an image of the learner's own.
  if (official && /^[a-z]+$/.test(short) && editDistance(short, 'postgres') <= SLIP) return 'meant-postgres';
  // The version ran into the name, or stands behind a slash.
  if (official && RUN_TOGETHER.test(short)) return 'meant-postgres';
  if (/^(?:library\/)?postgres(?:ql)?\/v?\d+(?:[.-]\w+)*$/.test(reference.name)) return 'meant-postgres';
  if (short.includes('postgres') && !/exporter|backup|admin|client|operator|pgbouncer/.test(short)) return 'postgres';
  if (
    ['postgres', 'postgresql'].some((name) => editDistance(short, name) <= SLIP) ||
    short === 'postgre' ||
    short === 'pg' ||
    short === 'psql'
  )
    return 'meant-postgres';
  if (short === 'server')
    return reference.name.includes('mssql') || reference.name.includes('mysql') ? 'other-database' : 'other';
  return OTHER_DATABASES.includes(short) ? 'other-database' : 'other';
}

/** Programs that ask a database and are none. */
const ASKS_ONLY = /^(pgadmin4?|adminer|phppgadmin|pgweb|pgbouncer|phpmyadmin|postgres-exporter|cloudbeaver)$/;

/** Whether an image of another publisher has a name that tells nothing of a database. */
export function isUntold(reference: ImageReference): boolean {
  if (ASKS_ONLY.test(reference.short)) return false;
  const own = reference.name.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return own.includes('/') && databaseOf(reference) === 'other';
}

/** Publishers of images that are made from the official one and read its variables. */
const MADE_FROM_OFFICIAL = /^(docker\.io\/)?(postgis|pgvector|ankane|timescale|citusdata|supabase|imresamu|paradedb)\//;

/** Whether an image makes its database with the official image's variables. Other publishers have names of their own. */
export function readsOfficialVariables(reference: ImageReference): boolean {
  if (/(^|\/)(bitnami\w*|cimg|circleci)\//.test(reference.name)) return false;
  return reference.short.toLowerCase() === 'postgres' || MADE_FROM_OFFICIAL.test(reference.name);
}

/** The PostgreSQL major that a tag of the official image means today (November 2026: `latest` and `alpine` are 18). */
export const LATEST_POSTGRES_MAJOR = 18;

/**
 * The major version a tag names: a number; `moving` with the number it means today for tags without one;
 * `unknown` where the image is not the official one and its tag has no leading number.
 */
export type PostgresVersion =
  | { readonly kind: 'pinned'; readonly major: number }
  | { readonly kind: 'moving'; readonly major: number }
  | { readonly kind: 'unknown' };

/** Whether an image is the official one of PostgreSQL, under its short name or its whole. */
export function isOfficialPostgres({ name }: ImageReference): boolean {
  return /^(?:docker\.io\/)?(?:library\/)?postgres$/.test(name);
}

export function postgresVersion(reference: ImageReference): PostgresVersion {
  const tag = reference.tag;
  if (reference.digest !== undefined && tag === undefined) return { kind: 'unknown' };
  const official = isOfficialPostgres(reference);
  const number = /^(\d+)(?:[.-]|$|beta|rc)/.exec(tag ?? '')?.[1] ?? /(?:^|[-_])pg(\d+)(?:$|[^\d])/.exec(tag ?? '')?.[1];
  if (number !== undefined) return { kind: 'pinned', major: Number(number) };
  if (!official) return { kind: 'unknown' };
  if (tag === undefined || /^(latest|alpine|alpine3\.\d+|bookworm|bullseye|trixie)$/.test(tag))
    return { kind: 'moving', major: LATEST_POSTGRES_MAJOR };
  return { kind: 'unknown' };
}
