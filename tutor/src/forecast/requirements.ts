import type { Span } from '../core/span.ts';
import { folderOf, join } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { PythonReading } from '../project/python/reading.ts';
import { isStandardModule } from '../project/python/standard-modules.ts';
import { installedWith, packageFor, packagesFor } from '../project/requirements/packages.ts';
import { readRequirements } from '../project/requirements/read-requirements.ts';
import type { RequirementsReading } from '../project/requirements/reading.ts';
import type { SourceFile } from './source-file.ts';

/** A module that is imported, and the package that brings it. */
export type LackingPackage = { readonly module: string; readonly package: string; readonly at: Span };

const MAX_INCLUDES = 10;

/** Reads a requirements file and what it includes. */
export function readRequirementFiles(
  project: Project,
  paths: readonly string[],
): readonly SourceFile<RequirementsReading>[] {
  const found = new Map<string, SourceFile<RequirementsReading>>();
  const visit = (path: string): void => {
    if (found.has(path) || found.size > MAX_INCLUDES) return;
    const read = project.files.read(path);
    // pip reads a requirements file in UTF-16 with its mark (tried).
    const reading = read.kind === 'text' || read.kind === 'utf16' ? readRequirements(path, read.text) : undefined;
    found.set(path, { path, read, ...(reading === undefined ? {} : { reading }) });
    for (const include of reading?.includes ?? [])
      if (include.kind === 'requirements') visit(join(folderOf(path), include.path));
  };
  paths.forEach(visit);
  return [...found.values()];
}

/** What is installed, and what has to be there. */
export type PackageNeeds = {
  readonly modules: readonly PythonReading[];
  readonly isOwn: (module: string) => boolean;
  readonly requirements: readonly SourceFile<RequirementsReading>[];
  /** What the Dockerfile installs by name; `anything`: it may hold packages that nothing here names. */
  readonly besides: readonly { readonly name: string; readonly extras: readonly string[] }[] | 'anything';
  /** The server that the container's command names: `gunicorn`. */
  readonly server?: NeededModule;
  /** The driver that SQLAlchemy looks for by itself. */
  readonly driver?: NeededModule;
};

/** A module of a library, and the text that asks for it. */
export type NeededModule = { readonly module: string; readonly at: Span };

/**
 * What the app imports and no requirement brings. Silent about imports that may fail, that are the project's own,
 * that Python brings along, and wherever a requirement's own needs are not known and could bring the module.
 */
export function lackingPackages(needs: PackageNeeds): readonly LackingPackage[] {
  const { requirements, besides } = needs;
  if (besides === 'anything') return [];
  const readings = requirements.flatMap((file) => file.reading ?? []);
  if (readings.some((reading) => reading.includes.some((one) => one.kind === 'editable' || one.kind === 'path')))
    return [];
  const listed = readings.flatMap((reading) => reading.requirements);
  const named = [...besides, ...listed.map(({ name, extras }) => ({ name, extras }))];
  const { packages, open } = installedWith(named);
  return neededModules(needs).flatMap(({ module, at }) => {
    const top = module.split('.')[0] ?? module;
    const isMistaken = isCapital(top) && !isBroken(needs.modules, at);
    if (!isMistaken && packagesFor(module).some((name) => packages.has(name))) return [];
    // A package that is not in our tables may bring anything; only what nothing else could bring is told then.
    if (open.length > 0 && !KNOWN_ALONE.has(top)) return [];
    return [{ module: top, package: packageFor(module), at }];
  });
}

/** The name of an async function that answers for Flask, which runs such functions by asgiref (its extra `async`). */
function asyncView(modules: readonly PythonReading[]): Span | undefined {
  const isFlask = modules.every((module) => module.frameworks.every((one) => one === 'flask'));
  if (!isFlask || modules.every((module) => module.applications.length === 0)) return undefined;
  return modules.flatMap((module) => module.routes).find(({ runs }) => runs === 'async')?.viewAt;
}

/** `from Flask import Flask`: pip does not look at capitals, and Python does. */
function isCapital(module: string): boolean {
  return module !== module.toLowerCase() && SMALL.has(module.toLowerCase());
}

/** What stands in a file that Python does not take may be meant in another way: `import Flask from flask`. */
function isBroken(modules: readonly PythonReading[], at: Span): boolean {
  return modules.some(({ file, fault }) => file === at.file && fault !== undefined);
}

/** Modules that are written in small letters. */
const SMALL: ReadonlySet<string> = new Set(
  'flask psycopg2 psycopg sqlalchemy flask_sqlalchemy gunicorn dotenv requests werkzeug'.split(' '),
);

/** Modules of libraries without which the app does not start, each once; the server's last. */
export function neededModules({
  modules,
  isOwn,
  server,
  driver,
}: Pick<PackageNeeds, 'modules' | 'isOwn' | 'server' | 'driver'>): readonly NeededModule[] {
  const needed = new Map<string, NeededModule>();
  for (const one of modules.flatMap((module) => module.imports)) {
    const top = one.module.split('.')[0] ?? '';
    const mayFail = one.when === 'guarded' || one.when === 'type-checking' || one.when === 'conditional';
    if (one.level > 0 || top === '' || needed.has(top) || mayFail || isStandardModule(top) || isOwn(top)) continue;
    needed.set(top, { module: one.module, at: one.moduleAt });
  }
  const awaited = asyncView(modules);
  if (awaited !== undefined && !needed.has('asgiref')) needed.set('asgiref', { module: 'asgiref', at: awaited });
  if (server !== undefined && !needed.has(server.module)) needed.set(server.module, server);
  if (driver !== undefined && !needed.has(driver.module)) needed.set(driver.module, driver);
  return [...needed.values()];
}

/** Modules that packages outside our tables do not bring: their users list them themselves. */
const KNOWN_ALONE = new Set(['psycopg2', 'psycopg', 'flask', 'gunicorn', 'asyncpg', 'flask_sqlalchemy']);
