import type { Span } from '../../core/span.ts';
import { readRawEnvFile } from '../dotenv/raw.ts';
import { type DotenvReading, type DotenvVariable, readDotenv } from '../dotenv/read.ts';
import { filled } from './filled.ts';
import { entry, isNull, made, mapping, stringOf } from './grow.ts';
import type { Found, Lookup } from './interpolate.ts';
import type { TreePath } from './path.ts';
import { pathOfFile, type Session, textOfFile } from './session.ts';
import { child, type Entry, type Mapping, type Scalar, type TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** A service's environment and the env files that were read for it. */
export type ServiceEnvironment = { readonly environment: Mapping | undefined; readonly files: readonly string[] };

/** The environment that a service gets: what it sets itself, else the last of its env files that sets it (compose-go, `types/project.go`). */
export function readEnvFiles(session: Session, name: string, service: Mapping, project: Lookup): ServiceEnvironment {
  const own = child(service, 'environment');
  const mine = own?.kind === 'mapping' ? own.entries.map((one) => resolved(one, project)) : [];
  const listed = child(service, 'env_file');
  const files = listed?.kind === 'sequence' ? listed.items : [];
  if (files.length === 0) return { environment: own === undefined ? undefined : mapping(mine, own.span), files: [] };
  const set = new Map(mine.flatMap((one) => (isNull(one.value) ? [] : [[one.key, foundIn(one)] as const])));
  const scope: Scope = { session, project, set, gathered: new Map(), path: ['services', name, 'env_file'], name };
  const read = files.flatMap((file, index) => readFile(file, index, scope));
  const entries = [...gatheredEntries(scope).filter((one) => !mine.some(({ key }) => key === one.key)), ...mine];
  const span = own?.span ?? listed?.span ?? service.span;
  return { environment: mapping(entries, span), files: read };
}

type Scope = {
  readonly session: Session;
  readonly project: Lookup;
  readonly set: ReadonlyMap<string, Found>;
  readonly gathered: Map<string, DotenvVariable>;
  readonly path: TreePath;
  readonly name: string;
};

function resolved(one: Entry, project: Lookup): Entry {
  if (!isNull(one.value)) return one;
  const found = project(one.key);
  return found === undefined ? one : { ...one, value: filled(one.key, found, one.keySpan) };
}

function foundIn(one: Entry): Found {
  const value = one.value.kind === 'scalar' ? goText(one.value) : '';
  const pieces = one.value.kind === 'scalar' ? one.value.pieces : undefined;
  return { value, from: 'compose', ...(pieces === undefined ? {} : { pieces }) };
}

function readFile(file: TreeNode, index: number, scope: Scope): readonly string[] {
  const { session } = scope;
  const node = child(file, 'path');
  const written = stringOf(node);
  // An empty path is not printed, and no file has it.
  if (node === undefined || written === undefined) {
    noteMissing(file, file.span, '', [...scope.path, index], scope);
    return [];
  }
  const path = pathOfFile(session, written);
  session.watched.add(path);
  if (session.files.kind(path) === 'absent') {
    noteMissing(file, node.span, path, [...scope.path, index], scope);
    return [];
  }
  const text = textOfFile(session, path, 'dotenv', node.span);
  if (text === undefined) return [];
  const reading = parse(path, text, file, scope);
  session.faults.addAll(reading.faults);
  for (const [name, variable] of reading.variables) scope.gathered.set(name, variable);
  return [path];
}

function noteMissing(file: TreeNode, at: Span, path: string, where: TreePath, scope: Scope): void {
  const required = child(file, 'required');
  if (required?.kind === 'scalar' && required.value === false) return;
  scope.session.faults.add({
    kind: 'env-file-missing',
    message: `\`${scope.name}\` reads ${path === '' ? 'a file without a name' : path}, which is not there`,
    at,
    path: where,
    words: { file: path, service: scope.name },
  });
}

function parse(path: string, text: string, file: TreeNode, scope: Scope): DotenvReading {
  const format = stringOf(child(file, 'format')) ?? '';
  const lookup: Lookup = (name) => scope.project(name) ?? scope.set.get(name);
  if (format === 'raw') return readRawEnvFile(path, text, lookup);
  if (format !== '' && format !== '.env') {
    const node = child(file, 'format');
    scope.session.faults.add({
      kind: 'wrong-value',
      message: `there is no format \`${format}\` of env files`,
      at: node?.span ?? file.span,
      path: scope.path,
      words: { key: 'format', got: format, allowed: 'raw' },
    });
    return { variables: new Map(), faults: [] };
  }
  const earlier: Lookup = (name) => {
    const variable = scope.gathered.get(name);
    return variable === undefined ? undefined : { value: variable.value, from: 'env-file', pieces: variable.pieces };
  };
  return readDotenv(path, text, { lookup, earlier, as: 'env-file' });
}

function gatheredEntries(scope: Scope): readonly Entry[] {
  return [...scope.gathered.values()].map((variable) => entry(variable.name, variable.keySpan, scalarOf(variable)));
}

function scalarOf({ value, span, pieces }: DotenvVariable): Scalar {
  return { ...made(value, span), pieces };
}

/** The labels of a service with those of its label files below them; undefined where it has no such files. */
export function readLabelFiles(session: Session, name: string, service: Mapping): Mapping | undefined {
  const listed = child(service, 'label_file');
  if (listed?.kind !== 'sequence') return undefined;
  const gathered = new Map<string, Entry>();
  listed.items.forEach((node, index) => {
    const written = stringOf(node);
    if (written === undefined) return;
    const path = pathOfFile(session, written);
    session.watched.add(path);
    if (session.files.kind(path) === 'absent') {
      session.faults.add({
        kind: 'env-file-missing',
        message: `\`${name}\` reads its labels from ${path}, which is not there`,
        at: node.span,
        path: ['services', name, 'label_file', index],
        words: { file: path, service: name },
      });
      return;
    }
    const text = textOfFile(session, path, 'dotenv', node.span);
    if (text === undefined) return;
    const lookup: Lookup = (label) => {
      const known = gathered.get(label);
      return known === undefined ? undefined : foundIn(known);
    };
    const reading = readDotenv(path, text, { lookup, as: 'env-file' });
    session.faults.addAll(reading.faults);
    for (const variable of reading.variables.values()) {
      gathered.set(variable.name, entry(variable.name, variable.keySpan, scalarOf(variable)));
    }
  });
  const own = child(service, 'labels');
  const mine = own?.kind === 'mapping' ? own.entries : [];
  for (const one of mine) gathered.set(one.key, one);
  return mapping([...gathered.values()], own?.span ?? listed.span);
}
