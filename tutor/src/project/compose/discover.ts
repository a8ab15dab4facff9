import type { Span } from '../../core/span.ts';
import type { DotenvVariable } from '../dotenv/read.ts';
import { folderOf, join } from '../files.ts';
import { type Environment, environmentFrom } from './environment.ts';
import type { Lookup } from './interpolate.ts';
import type { ReadingRequest } from './reading.ts';
import { joinPaths } from './resolve.ts';
import type { Session } from './session.ts';

/** Names that Compose looks for, the first that is there wins (compose-go, `cli/options.go`). */
export const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;
const OVERRIDE_FILES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Where a Compose project is, and what it is read with. */
export type Discovery = {
  /** Compose files as they are opened, in the order in which they are merged. */
  readonly files: readonly string[];
  /** The text that names them, where `COMPOSE_FILE` does. */
  readonly named?: Span;
  /** The project's own folder, as files in it are opened: that of the first file. */
  readonly folder: string;
  /** The same as Compose prints it in paths. */
  readonly base: string;
  readonly lookup: Lookup;
  readonly dotenv: ReadonlyMap<string, DotenvVariable>;
  readonly profiles: readonly string[];
};

/** Finds the Compose files as Compose does: those of `COMPOSE_FILE`, else the known names here or in a folder above, with their override. */
export function discover(session: Session, request: ReadingRequest): Discovery {
  const caller = callerLookup(request);
  const here = switchedOff(session, readEnvironment(session, ['.env'], caller), caller);
  checkLimit(session, here);
  const named = here.variables.get('COMPOSE_FILE');
  const files = named === undefined ? findDefault(session, request) : filesOf(named, here.lookup);
  const [first] = files;
  const folder = first === undefined ? '' : folderOf(first);
  const other = join(folder, '.env');
  const environment =
    folder === '' ? here : environmentFrom(session, isFile(session, other) ? [{ path: other }] : [], here.lookup);
  return {
    files,
    ...(named === undefined ? {} : { named: named.span }),
    folder,
    base: folder.startsWith('/') ? folder : joinPaths(request.folderPath, folder),
    lookup: environment.lookup,
    dotenv: folder === '' ? here.variables : new Map([...environment.variables, ...here.variables]),
    profiles: (environment.lookup('COMPOSE_PROFILES')?.value ?? '').split(',').map((profile) => profile.trim()),
  };
}

function callerLookup(request: ReadingRequest): Lookup {
  const { environment, folderPath } = request;
  return (name) => {
    if (Object.hasOwn(environment, name)) return { value: environment[name] ?? '', from: 'caller' };
    // Compose sets PWD itself where the caller has none.
    return name === 'PWD' && folderPath !== '' ? { value: folderPath, from: 'compose' } : undefined;
  };
}

/** `COMPOSE_DISABLE_ENV_FILE` in the `.env` itself: Compose keeps that file's own settings and forgets the rest. */
function switchedOff(session: Session, environment: Environment, caller: Lookup): Environment {
  const off = environment.variables.get('COMPOSE_DISABLE_ENV_FILE');
  if (off === undefined || /^(0|f|F|FALSE|false|False)$/.test(off.value)) return environment;
  if (!/^(1|t|T|TRUE|true|True)$/.test(off.value)) refuseSetting(session, off, 'true or false');
  return {
    ...environment,
    lookup: (name) => (name.startsWith('COMPOSE_') ? environment.lookup(name) : caller(name)),
  };
}

function checkLimit(session: Session, { variables }: Environment): void {
  const limit = variables.get('COMPOSE_PARALLEL_LIMIT');
  if (limit !== undefined && !/^[-+]?[0-9]+$/.test(limit.value)) refuseSetting(session, limit, 'a whole number');
}

function refuseSetting(session: Session, variable: DotenvVariable, expected: string): void {
  const { name, value, span } = variable;
  session.faults.add({
    kind: 'wrong-value',
    message: `\`${name}\` must be ${expected}, it is \`${value}\``,
    at: span,
    words: { key: name, got: value, allowed: expected },
  });
}

function readEnvironment(session: Session, paths: readonly string[], known: Lookup): Environment {
  for (const path of paths) session.watched.add(path);
  return environmentFrom(
    session,
    paths.filter((path) => isFile(session, path)).map((path) => ({ path })),
    known,
  );
}

function isFile(session: Session, path: string): boolean {
  session.watched.add(path);
  return session.files.kind(path) === 'file';
}

function filesOf(named: DotenvVariable, lookup: Lookup): readonly string[] {
  const separator = lookup('COMPOSE_PATH_SEPARATOR')?.value || ':';
  return named.value.split(separator).map((path) => join('', path));
}

function findDefault(session: Session, request: ReadingRequest): readonly string[] {
  for (const folder of foldersUp(request)) {
    const found = namesIn(session, folder, COMPOSE_FILES);
    const [chosen] = found;
    if (chosen === undefined) continue;
    noteOthers(session, found, 'Compose files');
    const overrides = namesIn(session, folder, OVERRIDE_FILES);
    noteOthers(session, overrides, 'override files');
    return [chosen, ...overrides.slice(0, 1)];
  }
  noteMissing(session);
  return [];
}

/** The project's folder and those above it, as far as its path is known. */
function foldersUp(request: ReadingRequest): readonly string[] {
  const depth = request.folderPath.split('/').filter((part) => part !== '').length;
  return Array.from({ length: depth + 1 }, (_, steps) => Array.from({ length: steps }, () => '..').join('/'));
}

function namesIn(session: Session, folder: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => join(folder, name))
    .filter((path) => {
      if (folder === '') session.watched.add(path);
      // Compose takes whatever has the name: a folder is chosen too, and cannot be read.
      return session.files.kind(path) !== 'absent';
    });
}

function noteOthers(session: Session, found: readonly string[], what: string): void {
  const [chosen, ...others] = found;
  if (chosen === undefined || others.length === 0) return;
  session.faults.add({
    kind: 'file-ambiguous',
    refuses: false,
    message: `there are several ${what}: Compose takes ${chosen} and not ${others.join(', ')}`,
    words: { chosen, others: others.join(', ') },
  });
}

function noteMissing(session: Session): void {
  const close = session.files
    .list('')
    .filter((entry) => entry.kind !== 'folder')
    .map((entry) => entry.name)
    .find(resemblesComposeFile);
  session.faults.add({
    kind: 'file-missing',
    message:
      close === undefined
        ? 'there is no Compose file: no compose.yaml, and none of its other names'
        : `there is no Compose file: ${close} is not a name that Compose looks for`,
    words: { file: 'compose.yaml', ...(close === undefined ? {} : { nearest: close }) },
  });
}

/** `compose.yaml.txt`, `docker-compose.yaml.yml`, `Compose.yaml`, `docker_compose.yml`, `compose`. */
function resemblesComposeFile(name: string): boolean {
  const plain = name.toLowerCase().replace(/(\.(ya?ml|txt|bak))+$/, '');
  const letters = plain.replace(/[^a-z]/g, '');
  return ['compose', 'dockercompose', 'composer', 'docercompose', 'dockercompse'].includes(letters);
}
