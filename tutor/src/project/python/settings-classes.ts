import type { ClassStatement, Expression, Range, Statement } from './grammar/tree.ts';
import { eachStatement } from './places.ts';
import { type ModuleView, qualify, type Standing } from './qualify.ts';
import type { EnvironmentRead } from './reading.ts';
import { spanIn, symbolicOf } from './symbolic-of.ts';

const BASE =
  /^(?:pydantic_settings\.BaseSettings|pydantic\.BaseSettings|pydantic\.v1\.BaseSettings|pydantic_settings\.main\.BaseSettings)$/;

/** Whether a class is one of pydantic's settings: its fields are read from the environment. */
export function isSettingsClass(statement: ClassStatement, standing: Standing): boolean {
  return statement.bases.some((base) => BASE.test(qualify(base.value, standing) ?? ''));
}

/** `env_prefix`. */
function settingsPrefix(statement: ClassStatement): string {
  for (const inner of statement.body) {
    const given = inner.kind === 'assign' && inner.value.kind === 'call' ? inner.value.arguments : [];
    const prefix = given.find((one) => one.kind === 'keyword' && one.name === 'env_prefix')?.value;
    if (prefix?.kind === 'constant' && typeof prefix.value === 'string') return prefix.value;
  }
  return '';
}

/** A field of a settings class: the variable that it is read from, in any case, and its default. */
export type Setting = { readonly name: string; readonly at: Range; readonly fallback: Expression | undefined };

/** The field of a name; undefined where the class has none. */
export function settingOf(statement: ClassStatement, field: string): Setting | undefined {
  return settingsOf(statement).get(field);
}

function settingsOf(statement: ClassStatement): ReadonlyMap<string, Setting> {
  const prefix = settingsPrefix(statement);
  const settings = new Map<string, Setting>();
  for (const field of statement.body) {
    if (field.kind !== 'annotated' || field.target.kind !== 'name') continue;
    const { alias, fallback } = fieldCall(field.value);
    const name = alias ?? `${prefix}${field.target.name}`.toUpperCase();
    settings.set(field.target.name, { name, at: field.target, fallback });
  }
  return settings;
}

/** `Field(default=…, alias="X")`: the default and the name it is read from. */
function fieldCall(value: Expression | undefined): {
  readonly alias?: string;
  readonly fallback: Expression | undefined;
} {
  if (value?.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'Field')
    return { fallback: value };
  const named = (names: RegExp) => value.arguments.find((one) => one.kind === 'keyword' && names.test(one.name))?.value;
  const first = value.arguments[0];
  const positional = first?.kind === 'positional' && first.value.kind !== 'opaque' ? first.value : undefined;
  const alias = named(/^(?:alias|validation_alias|env)$/);
  const fallback = named(/^default$/) ?? positional;
  return alias?.kind === 'constant' && typeof alias.value === 'string'
    ? { alias: alias.value, fallback }
    : { fallback };
}

/** Every variable that a module's settings classes read. */
export function settingsReads(view: ModuleView, body: readonly Statement[]): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  eachStatement(view.scope, body, (statement, around) => {
    const standing = { view, scope: around.scope, order: statement.from };
    if (statement.kind !== 'class' || !isSettingsClass(statement, standing)) return;
    for (const { name, at, fallback } of settingsOf(statement).values()) {
      reads.push({
        name,
        nameAt: spanIn(view, at),
        span: spanIn(view, at),
        how: 'library',
        inFunction: undefined,
        ...(fallback === undefined ? {} : { fallback: symbolicOf(fallback, standing) }),
      });
    }
  });
  return reads;
}
