import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/span.ts';
import { composeSchema } from '../../generated/compose-schema.ts';
import type { FaultList } from './fault-list.ts';
import { isNull, mapping, withEntry } from './grow.ts';
import { sayKind } from './merge.ts';
import { otherWord } from './other-words.ts';
import { sayPath, type TreePath } from './path.ts';
import { repaired } from './repair.ts';
import type { Schema, SchemaType } from './schema-shape.ts';
import { belongsTo, hasKey, looksLikeService, partWith, sectionOf } from './sections.ts';
import { child, type Entry, entryOf, type Mapping, type Scalar, type Sequence, type TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** Where the validator stands. `keySpan` is the key whose value is looked at: an empty value has no text of its own. */
type Stand = {
  readonly path: TreePath;
  readonly keySpan: Span;
  readonly faults: FaultList;
  /** Services that stand where none can, to be read as if they stood under `services`. */
  readonly strayed: Entry[];
};

/**
 * Checks a tree against the Compose Specification and tells every fault with its place.
 * Gives the tree back as far as it can be read: a number where a string is wanted becomes one, what cannot be used is left out.
 */
export function checkSchema(tree: Mapping, faults: FaultList): Mapping {
  const stand: Stand = { path: [], keySpan: tree.span, faults, strayed: [] };
  const checked = check(tree, composeSchema, stand);
  const whole = checked?.kind === 'mapping' ? checked : { ...tree, entries: [] };
  return stand.strayed.reduce((next, one) => takeIn(next, one, stand), whole);
}

function takeIn(tree: Mapping, one: Entry, stand: Stand): Mapping {
  const services = child(tree, 'services');
  if (services?.kind !== 'mapping' || entryOf(services, one.key) !== undefined) return tree;
  const path = ['services', one.key];
  const value = check(one.value, composeSchema.definitions.service ?? {}, { ...stand, path, keySpan: one.keySpan });
  return value === undefined ? tree : withEntry(tree, 'services', withEntry(services, one.key, value, one.keySpan));
}

function check(node: TreeNode, schema: Schema, stand: Stand): TreeNode | undefined {
  const whole = resolve(schema);
  if (whole.oneOf !== undefined) return checkOneOf(node, whole.oneOf.map(resolve), stand);
  if (!fits(node, whole)) return wrongType(node, typesOf(whole), stand);
  switch (node.kind) {
    case 'mapping':
      return checkMapping(node, whole, stand);
    case 'sequence':
      return checkSequence(node, whole, stand);
    case 'scalar':
      return checkScalar(node, whole, stand);
  }
}

/** The alternatives of the specification are told apart by their types alone. */
function checkOneOf(node: TreeNode, branches: readonly Schema[], stand: Stand): TreeNode | undefined {
  const branch = branches.find((one) => fits(node, one));
  return branch === undefined ? wrongType(node, branches.flatMap(typesOf), stand) : check(node, branch, stand);
}

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  return resolve(composeSchema.definitions[name] ?? {});
}

function typesOf(schema: Schema): readonly SchemaType[] {
  if (schema.type === undefined) return schema.oneOf?.map(resolve).flatMap(typesOf) ?? [];
  return typeof schema.type === 'string' ? [schema.type] : schema.type;
}

function fits(node: TreeNode, schema: Schema): boolean {
  // Compose's validator knows no dates at all; under a key of one's own (`x-…`), whose schema says nothing, it does not look.
  if (node.kind === 'scalar' && node.kindOfValue === 'timestamp') return Object.keys(schema).length === 0;
  const types = typesOf(schema);
  return types.length === 0 || types.some((type) => isOfType(node, type));
}

function isOfType(node: TreeNode, type: SchemaType): boolean {
  if (node.kind !== 'scalar') return type === (node.kind === 'mapping' ? 'object' : 'array');
  switch (typeof node.value) {
    case 'string':
      return type === 'string';
    case 'boolean':
      return type === 'boolean';
    case 'number':
      return type === 'number' || (type === 'integer' && Number.isInteger(node.value));
    case 'bigint':
      return type === 'number' || type === 'integer';
    default:
      return type === 'null';
  }
}

const SAID: Readonly<Record<SchemaType, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
};

/** An item with nothing in it stands where its dash does. */
function placeOfNothing(node: TreeNode, { path, keySpan }: Stand): Span {
  return typeof path.at(-1) === 'number' ? node.span : keySpan;
}

function wrongType(node: TreeNode, types: readonly SchemaType[], stand: Stand): TreeNode | undefined {
  const { path, keySpan, faults } = stand;
  const expected = [...new Set(types)].map((type) => SAID[type]).join(' or ');
  const key = lastKey(path);
  const got = sayKind(node);
  const belongs = misplaced(path, node);
  const { value, slip, mend, at } = repaired(node, types, path);
  faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(path) || 'the file'}\` must be ${expected || 'something else'}, it is ${got}`,
    at: isNull(node) ? placeOfNothing(node, stand) : belongs !== undefined ? keySpan : (at ?? node.span),
    other: keySpan,
    path,
    words: {
      key,
      expected,
      got,
      ...(belongs === undefined ? {} : { belongs }),
      ...(slip === undefined ? {} : { slip }),
    },
    ...(mend === undefined ? {} : { mend }),
  });
  return value;
}

