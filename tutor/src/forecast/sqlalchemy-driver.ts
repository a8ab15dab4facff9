import type { PythonReading } from '../project/python/reading.ts';
import { installedWith, normalisePackage, packagesFor } from '../project/requirements/packages.ts';
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
): NeededModule | undefined {
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  const named = [...listed, ...(besides === 'anything' ? [] : besides)].map(({ name }) => normalisePackage(name));
  for (const { library, address, calleeAt } of modules.flatMap((module) => module.connections)) {
    if (library !== 'sqlalchemy' && library !== 'flask-sqlalchemy') continue;
    const value = address === undefined ? undefined : trace(address, environment);
    const driver = value?.kind === 'known' ? driverOf(value.value) : undefined;
    if (driver === undefined || others(driver, named).length > 0) continue;
    return { module: driver, at: calleeAt };
  }
  return undefined;
}

/** The module that SQLAlchemy up to 2.0 imports for an address; undefined where it is another database's, or not known. */
export function driverOf(address: string): string | undefined {
  const scheme = /^postgresql(?:\+(\w+))?:\/\//.exec(address);
  if (scheme === null) return undefined;
  const name = (scheme[1] ?? 'psycopg2').replace(/_async$/, '');
  return DRIVERS.includes(name) ? name : undefined;
}

/** Other drivers among packages: `psycopg2-binary` brings psycopg2. */
function others(driver: string, packages: readonly string[]): readonly string[] {
  return DRIVERS.filter((one) => one !== driver && packages.some((name) => name.replace(/-(?:binary|c)$/, '') === one));
}

/** The one other driver that is installed, where the one of the address is not: then it is the scheme that was meant otherwise. */
export function driverInstead(
  address: string,
  named: readonly { readonly name: string; readonly extras: readonly string[] }[],
): string | undefined {
  const driver = driverOf(address);
  const { packages, open } = installedWith(named);
  if (driver === undefined || open.length > 0 || packagesFor(driver).some((name) => packages.has(name)))
    return undefined;
  const [only, more] = others(driver, [...packages]);
  return more === undefined ? only : undefined;
}
