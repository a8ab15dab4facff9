import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';
import { installedWith, packagesFor } from '../project/requirements/packages.ts';
import type { Context } from './context.ts';
import type { LackingPackage } from './requirements.ts';
import { rowStart, textOfFile } from './rows.ts';

/** An import of a module that nobody has, and that is nearly the name of one whose package is listed. `uses`: where its name is used besides. */
export type MisspeltImport = {
  readonly lacking: LackingPackage;
  readonly meant: string;
  readonly uses: readonly Span[];
};

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
export function misspeltImports({ project, facts }: Context): readonly MisspeltImport[] {
  const { source } = facts;
  const listed = source.requirements.flatMap((file) => file.reading?.requirements ?? []);
  const { packages } = installedWith(listed);
  const there = USUAL.filter((module) => packagesFor(module).some((name) => packages.has(name)));
  return source.lackingPackages.slice(0, MOST_ASKED).flatMap((lacking): readonly MisspeltImport[] => {
    const isKnown =
      USUAL.includes(lacking.module) || installedWith([{ name: lacking.package, extras: [] }]).open.length === 0;
    const isImport = source.modules.some((module) => module.file === lacking.at.file);
    const meant = isKnown || !isImport ? undefined : nearest(lacking.module, [...there, ...BROUGHT]);
    return meant === undefined ? [] : [{ lacking, meant, uses: usesOf(project, lacking) }];
  });
}

/** Units behind a name in which it is told what it is. */
const MOST_BEHIND = 20;

/** Where else its file names the module: `module.name`, and other imports of it; not in comments and texts. */
function usesOf(project: Project, { module, at }: LackingPackage): readonly Span[] {
  const text = textOfFile(project, at.file) ?? '';
  const name = module.replace(/\W/g, '\\$&');
  const named = new RegExp(`(?<![\\w."'])${name}(?!\\w)`, 'g');
  return [...text.matchAll(named)].flatMap(({ index }) => {
    const before = text.slice(rowStart(text, index), index);
    const behind = text.slice(index + module.length, index + module.length + MOST_BEHIND);
    if (!/^\s*(?:\.|import\b)/.test(behind) && !/^\s*import\s+$/.test(before)) return [];
    const isText = before.includes('#') || (before.match(/["']/g)?.length ?? 0) % 2 === 1;
    return isText || index === at.start ? [] : [{ file: at.file, start: index, end: index + module.length }];
  });
}
