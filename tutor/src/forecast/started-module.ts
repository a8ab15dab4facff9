import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import { folderOf, join, normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { ModuleName, PythonReading } from '../project/python/reading.ts';
import type { ServerStart, Setting } from '../project/shell/start.ts';
import type { Source } from './container-environment.ts';
import type { Context } from './context.ts';
import type { Facts } from './facts.ts';
import { sourceOfSetting } from './listening.ts';

/** The application that the server is told to start, and whether it is there. */
export type StartedModule =
  | { readonly kind: 'found' }
  | { readonly kind: 'untold' }
  /** Nothing names an application, and none lies where the server looks by itself. */
  | { readonly kind: 'unnamed'; readonly at: Source; readonly workdir: string; readonly candidate: string | undefined }
  /** The file or module is not in the container. */
  | {
      readonly kind: 'no-module';
      readonly named: Named;
      readonly at: Source;
      /** Absolute path that was looked for. */
      readonly looked: string;
      /** A file of the project of that very name, which is not copied or stands elsewhere. */
      readonly file: string | undefined;
      /** Where the container has that file, if anywhere. */
      readonly places: readonly string[];
      /** The name that was meant, in the form in which it is written. */
      readonly meant: string | undefined;
    }
  /** The module is there and has no such object. `object` undefined: it has no application under the names that are looked for. */
  | {
      readonly kind: 'no-object';
      readonly named: Named;
      readonly at: Source;
      readonly file: string;
      readonly object: string | undefined;
      readonly meant: string | undefined;
    }
  /** A function is to make the application, and gives nothing back. `at` is its name, `made` what it makes. */
  | {
      readonly kind: 'nothing-given';
      readonly file: string;
      readonly at: Span;
      readonly factory: string;
      readonly made: { readonly name: string; readonly span: Span };
    };

/** The words that name an application: `app:create_app()`. */
export type Named = { readonly text: string; readonly module: string; readonly object: string | undefined };

/** Looks for the application that the container's command names. */
export function startedModule({ project, facts }: Context): StartedModule {
  const { start, contents, stage } = facts.source;
  if (start === undefined || stage === undefined || start.workdir === undefined) return { kind: 'untold' };
  // A package that is installed, or a folder of modules that is named by a variable, may hold the module.
  if (start.environment.PYTHONPATH !== undefined) return { kind: 'untold' };
  if (contents.installs.some(({ install }) => install.others.length > 0)) return { kind: 'untold' };
  switch (start.kind) {
    case 'python-file':
      return start.script === undefined ? { kind: 'untold' } : scriptFound(project, facts, start, start.script);
    case 'python-module':
      return fileAsModule(facts, start);
    case 'flask-run':
    case 'gunicorn':
    case 'uvicorn':
    case 'hypercorn':
    case 'waitress':
      return applicationFound(project, facts, start);
    default:
      return { kind: 'untold' };
  }
}

/** `python app.py`. */
function scriptFound(project: Project, facts: Facts, start: ServerStart, script: Setting): StartedModule {
  const text = script.text;
  if (text === undefined || /[$`]/.test(text)) return { kind: 'untold' };
  const looked = absolute(start.workdir ?? '/', text);
  const entry = facts.source.contents.entryAt(looked);
  if (entry !== 'absent') return { kind: entry === 'unknown' ? 'untold' : 'found' };
  const named: Named = { text, module: text, object: undefined };
  return lacking(project, facts, start, named, script, looked, 'file');
}

/** `python -m app.py`: Python takes `py` for a module in `app`. */
function fileAsModule({ source }: Facts, { module, workdir }: ServerStart): StartedModule {
  const text = module?.text;
  if (module === undefined || text === undefined || !/^\w+\.py$/.test(text)) return { kind: 'untold' };
  const looked = absolute(workdir ?? '/', text);
  if (source.contents.entryAt(looked) !== 'file') return { kind: 'untold' };
  const at: Source = { span: module.at ?? source.start?.at ?? { file: '', start: 0, end: 0 } };
  const named: Named = { text, module: text, object: undefined };
  return {
    kind: 'no-module',
    named,
    at,
    looked: `${text.slice(0, -3)}/py.py`,
    file: undefined,
    places: [],
    meant: text.slice(0, -3),
  };
}

/** The longest name of an application that is read. */
const MOST_UNITS = 300;

/** How the application is named in the words of each server. */
function readNamed(setting: Setting): Named | undefined {
  const text = setting.text?.trim();
  if (text === undefined || text === '' || text.length > MOST_UNITS || /[$`\s]/.test(text.replace(/\(.*\)$/, '')))
    return undefined;
  const colon = text.indexOf(':');
  return colon < 0
    ? { text, module: text, object: undefined }
    : { text, module: text.slice(0, colon), object: text.slice(colon + 1) };
}

function applicationFound(project: Project, facts: Facts, start: ServerStart): StartedModule {
  const { contents } = facts.source;
  const workdir = start.workdir ?? '/';
  if (start.application === undefined) {
    if (start.kind === 'gunicorn') return gunicornUnnamed(facts, start, workdir);
    if (start.kind !== 'flask-run') return { kind: 'untold' };
    return defaultFound(project, facts, start, workdir);
  }
  const named = readNamed(start.application);
  if (named === undefined) return { kind: 'untold' };
  const stem = stemOf(named.module, start);
  const looked = absolute(workdir, `${stem}.py`);
  const folder = absolute(workdir, stem);
  const kinds = [looked, `${folder}/__init__.py`, folder].map((path) => contents.entryAt(path));
  if (kinds.includes('unknown') || kinds.includes('written')) return { kind: 'untold' };
  if (kinds.every((kind) => kind === 'absent') && isFoundInWorkdir(facts, start, stem)) return { kind: 'untold' };
  if (kinds.every((kind) => kind === 'absent'))
    return lacking(project, facts, start, named, start.application, looked, formOf(named, start));
  // A folder without `__init__.py` is a package too, and holds no application of its own.
  if (kinds[0] === 'absent' && kinds[1] === 'absent')
    return lacking(project, facts, start, named, start.application, looked, formOf(named, start));
  const path = kinds[0] === 'file' ? looked : `${folder}/__init__.py`;
  const file = contents.fileAt(path);
  const reading = facts.source.modules.find((module) => module.file === file);
  if (reading === undefined) return { kind: 'untold' };
  return objectFound(facts, start, named, start.application, reading);
}

/**
 * Of a path Flask imports the last part alone, and looks for it in that folder first; `python -m` looks in the working folder
 * too (flask/cli.py, `prepare_import`; tried with Flask 2.3).
 */
function isFoundInWorkdir({ source }: Facts, start: ServerStart, stem: string): boolean {
  const isModule = (source.command?.words ?? []).some(({ text }) => /(?:^|\s)-m(?:\s|$)/.test(text));
  const slash = stem.lastIndexOf('/');
  if (start.kind !== 'flask-run' || !isModule || slash < 0) return false;
  return source.contents.entryAt(absolute(start.workdir ?? '/', `${stem.slice(slash + 1)}.py`)) === 'file';
}

/** gunicorn takes its application from its words or from its configuration file, and ends where neither names one. */
function gunicornUnnamed({ source }: Facts, start: ServerStart, workdir: string): StartedModule {
  const isConfigured =
    start.environment.GUNICORN_CMD_ARGS !== undefined ||
    source.contents.entryAt(absolute(workdir, 'gunicorn.conf.py')) !== 'absent' ||
    (source.command?.words ?? []).some(({ text }) =>
      /(?:^|\s)(?:-c|--config|-v|-h|--version|--help|--paste)\b/.test(text),
    );
  if (isConfigured || start.scripts.length > 0) return { kind: 'untold' };
  return { kind: 'unnamed', at: { span: start.at }, workdir, candidate: undefined };
}

/** Flask takes a path or a module, with or without `.py`; the others take a module. */
function stemOf(module: string, start: ServerStart): string {
  const isPath = start.kind === 'flask-run' && (module.endsWith('.py') || module.includes('/'));
  return isPath ? module.replace(/\.py$/, '') : module.replaceAll('.', '/');
}

function formOf(named: Named, start: ServerStart): 'file' | 'module' {
  return start.kind === 'flask-run' && named.module.endsWith('.py') ? 'file' : 'module';
}

/** With nothing named, Flask tries `wsgi.py` and `app.py` in the working folder (its documentation, "Application Discovery"). */
function defaultFound(project: Project, facts: Facts, start: ServerStart, workdir: string): StartedModule {
  const { contents } = facts.source;
  for (const name of ['wsgi', 'app']) {
    const kinds = [`${name}.py`, `${name}/__init__.py`].map((path) => contents.entryAt(absolute(workdir, path)));
    if (kinds.some((kind) => kind === 'unknown' || kind === 'written')) return { kind: 'untold' };
    if (!kinds.includes('file')) continue;
    const file = contents.fileAt(absolute(workdir, kinds[0] === 'file' ? `${name}.py` : `${name}/__init__.py`));
    const reading = facts.source.modules.find((module) => module.file === file);
    if (reading === undefined) return { kind: 'untold' };
    const setting: Setting = { text: name, at: start.at, from: { kind: 'default' } };
    return objectFound(facts, start, { text: name, module: name, object: undefined }, setting, reading);
  }
  const there = project.files
    .list(facts.source.folder)
    .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.py'))
    .map((entry) => entry.name)
    .filter((name) => contents.entryAt(absolute(workdir, name)) === 'file');
  const flask = there.filter((name) => {
    const read = project.files.read(join(facts.source.folder, name));
    return read.kind === 'text' && /\bFlask\s*\(/.test(read.text);
  });
  return {
    kind: 'unnamed',
    at: { span: start.at },
    workdir,
    candidate: flask.length === 1 ? flask[0] : there.length === 1 ? there[0] : undefined,
  };
}

function lacking(
  project: Project,
  facts: Facts,
  start: ServerStart,
  named: Named,
  setting: Setting,
  looked: string,
  form: 'file' | 'module',
): StartedModule {
  const { contents, folder } = facts.source;
  const name = looked.slice(looked.lastIndexOf('/') + 1);
  const listed = project.files
    .list(folder)
    .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.py'))
    .map((entry) => entry.name);
  const inside = [name, looked.slice((start.workdir ?? '/').length).replace(/^\//, '')];
  const file = inside.map((path) => join(folder, path)).find((path) => project.files.kind(path) === 'file');
  const near = nearest(name, listed) ?? (file === undefined && listed.length === 1 ? listed[0] : undefined);
  const parent = named.module.includes('/') ? `${folderOf(named.module)}/` : '';
  const meant = near === undefined ? undefined : parent + (form === 'file' ? near : near.replace(/\.py$/, ''));
  return {
    kind: 'no-module',
    named,
    at: sourceOfSetting(setting, start, facts.environment),
    looked,
    file,
    places: file === undefined ? [] : contents.placesOf(file),
    meant: file === undefined ? meant : undefined,
  };
}

/** Names under which each server looks for an application when only the module is named. */
function objectFound(
  facts: Facts,
  start: ServerStart,
  named: Named,
  setting: Setting,
  reading: PythonReading,
): StartedModule {
  const isBegun = !reading.empty || reading.file.endsWith('__init__.py');
  if (reading.open || reading.fault !== undefined || reading.beyond !== undefined || !isBegun)
    return { kind: 'untold' };
  const at = sourceOfSetting(setting, start, facts.environment);
  const kept = keptFactory(start, named, reading);
  if (kept !== undefined) return kept;
  const wanted = named.object ?? (start.kind === 'gunicorn' ? 'application' : undefined);
  if (wanted === undefined) {
    if (start.kind !== 'flask-run' || mayHoldApplication(reading)) return { kind: 'found' };
    const factory = reading.applications.find((one) => one.factory !== undefined)?.factory;
    const meant = factory === undefined ? undefined : `${named.module.replace(/\.py$/, '')}:${factory}`;
    return { kind: 'no-object', named, at, file: reading.file, object: undefined, meant };
  }
  const isBare = start.kind === 'gunicorn' && reading.applications.some(({ factory }) => factory === wanted);
  if (isBare) return { kind: 'no-object', named, at, file: reading.file, object: wanted, meant: `${wanted}()` };
  const name = /^[A-Za-z_]\w*/.exec(wanted)?.[0];
  if (name === undefined || reading.names.has(name)) return { kind: 'found' };
  const application = reading.applications.find((one) => one.factory === undefined)?.name;
  const factory = reading.applications.find((one) => one.factory !== undefined)?.factory;
  const call = start.kind === 'gunicorn' && factory !== undefined ? `${factory}()` : factory;
  const meant = nearest(name, [...reading.names.keys()]) ?? application ?? call;
  return { kind: 'no-object', named, at, file: reading.file, object: wanted, meant };
}

/** The factory that is asked for the application, where it has no `return`. */
function keptFactory(start: ServerStart, named: Named, reading: PythonReading): StartedModule | undefined {
  const kept = reading.applications.find(({ keptAt }) => keptAt !== undefined);
  if (kept?.factory === undefined || kept.keptAt === undefined) return undefined;
  const { factory, keptAt, name, span } = kept;
  const isNamed = named.object?.replace(/\(.*$/, '') === factory;
  const isAsked = named.object === undefined && start.kind === 'flask-run' && /^(?:create|make)_app$/.test(factory);
  const isOther = [...reading.names].some(([other, bound]) => mayBeApplication(other, bound));
  if (!isNamed && (!isAsked || isOther)) return undefined;
  return { kind: 'nothing-given', file: reading.file, at: keptAt, factory, made: { name, span } };
}

/** Flask takes `app`, `application`, the only application of the module, or a factory `create_app` or `make_app`. */
function mayHoldApplication(reading: PythonReading): boolean {
  if (reading.applications.some((one) => one.factory === undefined)) return true;
  const names = [...reading.names];
  if (names.some(([name]) => /^(?:app|application|create_app|make_app)$/.test(name))) return true;
  return names.some(([name, bound]) => mayBeApplication(name, bound));
}

/** An assignment may hold anything; constants in capitals and what the module says of itself do not. */
function mayBeApplication(name: string, { kind }: ModuleName): boolean {
  return (kind === 'assignment' || kind === 'other') && !/^[A-Z_\d]+$|^__\w+__$/.test(name);
}

function absolute(workdir: string, path: string): string {
  return path.startsWith('/') ? normalise(path) : normalise(`${workdir}/${path}`);
}
