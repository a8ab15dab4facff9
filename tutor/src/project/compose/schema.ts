import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/span.ts';
import { composeSchema } from '../../generated/compose-schema.ts';
import type { FaultList } from './fault-list.ts';
import { asString, isNull, sequence } from './grow.ts';
import { sayKind } from './merge.ts';
import { sayPath, type TreePath } from './path.ts';
import type { Schema, SchemaType } from './schema-shape.ts';
import { belongsTo, sectionOf } from './sections.ts';
import type { Entry, Mapping, Scalar, Sequence, TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** Where the validator stands. `keySpan` is the key whose value is looked at: an empty value has no text of its own. */
type Stand = { readonly path: TreePath; readonly keySpan: Span; readonly faults: FaultList };

/**
 * Checks a tree against the Compose Specification and tells every fault with its place.
 * Gives the tree back as far as it can be read: a number where a string is wanted becomes one, what cannot be used is left out.
 */
export function checkSchema(tree: Mapping, faults: FaultList): Mapping {
  const checked = check(tree, composeSchema, { path: [], keySpan: tree.span, faults });
  return checked?.kind === 'mapping' ? checked : { ...tree, entries: [] };
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
  // Compose's validator knows no dates at all, not even where anything goes.
  if (node.kind === 'scalar' && node.kindOfValue === 'timestamp') return false;
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

function wrongType(node: TreeNode, types: readonly SchemaType[], stand: Stand): TreeNode | undefined {
  const { path, keySpan, faults } = stand;
  const expected = [...new Set(types)].map((type) => SAID[type]).join(' or ');
  const key = lastKey(path);
  const got = sayKind(node);
  faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(path) || 'the file'}\` must be ${expected || 'something else'}, it is ${got}`,
    at: isNull(node) ? keySpan : node.span,
    path,
    words: { key, expected, got },
  });
  return repaired(node, types);
}

/** What was most likely meant, so that the rest can still be read. */
function repaired(node: TreeNode, types: readonly SchemaType[]): TreeNode | undefined {
  if (node.kind !== 'scalar' || node.value === null) return undefined;
  if (types.includes('string')) return asString(node);
  return types.includes('array') ? sequence([asString(node)], node.span) : undefined;
}

function lastKey(path: TreePath): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '');
}

function checkMapping(node: Mapping, schema: Schema, stand: Stand): Mapping {
  const { path, faults } = stand;
  const entries: Entry[] = [];
  for (const one of node.entries) {
    const at = { path: [...path, one.key], keySpan: one.keySpan, faults };
    const known = schemaOf(one.key, schema);
    if (known === undefined) {
      if (schema.additionalProperties === false) unknownProperty(one, node, schema, stand);
      else entries.push(one);
      continue;
    }
    const value = check(one.value, known, at);
    if (value !== undefined) entries.push(value === one.value ? one : { ...one, value });
  }
  for (const key of schema.required ?? []) {
    if (!node.entries.some((one) => one.key === key)) missing(key, node, stand);
  }
  const same = entries.length === node.entries.length && entries.every((one, index) => one === node.entries[index]);
  return same ? node : { ...node, entries };
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

function unknownProperty(one: Entry, parent: Mapping, schema: Schema, stand: Stand): void {
  const path = [...stand.path, one.key];
  const known = Object.keys(schema.properties ?? {});
  if (known.length === 0) {
    stand.faults.add({
      kind: 'refused',
      message: `the name \`${one.key}\` is not one that Compose takes: letters, digits, \`.\`, \`_\` and \`-\``,
      at: one.keySpan,
      path,
      words: { text: 'name', key: one.key },
    });
    return;
  }
  const section = sectionOf(stand.path);
  const taken = new Set(parent.entries.map((other) => other.key));
  const close = nearest(
    one.key,
    known.filter((key) => !taken.has(key)),
  );
  const belongs = belongsTo(one, stand.path);
  stand.faults.add({
    kind: 'unknown-property',
    message: `\`${one.key}\` is not a key of ${section === '' ? 'a Compose file' : `\`${sayPath(stand.path)}\``}`,
    at: one.keySpan,
    path,
    words: {
      key: one.key,
      section,
      ...(close === undefined ? {} : { nearest: close }),
      ...(belongs === undefined ? {} : { belongs }),
    },
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
  if (value >= minimum && value <= maximum) return node;
  const range = Number.isFinite(maximum) ? `${minimum} to ${maximum}` : `${minimum} and more`;
  return wrongValue(node, stand, range, undefined);
}

function saidPattern(pattern: string): string {
  return pattern.startsWith('[') ? '' : (pattern.split('|every_', 1)[0]?.replaceAll('|', ', ') ?? '');
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
