import type { PythonReading } from '../project/python/reading.ts';
import { installedWith, normalisePackage, packagesFor } from '../project/requirements/packages.ts';
import type { Specifier } from '../project/requirements/reading.ts';
import type { ContainerEnvironment } from './container-environment.ts';
import type { NeededModule, PackageNeeds } from './requirements.ts';
import { trace } from './trace.ts';

/** Drivers that SQLAlchemy may be given in a scheme; where another of them is listed, the scheme is what to change. */
const DRIVERS = ['psycopg2', 'psycopg', 'asyncpg', 'pg8000', 'psycopg2cffi'];

/** The driver that SQLAlchemy imports by itself, by the scheme of its address: no `import` of the app names it. */
export function sqlalchemyDriver(
  modules: readonly PythonReading[],
  environment: ContainerEnvironment,
  { requirements, besides }: Pick<PackageNeeds, 'requirements' | 'besides'>,
  python: string | undefined,
): NeededModule | undefined {
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  const named = [...listed, ...(besides === 'anything' ? [] : besides)].map(({ name }) => normalisePackage(name));
  for (const { library, address, calleeAt } of modules.flatMap((module) => module.connections)) {
    if (library !== 'sqlalchemy' && library !== 'flask-sqlalchemy') continue;
    const value = address === undefined ? undefined : trace(address, environment);
    const unnamed = unnamedDriver(requirements, python);
    const driver = value?.kind === 'known' ? driverOf(value.value, unnamed) : undefined;
    if (driver === undefined || others(driver, named).length > 0) continue;
    return { module: driver, at: calleeAt };
  }
  return undefined;
}

type Unnamed = 'psycopg2' | 'psycopg' | undefined;

/**
 * The driver that SQLAlchemy takes where an address names none: psycopg2 up to 2.0, psycopg from 2.1 on (tried with 2.1.9, which asks for Python 3.10).
 * Undefined where its version cannot be told. `python`: that of the image, such as `3.11`.
 */
export function unnamedDriver(requirements: PackageNeeds['requirements'], python: string | undefined): Unnamed {
  const readings = requirements.flatMap(({ reading }) => reading ?? []);
  if (readings.some(({ includes }) => includes.some(({ kind }) => kind === 'constraints'))) return undefined;
  const listed = readings.flatMap((reading) => reading.requirements);
  const own = listed.find(({ normalised }) => normalised === 'sqlalchemy');
  if (own === undefined)
    return listed.some(({ normalised }) => BRINGS_NEWEST.includes(normalised)) ? newest(python) : undefined;
  if (own.url !== undefined || own.marker !== undefined) return undefined;
  const limits = own.specifiers.filter(({ operator }) => !['!=', '>=', '>'].includes(operator));
  if (limits.length === 0) return newest(python);
  return limits.some(isBefore21) ? 'psycopg2' : newest(python);
}

/** Packages that ask for SQLAlchemy and set no upper bound. */
const BRINGS_NEWEST = ['flask-sqlalchemy', 'flask-migrate', 'alembic'];

function newest(python: string | undefined): Unnamed {
  const minor = /^3\.(\d+)$/.exec(python ?? '')?.[1];
  if (minor === undefined) return undefined;
  return Number(minor) >= 10 ? 'psycopg' : 'psycopg2';
}

function isBefore21({ operator, version }: Specifier): boolean {
  const parts = version.split('.');
  const [major = 0, minor = 0] = parts.map(Number);
  // `~=2.0` goes up to the last 2, `~=2.0.30` to the last 2.0.
  if (operator === '~=' && parts.length < 3) return major < 2;
  const before = major < 2 || (major === 2 && !(minor >= 1));
  return before || (operator === '<' && major === 2 && minor === 1 && parts.slice(2).every((part) => part === '0'));
}

/** The module that SQLAlchemy imports for an address; undefined where it is another database's, or not known. */
export function driverOf(address: string, unnamed: Unnamed): string | undefined {
  const scheme = /^postgresql(?:\+(\w+))?:\/\//.exec(address);
  if (scheme === null) return undefined;
  const name = (scheme[1] ?? unnamed)?.replace(/_async$/, '');
  return name !== undefined && DRIVERS.includes(name) ? name : undefined;
}

/** Other drivers among packages: `psycopg2-binary` brings psycopg2. */
function others(driver: string, packages: readonly string[]): readonly string[] {
  return DRIVERS.filter((one) => one !== driver && packages.some((name) => name.replace(/-(?:binary|c)$/, '') === one));
}

/** The one other driver that is installed, where the one of the address is not: then it is the scheme that was meant otherwise. */
export function driverInstead(
  address: string,
  named: readonly { readonly name: string; readonly extras: readonly string[] }[],
  unnamed: Unnamed,
): string | undefined {
  const driver = driverOf(address, unnamed);
  const { packages, open } = installedWith(named);
  if (driver === undefined || open.length > 0 || packagesFor(driver).some((name) => packages.has(name)))
    return undefined;
  const [only, more] = others(driver, [...packages]);
  return more === undefined ? only : undefined;
}
