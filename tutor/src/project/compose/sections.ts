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

function isName(path: TreePath, index: number): boolean {
  if (typeof path[index] === 'number') return true;
  if (index === 1) return NAMED_AT_TOP.includes(String(path[0]));
  return index === 3 && path[0] === 'services' && ['depends_on', 'networks', 'models'].includes(String(path[2]));
}

/** Keys by which a mapping gives itself away as a service that stands in the wrong place. */
const KEYS_OF_A_SERVICE = ['image', 'build', 'ports', 'command', 'environment', 'depends_on', 'restart', 'expose'];

/** The section where a key that is not known at `path` does belong: `services` for a whole service. Undefined where none takes it. */
export function belongsTo(one: Entry, path: TreePath): SectionName | undefined {
  if (looksLikeService(one)) return 'services';
  const here = sectionOf(path);
  const homes = [...sections()].filter(([name, keys]) => name !== here && keys.has(one.key)).map(([name]) => name);
  const inside = homes.find((name) => name.startsWith(here === '' ? '' : `${here}.`));
  const around = homes.filter((name) => name === '' || here.startsWith(`${name}.`)).at(-1);
  return path.length === 0 ? homes[0] : (around ?? inside ?? homes[0]);
}

function looksLikeService(one: Entry): boolean {
  const { value } = one;
  return value.kind === 'mapping' && value.entries.some((entry) => KEYS_OF_A_SERVICE.includes(entry.key));
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
    ...Object.entries(schema.patternProperties ?? {})
      .filter(([pattern]) => pattern !== '^x-')
      .flatMap(([, child]) => inside('*', child)),
    ...(schema.items === undefined ? [] : inside('*', schema.items)),
  ];
}

function alternatives(schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) {
    return alternatives(composeSchema.definitions[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {});
  }
  return schema.oneOf === undefined ? [schema] : schema.oneOf.flatMap(alternatives);
}
