import type { Span } from '../../core/span.ts';
import { checkConsistency, type Parts } from './consistency.ts';
import { type Discovery, discover } from './discover.ts';
import { readEnvFiles, readLabelFiles } from './env-files.ts';
import { faultList } from './fault-list.ts';
import { isNull, made, stringOf } from './grow.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import { loadStack } from './load.ts';
import { normalise } from './normalise.ts';
import { presentFaults } from './present-faults.ts';
import type { ComposeReading, ReadCompose, ReadingRequest } from './reading.ts';
import { documentsOf, MAX_INCLUDES, type Session } from './session.ts';
import { type Settled, settle } from './settle.ts';
import { child, type Entry, type Mapping, type Scalar } from './tree.ts';
import { typeTree } from './typed/typed.ts';
import { goText } from './yaml/typed.ts';

/**
 * Reads a Compose project as Compose 2.40.3 does, with the place of every value: files found, variables filled in, documents merged,
 * checked against the specification, made canonical, checked for consistency. Goes on after a fault as far as it can.
 */
export const readCompose: ReadCompose = (request) => {
  const session: Session = {
    files: request.files,
    faults: faultList(),
    folderPath: request.folderPath,
    home: request.environment.HOME,
    watched: new Set(),
    documents: new Map(),
    budget: { includes: MAX_INCLUDES },
  };
  const found = discover(session, request);
  if (found.files.length === 0) return nothing(session, found, request);
  return readFound(session, found, request);
};

const MODEL = { format: 'json', order: 'file' } as const;

function readFound(session: Session, found: Discovery, request: ReadingRequest): ComposeReading {
  const { faults } = session;
  const name = nameOf(session, found, request);
  const lookup: Lookup = (variable) =>
    variable === 'COMPOSE_PROJECT_NAME' ? { value: goText(name), from: 'compose' } : found.lookup(variable);
  const { folder, base, files, named } = found;
  const loaded = loadStack(session, {
    files,
    folder,
    base,
    lookup,
    above: [],
    ...(named === undefined ? {} : { named }),
  });
  noteEmpty(session, found, loaded.canonical);
  if (goText(name) === '') noteNoName(session, name);
  const normalised = normalise(loaded.canonical, { name, lookup }, faults);
  const typed = typeTree(normalised, faults, MODEL);
  const parts = partsOf(typed, normalised, found.profiles);
  checkConsistency(parts, faults);
  const settled = settleServices(session, parts, normalised, lookup);
  return {
    ...summary(session, found, goText(name)),
    ...(name.span.file === '' ? {} : { nameSpan: name.span }),
    merged: loaded.written,
    model: settle(typed, settled, MODEL),
    settled,
    inactive: parts.inactive.map(({ key }) => key),
  };
}

function summary(session: Session, found: Discovery, name: string) {
  const faults = session.faults.all();
  const dotenv = new Map(
    [...found.dotenv].map(([key, { value, span, keySpan }]) => [key, { value, span, keySpan }] as const),
  );
  return {
    files: found.files,
    watched: [...session.watched],
    folderPath: session.folderPath,
    name,
    faults: presentFaults(faults, found.files, (file) => textOf(session, file)),
    refused: faults.some((fault) => fault.refuses),
    dotenv,
  };
}

function nothing(session: Session, found: Discovery, request: ReadingRequest): ComposeReading {
  const name = projectName(request.folderName);
  return { ...summary(session, found, name), merged: undefined, model: undefined, settled: undefined, inactive: [] };
}

function textOf(session: Session, file: string): string {
  const read = session.files.read(file);
  return read.kind === 'text' || read.kind === 'utf16' ? read.text : '';
}

const NOWHERE: Span = { file: '', start: 0, end: 0 };