/** A key of a service that stands beside the services, for want of two spaces, is no service of that name. */
function misplaced(path: TreePath, node: TreeNode): string | undefined {
  const [section, name, ...rest] = path;
  if (rest.length > 0 || name === undefined || isNull(node)) return undefined;
  return hasKey(`${section}.*`, String(name)) ? `${section}.*` : undefined;
}

function lastKey(path: TreePath): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '');
}

function checkMapping(node: Mapping, schema: Schema, stand: Stand): Mapping {
  const entries: Entry[] = [];
  for (const one of node.entries) {
    const known = schemaOf(one.key, schema);
    if (known === undefined && schema.additionalProperties !== false) entries.push(one);
    else if (known !== undefined) entries.push(...checkEntry(one, known, stand));
    else for (const read of meant(one, node, schema, stand)) lay(read, entries);
  }
  for (const key of schema.required ?? []) {
    if (!node.entries.some((one) => one.key === key) && !entries.some((one) => one.key === key))
      missing(key, node, stand);
  }
  const same = entries.length === node.entries.length && entries.every((one, index) => one === node.entries[index]);
  return same ? node : { ...node, entries };
}

/** Adds what was meant; two keys of one part are read as one part. */
function lay(read: Entry, entries: Entry[]): void {
  const index = entries.findIndex((one) => one.key === read.key);
  const there = entries[index];
  if (there?.value.kind !== 'mapping' || read.value.kind !== 'mapping') entries.push(read);
  else
    entries[index] = { ...there, value: { ...there.value, entries: [...there.value.entries, ...read.value.entries] } };
}

function checkEntry(one: Entry, schema: Schema, stand: Stand): readonly Entry[] {
  const value = check(one.value, schema, { ...stand, path: [...stand.path, one.key], keySpan: one.keySpan });
  if (value === undefined) return [];
  return [value === one.value ? one : { ...one, value }];
}

function schemaOf(key: string, schema: Schema): Schema | undefined {
  const own = schema.properties;
  if (own !== undefined && Object.hasOwn(own, key)) return own[key];
  for (const [pattern, found] of Object.entries(schema.patternProperties ?? {})) {
    if (patternOf(pattern).test(key)) return found;
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const made = new RegExp(pattern, 'u');
  patterns.set(pattern, made);
  return made;
}

/** Tells a key that is not known, and gives what was most likely meant, so that one slip hides nothing else. */
function meant(one: Entry, parent: Mapping, schema: Schema, stand: Stand): readonly Entry[] {
  const known = Object.keys(schema.properties ?? {});
  if (known.length === 0) return badName(one, parent, schema, stand);
  const beside = parent.entries.map(({ key }) => key);
  const stray = looksLikeService(one) && stand.path.length > 0;
  const free = known.filter((key) => !beside.includes(key));
  const close = stray ? undefined : (nearest(one.key, free) ?? otherWord(one.key, stand.path, free));
  const belongs = stray ? 'services' : close === undefined ? belongsTo(one.key, stand.path, beside) : undefined;
  if (close !== undefined) {
    const read = readAs({ ...one, key: close }, schema, stand);
    unknownProperty(one, { nearest: close, ...(read.length === 0 ? { lost: 'yes' } : {}) }, stand);
    return read;
  }
  unknownProperty(one, belongs === undefined ? {} : { belongs }, stand);
  if (stray) stand.strayed.push(one);
  const part = belongs === undefined ? undefined : partWith(one.key, stand.path);
  if (part === undefined || beside.includes(part)) return [];
  return readAs({ key: part, keySpan: one.keySpan, value: mapping([one], one.keySpan) }, schema, stand);
}

function badName(one: Entry, parent: Mapping, schema: Schema, stand: Stand): readonly Entry[] {
  const plain = plainName(one.key, parent);
  stand.faults.add({
    kind: 'refused',
    message: `the name \`${one.key}\` is not one that Compose takes: letters, digits, \`.\`, \`_\` and \`-\``,
    at: one.keySpan,
    path: [...stand.path, one.key],
    words: { text: 'name', key: one.key, ...(plain === undefined ? {} : { nearest: plain }) },
  });
  const named = Object.entries(schema.patternProperties ?? {}).find(([pattern]) => pattern !== '^x-');
  return named === undefined ? [] : checkEntry(plain === undefined ? one : { ...one, key: plain }, named[1], stand);
}

/** A name without the characters that no name has; undefined where another has that name, or none is left. */
function plainName(name: string, parent: Mapping): string | undefined {
  const plain = name.replace(/^[^a-zA-Z0-9._-]+|[^a-zA-Z0-9._-]+$/g, '').replace(/[^a-zA-Z0-9._-]+/g, '-');
  return plain === '' || parent.entries.some(({ key }) => key === plain) ? undefined : plain;
}

function readAs(one: Entry, schema: Schema, stand: Stand): readonly Entry[] {
  const known = schemaOf(one.key, schema);
  return known !== undefined && fits(one.value, resolve(known)) ? checkEntry(one, known, stand) : [];
}

function unknownProperty(one: Entry, more: Readonly<Record<string, string>>, stand: Stand): void {
  const section = sectionOf(stand.path);
  stand.faults.add({
    kind: 'unknown-property',
    message: `\`${one.key}\` is not a key of ${section === '' ? 'a Compose file' : `\`${sayPath(stand.path)}\``}`,
    at: one.keySpan,
    path: [...stand.path, one.key],
    words: { key: one.key, section, ...more },
  });
}

function missing(key: string, node: Mapping, stand: Stand): void {
  const section = sayPath(stand.path);
  stand.faults.add({
    kind: 'missing-property',
    message: `\`${section}\` has no \`${key}\``,
    at: node.entries.length === 0 ? stand.keySpan : (node.entries[0]?.keySpan ?? node.span),
    path: [...stand.path, key],
    words: { key, section },
  });
}

