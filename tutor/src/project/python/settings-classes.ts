import type { ClassStatement, Statement } from './grammar/tree.ts';
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

/** `env_prefix` of a settings class. */
export function settingsPrefix(statement: ClassStatement): string {
  for (const inner of statement.body) {
    const given = inner.kind === 'assign' && inner.value.kind === 'call' ? inner.value.arguments : [];
    const prefix = given.find((one) => one.kind === 'keyword' && one.name === 'env_prefix')?.value;
    if (prefix?.kind === 'constant' && typeof prefix.value === 'string') return prefix.value;
  }
  return '';
}

/** Fields of pydantic's settings classes: each is read from a variable of its name, in any case. */
export function settingsReads(view: ModuleView, body: readonly Statement[]): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  eachStatement(view.scope, body, (statement, around) => {
    const standing = { view, scope: around.scope, order: statement.from };
    if (statement.kind !== 'class' || !isSettingsClass(statement, standing)) return;
    const prefix = settingsPrefix(statement);
    for (const field of statement.body) {
      if (field.kind !== 'annotated' || field.target.kind !== 'name') continue;
      const at = spanIn(view, field.target);
      reads.push({
        name: `${prefix}${field.target.name}`.toUpperCase(),
        nameAt: at,
        span: spanIn(view, field),
        how: 'library',
        inFunction: undefined,
        ...(field.value === undefined ? {} : { fallback: symbolicOf(field.value, standing) }),
      });
    }
  });
  return reads;
}
