import type { Span } from '../../core/span.ts';
import { join, type ProjectFiles } from '../files.ts';
import { followImports, type ImportFault, type StartedAs } from './import-run.ts';
import { type ModuleTable, moduleTable } from './modules.ts';
import { readSource } from './read-python.ts';
import type { PythonReading } from './reading.ts';

/** The app's own file and every module of the project that it imports. */
export type PythonProject = {
  /** The app first, then its imports in the order in which they are met. Names are resolved across them. */
  readonly modules: readonly PythonReading[];
  readonly links: readonly ImportLink[];
  /** The first thing that goes wrong among the project's own modules at import. */
  readonly importFaults: readonly ImportFault[];
  readonly shadows: readonly Shadow[];
  /** Whether a top-level module is the project's own. */
  readonly isOwn: (module: string) => boolean;
  readonly table: ModuleTable;
};

/** An import that leads to a file of the project. */
export type ImportLink = {
  readonly from: string;
  readonly to: string;
  readonly at: Span;
  readonly inFunction: 'in-function' | 'at-import';
};

/** A file of the project that stands in the way of a library of the same name. */
export type Shadow = {
  /** `flask.py`, or the package's `__init__.py`. */
  readonly file: string;
  readonly module: string;
  readonly of: 'library' | 'standard';
  /** An import that means the library, where the project itself has one. */
  readonly importedAt?: Span;
};

/** Where Python starts. */
export type PythonStart = {
  /** The file that is run or imported first. */
  readonly entry: string;
  /** Folders that Python imports from, first to last: the script's own, or the working folder. */
  readonly roots: readonly string[];
  readonly startedAs: StartedAs;
};

const MAX_MODULES = 60;

/** Reads the app and follows its local imports. Never throws for what a learner wrote. */
export function readPythonProject(files: ProjectFiles, start: PythonStart): PythonProject {
  const table = moduleTable(files, start.roots);
  const modules = new Map<string, PythonReading>();
  const links: ImportLink[] = [];
  const waiting = [start.entry];
  for (let file = waiting.shift(); file !== undefined && modules.size < MAX_MODULES; file = waiting.shift()) {
    if (modules.has(file)) continue;
    const source = table.source(file);
    const view = table.view(file);
    if (source === undefined || view === undefined) continue;
    const reading = readSource(source, view);
    modules.set(file, reading);
    const found = linksOf(table, reading);
    links.push(...found);
    waiting.push(...found.map((link) => link.to));
  }
  const readings = [...modules.values()];
  return {
    modules: readings,
    links,
    importFaults: followImports(table, start.entry, start.startedAs),
    shadows: findShadows(files, start.roots, readings),
    isOwn: (module) => table.owns(module.split('.')[0] ?? ''),
    table,
  };
}

/** The project's files that a module imports, packages' `__init__.py` among them. */
function linksOf(table: ModuleTable, reading: PythonReading): ImportLink[] {
  const links: ImportLink[] = [];
  for (const one of reading.imports) {
    const parts = one.module === '' ? [] : one.module.split('.');
    const names = [
      ...parts.map((_, at) => parts.slice(0, at + 1).join('.')),
      ...(one.level > 0 && parts.length === 0 ? [''] : []),
      ...(one.names ?? []).map((name) => [...parts, name.name].join('.')),
    ];
    for (const name of names) {
      const to = table.fileOf(reading.file, name, one.level);
      if (to === undefined || to === reading.file) continue;
      links.push({
        from: reading.file,
        to,
        at: one.span,
        inFunction: one.when === 'in-function' ? 'in-function' : 'at-import',
      });
    }
  }
  return links;
}

/** Libraries a chapter's app is written with, whose names are no good names for one's own files. */
const LIBRARIES: ReadonlySet<string> = new Set(
  'flask psycopg2 psycopg sqlalchemy flask_sqlalchemy werkzeug jinja2 gunicorn dotenv redis requests fastapi uvicorn click waitress asyncpg django celery markupsafe itsdangerous blinker'.split(
    ' ',
  ),
);
/** Modules of Python itself that Flask and the database libraries import when they are. */
const NEEDED_BY_LIBRARIES: ReadonlySet<string> = new Set(
  'logging random secrets json inspect typing email http select socket uuid datetime decimal string tempfile copy html queue calendar token tokenize platform ssl signal ast dis struct hashlib hmac base64 functools collections enum contextvars dataclasses mimetypes textwrap threading warnings weakref numbers urllib types code'.split(
    ' ',
  ),
);

function findShadows(files: ProjectFiles, roots: readonly string[], readings: readonly PythonReading[]): Shadow[] {
  const root = roots[0] ?? '';
  return files.list(root).flatMap((entry) => {
    const isFolder = entry.kind === 'folder';
    const module = isFolder ? entry.name : /^(.+)\.py$/.exec(entry.name)?.[1];
    const file = join(root, isFolder ? `${entry.name}/__init__.py` : entry.name);
    if (module === undefined || files.kind(file) !== 'file') return [];
    return shadowOf(module, file, importOf(readings, module)) ?? [];
  });
}

/** A file named after a library stands in the way only where somebody imports the library. */
function shadowOf(module: string, file: string, importedAt: Span | undefined): Shadow | undefined {
  const imported = importedAt === undefined ? {} : { importedAt };
  if (LIBRARIES.has(module)) return importedAt === undefined ? undefined : { file, module, of: 'library', ...imported };
  return NEEDED_BY_LIBRARIES.has(module) ? { file, module, of: 'standard', ...imported } : undefined;
}

function importOf(readings: readonly PythonReading[], module: string): Span | undefined {
  for (const reading of readings) {
    const found = reading.imports.find((one) => one.level === 0 && one.module.split('.')[0] === module);
    if (found !== undefined) return found.moduleAt;
  }
  return undefined;
}