function checkSequence(node: Sequence, schema: Schema, stand: Stand): Sequence {
  if (schema.uniqueItems === true) checkUnique(node, stand);
  const { items } = schema;
  if (items === undefined) return node;
  const checked: TreeNode[] = [];
  node.items.forEach((item, index) => {
    const value = check(item, items, { ...stand, path: [...stand.path, index] });
    if (value !== undefined) checked.push(value);
  });
  const same = checked.length === node.items.length && checked.every((item, index) => item === node.items[index]);
  return same ? node : { ...node, items: checked };
}

function checkUnique(node: Sequence, { path, faults }: Stand): void {
  const seen = new Map<string, TreeNode>();
  node.items.forEach((item, index) => {
    const print = fingerprint(item);
    const first = seen.get(print);
    if (first === undefined) {
      seen.set(print, item);
      return;
    }
    faults.add({
      kind: 'repeated-item',
      message: `\`${sayPath(path)}\` holds the same item twice`,
      at: item.span,
      other: first.span,
      path: [...path, index],
      words: { key: lastKey(path), text: item.kind === 'scalar' ? goText(item) : '' },
    });
  });
}

function fingerprint(node: TreeNode): string {
  switch (node.kind) {
    case 'scalar':
      // JSON knows one kind of number: 1 and 1.0 are equal.
      return `${typeof node.value === 'bigint' ? 'number' : typeof node.value} ${String(node.value)}`;
    case 'sequence':
      return `[${node.items.map(fingerprint).join(',')}]`;
    case 'mapping':
      return `{${node.entries
        .map((one) => `${JSON.stringify(one.key)}:${fingerprint(one.value)}`)
        .sort()
        .join(',')}}`;
  }
}

function checkScalar(node: Scalar, schema: Schema, stand: Stand): Scalar | undefined {
  const { value } = node;
  if (schema.enum !== undefined && !schema.enum.includes(String(value))) {
    return wrongValue(node, stand, schema.enum.join(', '), nearest(goText(node), schema.enum));
  }
  if (schema.pattern !== undefined && typeof value === 'string' && !patternOf(schema.pattern).test(value)) {
    return wrongValue(node, stand, saidPattern(schema.pattern), undefined);
  }
  if (typeof value !== 'number') return node;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  // Compose lets what is no number (`.nan`) through: it is neither below nor above.
  if (!(value < minimum || value > maximum)) return node;
  const range = Number.isFinite(maximum) ? `${minimum} to ${maximum}` : `${minimum} and more`;
  return wrongValue(node, stand, range, undefined);
}

function saidPattern(pattern: string): string {
  if (pattern.startsWith('[')) return 'two or more letters, digits, `_`, `.` and `-`';
  return pattern.split('|every_', 1)[0]?.replaceAll('|', ', ') ?? '';
}

function wrongValue(node: Scalar, { path, faults }: Stand, allowed: string, close: string | undefined): undefined {
  const key = lastKey(path);
  const got = goText(node);
  faults.add({
    kind: 'wrong-value',
    message: `\`${sayPath(path)}\` cannot be \`${got}\`${allowed === '' ? '' : `: ${allowed}`}`,
    at: node.span,
    path,
    words: {
      key,
      got,
      ...(allowed === '' ? {} : { allowed }),
      ...(close === undefined ? {} : { nearest: close }),
    },
  });
  return undefined;
}
