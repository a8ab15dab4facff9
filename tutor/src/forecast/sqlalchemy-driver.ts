import type { PythonReading } from '../project/python/reading.ts';
import { normalisePackage } from '../project/requirements/packages.ts';
import type { ContainerEnvironment } from './container-environment.ts';
import type { NeededModule, PackageNeeds } from './requirements.ts';
import { trace } from './trace.ts';

/** Drivers that SQLAlchemy may be given in a scheme; where one of them is listed, the scheme is what to change. */
const OTHERS = ['psycopg', 'asyncpg', 'pg8000', 'psycopg2cffi'];

/** The driver that SQLAlchemy imports by itself for `postgresql://`: no `import` of the app names it. */
export function sqlalchemyDriver(
  modules: readonly PythonReading[],
  environment: ContainerEnvironment,
  { requirements, besides }: Pick<PackageNeeds, 'requirements' | 'besides'>,
): NeededModule | undefined {
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  const named = [...listed, ...(besides === 'anything' ? [] : besides)].map(({ name }) => normalisePackage(name));
  if (named.some((name) => OTHERS.includes(name.replace(/-(?:binary|c)$/, '')))) return undefined;
  for (const { library, address, calleeAt } of modules.flatMap((module) => module.connections)) {
    if (library !== 'sqlalchemy' && library !== 'flask-sqlalchemy') continue;
    const value = address === undefined ? undefined : trace(address, environment);
    if (value?.kind === 'known' && /^postgresql(?:\+psycopg2)?:\/\//.test(value.value))
      return { module: 'psycopg2', at: calleeAt };
  }
  return undefined;
}
