import { editDistance } from '../core/nearest.ts';
import type { Connection } from '../project/python/reading.ts';
import type { SchemeFault } from './address-fault.ts';
import type { Source } from './container-environment.ts';
import type { Facts } from './facts.ts';
import type { WebSource } from './source.ts';
import { driverInstead, unnamedDriver } from './sqlalchemy-driver.ts';
import type { WebEnd } from './web-end.ts';

/** Schemes of databases that are not PostgreSQL. */
const OTHER = /^(mysql|mariadb|sqlite|sqlite3|mssql|oracle|mongodb|redis|http|https|jdbc|tcp|odbc)(\+\w+)?$/i;
/** A slip of this many letters still means PostgreSQL. */
const SLIP = 3;

/** Whether the scheme of the page's address is one that the app's library takes. Silent where the library is not known and the scheme could suit one. */
export function schemeFault(
  facts: Facts,
  web: Extract<WebEnd, { kind: 'parts' | 'malformed' }>,
  sourceAt: (from: number, length: number) => Source,
): SchemeFault | undefined {
  const { text } = web;
  if (text === undefined || (web.kind === 'parts' && web.form !== 'url')) return undefined;
  // Java's addresses begin so; what follows is an address as libpq takes it.
  const java = /^jdbc:/i.exec(text)?.[0];
  const scheme = java ?? /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//.exec(text)?.[1];
  if (scheme === undefined) return undefined;
  const library = web.connection?.library;
  const plain = wantedScheme(java === undefined ? scheme : 'jdbc', library, facts.source);
  // One error: a scheme that is written anew names the driver that is installed at once.
  const wanted =
    plain === undefined
      ? schemeOfInstalled(text, library, facts.source)
      : (schemeOfInstalled(`${plain}://`, library, facts.source) ?? plain);
  if (wanted === undefined) return undefined;
  return {
    kind: 'scheme',
    at: sourceAt(0, scheme.length),
    scheme,
    wanted: java === undefined ? wanted : '',
    library: nameOf(library),
    slip: OTHER.test(scheme) ? 'no' : 'yes',
  };
}

/** The scheme to write instead; undefined where the one written is right, or may be. */
function wantedScheme(
  scheme: string,
  library: Connection['library'] | undefined,
  source: WebSource,
): string | undefined {
  const plain = 'postgresql';
  switch (library) {
    case 'psycopg2':
    case 'psycopg':
    case 'psycopg_pool':
      return scheme === 'postgresql' || scheme === 'postgres' ? undefined : plain;
    case 'asyncpg':
      return /^postgres(ql)?$/i.test(scheme) ? undefined : plain;
    case 'sqlalchemy':
    case 'flask-sqlalchemy':
      if (/^postgres(\+\w+)?$/.test(scheme))
        return takesShortScheme(source) ? undefined : scheme.replace('postgres', plain);
      return isMeantOtherwise(scheme) ? plain : undefined;
    default:
      return isMeantOtherwise(scheme) ? plain : undefined;
  }
}

/** SQLAlchemy is sent to a driver that is not installed, and another one is. */
function schemeOfInstalled(
  text: string,
  library: Connection['library'] | undefined,
  source: WebSource,
): string | undefined {
  if (library !== 'sqlalchemy' && library !== 'flask-sqlalchemy') return undefined;
  const { installs } = source.contents;
  // What is installed in a way that is not read may bring any driver.
  if (source.dependencies === 'elsewhere' || installs.some(({ install }) => install.others.length > 0))
    return undefined;
  const listed = source.requirements.flatMap((file) => file.reading?.requirements ?? []);
  const besides = installs.flatMap(({ install }) => install.packages.map(({ name }) => ({ name, extras: [] })));
  const unnamed = unnamedDriver(source.requirements, source.image?.python?.minor);
  const instead = driverInstead(text, [...listed, ...besides], unnamed);
  return instead === undefined ? undefined : instead === unnamed ? 'postgresql' : `postgresql+${instead}`;
}

/** Another database's scheme, or a slip of PostgreSQL's. */
function isMeantOtherwise(scheme: string): boolean {
  if (OTHER.test(scheme)) return true;
  const [head = ''] = scheme.split('+', 1);
  if (/^(postgres|postgresql|postgis|pgsql|postgresext|cockroachdb)$/i.test(head)) return false;
  return ['postgresql', 'postgres'].some((right) => editDistance(head.toLowerCase(), right) <= SLIP);
}

/** SQLAlchemy took `postgres://` up to 1.3. Also true where its version cannot be told. */
function takesShortScheme(source: WebSource): boolean {
  if (source.dependencies === 'elsewhere') return true;
  const listed = source.requirements.flatMap((file) => file.reading?.requirements ?? []);
  const own = listed.find((one) => one.normalised === 'sqlalchemy');
  if (own === undefined) return false;
  return own.specifiers.some(({ operator, version }) => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const old = major < 1 || (major === 1 && minor < 4);
    if (operator === '<' || operator === '<=') return old || (operator === '<' && major === 1 && minor === 4);
    return old && ['==', '===', '~='].includes(operator);
  });
}

function nameOf(library: Connection['library'] | undefined): string {
  switch (library) {
    case 'sqlalchemy':
    case 'flask-sqlalchemy':
      return 'SQLAlchemy';
    case undefined:
    case 'other':
      return 'the library that connects';
    default:
      return library;
  }
}