/** The project's name: COMPOSE_PROJECT_NAME, the last `name` of the files, or the folder's own, made lower case and plain. */
function nameOf(session: Session, found: Discovery, request: ReadingRequest): Scalar {
  const given = found.lookup('COMPOSE_PROJECT_NAME');
  if (given !== undefined && given.value !== '') {
    const span = found.dotenv.get('COMPOSE_PROJECT_NAME')?.span ?? NOWHERE;
    if (projectName(given.value) !== given.value) noteBadName(session, given.value, span);
    return made(given.value, span);
  }
  const folderName = found.folder === '' ? request.folderName : lastPart(found.base);
  const written = writtenName(session, found);
  if (written === undefined) return made(projectName(folderName), NOWHERE);
  const { node, faults } = interpolate(written.last, found.lookup, 'name');
  session.faults.addAll(faults);
  const name = node.kind === 'scalar' ? projectName(goText(node)) : '';
  if (name !== '' || written.inFirstDocument) return { ...made(name, written.last.span) };
  return made(projectName(folderName), NOWHERE);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

type WrittenName = { readonly last: Scalar; readonly inFirstDocument: boolean };

function writtenName(session: Session, found: Discovery): WrittenName | undefined {
  let last: Scalar | undefined;
  let inFirstDocument = false;
  for (const file of found.files) {
    documentsOf(session, file, found.named).forEach((document, index) => {
      const node = child(document, 'name');
      if (node?.kind !== 'scalar' || isNull(node) || goText(node) === '') return;
      last = node;
      inFirstDocument ||= index === 0;
    });
  }
  return last === undefined ? undefined : { last, inFirstDocument };
}

/** A project name as Compose makes it: lower case letters, digits, `_` and `-`, no dash or underscore at its head. */
export function projectName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function noteBadName(session: Session, name: string, at: Span): void {
  session.faults.add({
    kind: 'project-name',
    message: `\`${name}\` is no project name: lower case letters, digits, \`-\` and \`_\`, a letter or digit first`,
    ...(at.file === '' ? {} : { at }),
    path: ['name'],
    words: { name },
  });
}

function noteNoName(session: Session, name: Scalar): void {
  session.faults.add({
    kind: 'project-name',
    message: 'the name of the project is empty',
    ...(name.span.file === '' ? {} : { at: name.span }),
    path: ['name'],
    words: { name: '' },
  });
}

function noteEmpty(session: Session, found: Discovery, canonical: Mapping): void {
  const { faults } = session;
  const told = faults.all().some((fault) => fault.refuses);
  const [file = ''] = found.files;
  if (canonical.entries.length === 0) {
    if (!told)
      faults.add({
        kind: 'file-empty',
        message: `${file} holds no service`,
        at: { file, start: 0, end: 0 },
        words: { file },
      });
    return;
  }
  const services = child(canonical, 'services');
  const some = services?.kind === 'mapping' && services.entries.length > 0;
  if (some || told) return;
  faults.add({
    kind: 'services-missing',
    refuses: false,
    message: `${file} has no services`,
    at: services?.span ?? { file, start: 0, end: 0 },
    path: ['services'],
  });
}

function partsOf(typed: Mapping, normalised: Mapping, profiles: readonly string[]): Parts {
  const services = child(typed, 'services');
  const all = services?.kind === 'mapping' ? services.entries : [];
  const isActive = (one: Entry) => hasProfile(one, profiles);
  return {
    tree: typed,
    active: all.filter(isActive),
    inactive: all.filter((one) => !isActive(one)),
    models: child(normalised, 'models'),
  };
}

function hasProfile(one: Entry, profiles: readonly string[]): boolean {
  const own = child(one.value, 'profiles');
  if (own?.kind !== 'sequence' || own.items.length === 0) return true;
  if (profiles.includes('*')) return true;
  return own.items.some((item) => profiles.includes(stringOf(item) ?? ''));
}

function settleServices(session: Session, parts: Parts, normalised: Mapping, lookup: Lookup): Settled {
  const environments = new Map<string, Mapping>();
  const labels = new Map<string, Mapping>();
  const envFiles = new Set<string>();
  for (const { key, value } of parts.active) {
    if (value.kind !== 'mapping') continue;
    const { environment, files } = readEnvFiles(session, key, value, lookup);
    if (environment !== undefined) environments.set(key, environment);
    for (const file of files) envFiles.add(file);
    const labelled = readLabelFiles(session, key, value);
    if (labelled !== undefined) labels.set(key, labelled);
  }
  return { normalised, active: new Set(parts.active.map(({ key }) => key)), environments, labels, envFiles };
}
