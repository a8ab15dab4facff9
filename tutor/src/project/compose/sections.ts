import { composeSchema } from '../../generated/compose-schema.ts';
import type { TreePath } from './path.ts';
import type { Schema } from './schema-shape.ts';
import type { Entry } from './tree.ts';

/** A section by its path with `*` for names: `services.*`, `services.*.build`; `''` is the file itself. */
export type SectionName = string;

/** The section that a path leads to. */
export function sectionOf(path: TreePath): SectionName {
  return path.map((part, index) => (isName(path, index) ? '*' : String(part))).join('.');
}

const NAMED_AT_TOP = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];
const NAMED_IN_A_SERVICE = ['depends_on', 'networks', 'models'];

function isName(path: TreePath, index: number): boolean {
  if (typeof path[index] === 'number') return true;
  if (index === 1) return NAMED_AT_TOP.includes(String(path[0]));
  return index === 3 && path[0] === 'services' && NAMED_IN_A_SERVICE.includes(String(path[2]));
}

/** Whether the keys of a section are names that people choose. */
export function holdsNames(section: SectionName): boolean {
  return NAMED_AT_TOP.includes(section) || NAMED_IN_A_SERVICE.some((part) => section === `services.*.${part}`);
}

/** Keys by which a mapping gives itself away as a service that stands in the wrong place. */
const KEYS_OF_A_SERVICE = [
  'image',
  'build',
  'ports',
  'command',
  'environment',
  'depends_on',
  'restart',
  'expose',
  'extends',
];

/** Whether a value is a service, wherever it stands. */
export function looksLikeService({ value }: Entry): boolean {
  return value.kind === 'mapping' && value.entries.some((entry) => KEYS_OF_A_SERVICE.includes(entry.key));
}

/**
 * The section where a key that is not known at `path` does belong: a part of this one that is begun, a section of the whole file,
 * one around this one, one within it. Undefined where none takes it.
 */
export function belongsTo(key: string, path: TreePath, beside: readonly string[]): SectionName | undefined {
  const here = sectionOf(path);
  const homes = [...sections()].filter(([name, keys]) => name !== here && keys.has(key)).map(([name]) => name);
  if (path.length === 0) return homes[0];
  const parts = homes.filter((name) => name.startsWith(`${here}.`));
  return (
    parts.find((name) => beside.includes(name.slice(here.length + 1))) ??
    homes.findLast((name) => name === '' || here.startsWith(`${name}.`)) ??
    parts.find((name) => !name.slice(here.length + 1).includes('.')) ??
    homes[0]
  );
}

/** The one part of a section that has a key: `build` for `context` in a service. Undefined where several have it. */
export function partWith(key: string, path: TreePath): string | undefined {
  const here = sectionOf(path);
  const parts = [...sections()]
    .filter(([name, keys]) => name.startsWith(`${here}.`) && keys.has(key))
    .map(([name]) => name.slice(here.length + 1))
    .filter((name) => !name.includes('.') && name !== '*');
  return parts.length === 1 ? parts[0] : undefined;
}

/** Whether a section has a key. Asked of most keys of most files: only the way to the section is walked, and once. */
export function hasKey(section: SectionName, key: string): boolean {
  const schemas = schemasOf.get(section) ?? schemasAt(section);
  schemasOf.set(section, schemas);
  return schemas.some((schema) => schema.properties !== undefined && Object.hasOwn(schema.properties, key));
}

const schemasOf = new Map<SectionName, readonly Schema[]>();

function schemasAt(section: SectionName): readonly Schema[] {
  let schemas: readonly Schema[] = [composeSchema];
  for (const part of section === '' ? [] : section.split('.'))
    schemas = schemas.flatMap((schema) => within(schema, part).flatMap(alternatives));
  return schemas;
}

/** What a section holds under a key, or under the names that people choose (`*`). */
function within(schema: Schema, part: string): readonly Schema[] {
  const own = schema.properties?.[part];
  if (part !== '*') return own === undefined ? [] : [own];
  const named = Object.entries(schema.patternProperties ?? {}).flatMap(([pattern, child]) =>
    pattern === '^x-' ? [] : [child],
  );
  return schema.items === undefined ? named : [...named, schema.items];
}

let known: ReadonlyMap<SectionName, ReadonlySet<string>> | undefined;

/** The keys of every section, outermost first. */
function sections(): ReadonlyMap<SectionName, ReadonlySet<string>> {
  known ??= collect();
  return known;
}

function collect(): ReadonlyMap<SectionName, ReadonlySet<string>> {
  const found = new Map<SectionName, Set<string>>();
  let level: { readonly name: string; readonly schema: Schema }[] = [{ name: '', schema: composeSchema }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { name, schema } of level) {
      const keys = Object.keys(schema.properties ?? {});
      if (keys.length > 0) found.set(name, new Set([...(found.get(name) ?? []), ...keys]));
      next.push(...below(name, schema));
    }
    level = next;
  }
  return found;
}

function below(name: string, schema: Schema): { readonly name: string; readonly schema: Schema }[] {
  const inside = (part: string, child: Schema) =>
    alternatives(child).map((one) => ({ name: name === '' ? part : `${name}.${part}`, schema: one }));
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, child]) => inside(key, child)),
    ...within(schema, '*').flatMap((child) => inside('*', child)),
  ];
}

function alternatives(schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) {
    return alternatives(composeSchema.definitions[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {});
  }
  return schema.oneOf === undefined ? [schema] : schema.oneOf.flatMap(alternatives);
}
