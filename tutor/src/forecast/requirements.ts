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

/**
 * What the app imports and no requirement brings. Silent about imports that may fail, that are the project's own,
 * that Python brings along, and wherever a requirement's own needs are not known and could bring the module.
 */
export function lackingPackages(
  modules: readonly PythonReading[],
  requirements: readonly SourceFile<RequirementsReading>[],
  isOwn: (module: string) => boolean,
): readonly LackingPackage[] {
  const listed = requirements.flatMap((file) => file.reading?.requirements ?? []);
  const { packages, open } = installedWith(listed.map(({ name, extras }) => ({ name, extras })));
  const lacking = new Map<string, LackingPackage>();
  for (const module of modules) {
    for (const one of module.imports) {
      const top = one.module.split('.')[0] ?? '';
      if (
        one.level > 0 ||
        top === '' ||
        lacking.has(top) ||
        one.when === 'guarded' ||
        one.when === 'type-checking' ||
        one.when === 'conditional'
      )
        continue;
      if (isStandardModule(top) || isOwn(top)) continue;
      if (packagesFor(one.module).some((name) => packages.has(name))) continue;
      // A package that is not in our tables may bring anything; only what nothing else could bring is told then.
      if (open.length > 0 && !KNOWN_ALONE.has(top)) continue;
      lacking.set(top, { module: top, package: packageFor(one.module), at: one.moduleAt });
    }
  }
  return [...lacking.values()];
}

/** Modules that packages outside our tables do not bring: their users list them themselves. */
const KNOWN_ALONE = new Set(['psycopg2', 'psycopg', 'flask', 'gunicorn', 'asyncpg', 'flask_sqlalchemy']);
