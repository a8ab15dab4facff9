import { nearest } from '../core/nearest.ts';
import { installedWith, packagesFor } from '../project/requirements/packages.ts';
import type { Facts } from './facts.ts';
import type { LackingPackage } from './requirements.ts';

/** An import of a module that nobody has, and that is nearly the name of one whose package is listed. */
export type MisspeltImport = { readonly lacking: LackingPackage; readonly meant: string };

/** Modules that apps of this kind import, most usual first. */
const USUAL = [
  'flask',
  'psycopg2',
  'psycopg',
  'sqlalchemy',
  'flask_sqlalchemy',
  'flask_migrate',
  'dotenv',
  'werkzeug',
  'requests',
  'gunicorn',
];
/** Modules that Python brings along and that apps of this kind import. */
const BROUGHT = ['os', 'sys', 'time', 'json', 'logging', 'datetime', 'random', 'pathlib', 'typing', 'urllib'];

/** The most imports that are looked at. */
const MOST_ASKED = 20;

/** Imports with a slip; the package itself is listed, so that the import is the text to change. */
export function misspeltImports({ source }: Facts): readonly MisspeltImport[] {
  const listed = source.requirements.flatMap((file) => file.reading?.requirements ?? []);
  const { packages } = installedWith(listed);
  const there = USUAL.filter((module) => packagesFor(module).some((name) => packages.has(name)));
  return source.lackingPackages.slice(0, MOST_ASKED).flatMap((lacking): readonly MisspeltImport[] => {
    const isKnown =
      USUAL.includes(lacking.module) || installedWith([{ name: lacking.package, extras: [] }]).open.length === 0;
    const isImport = source.modules.some((module) => module.file === lacking.at.file);
    const meant = isKnown || !isImport ? undefined : nearest(lacking.module, [...there, ...BROUGHT]);
    return meant === undefined ? [] : [{ lacking, meant }];
  });
}
