import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import { folderOf } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import { installedWith, packagesFor } from '../project/requirements/packages.ts';
import type { Context } from './context.ts';
import type { LackingPackage } from './requirements.ts';
import { rowStart, textOfFile } from './rows.ts';

/**
 * An import of a module that nobody has, and that is nearly the name of one whose package is listed, or of a file of the
 * project. `uses`: where its name is used besides.
 */
export type MisspeltImport = {
  readonly lacking: LackingPackage;
  readonly meant: string;
  readonly of: 'library' | 'project';
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
export function misspeltImports({ project, facts: { source } }: Context): readonly MisspeltImport[] {
  const listed = source.requirements.flatMap((file) => file.reading?.requirements ?? []);
  const { packages } = installedWith(listed);
  const there = USUAL.filter((module) => packagesFor(module).some((name) => packages.has(name)));
  return source.lackingPackages.slice(0, MOST_ASKED).flatMap((lacking): readonly MisspeltImport[] => {
    const isKnown =
      USUAL.includes(lacking.module) || installedWith([{ name: lacking.package, extras: [] }]).open.length === 0;
    const isImport = source.modules.some((module) => module.file === lacking.at.file);
    if (!isImport) return [];
    // Python tells capital and small letters apart; pip does not.
    const small = there.find((module) => module === lacking.module.toLowerCase());
    const meant = small ?? (isKnown ? undefined : nearest(lacking.module, [...there, ...BROUGHT]));
    if (meant !== undefined) return [{ lacking, meant, of: 'library', uses: usesOf(project, lacking) }];
    const own = isKnown ? undefined : ownModule({ project, source }, lacking);
    return own === undefined ? [] : [{ lacking, meant: own, of: 'project', uses: usesOf(project, lacking) }];
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

/** A file beside the one that imports: it has nearly the name, or is used under its own and imported nowhere. */
function ownModule(
  { project, source }: Pick<Context, 'project'> & Pick<Context['facts'], 'source'>,
  { module, at }: LackingPackage,
): string | undefined {
  const beside = project.files
    .list(folderOf(at.file))
    .filter(({ name, kind }) => kind === 'folder' || name.endsWith('.py'))
    .map(({ name }) => name.replace(/\.py$/, ''))
    .filter((name) => /^[A-Za-z]\w*$/.test(name) && !at.file.endsWith(`${name}.py`));
  const used = source.modules.find(({ file }) => file === at.file)?.undefinedNames.map(({ name }) => name) ?? [];
  return nearest(module, beside) ?? beside.find((name) => used.includes(name));
}
