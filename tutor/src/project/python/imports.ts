import type { Statement } from './grammar/tree.ts';
import { eachStatement, type Surroundings } from './places.ts';
import type { ModuleView } from './qualify.ts';
import type { ImportTime, PythonImport } from './reading.ts';
import { spanIn } from './symbolic-of.ts';

/** Every import of a module, wherever it stands. */
export function readImports(view: ModuleView, body: readonly Statement[]): PythonImport[] {
  const imports: PythonImport[] = [];
  eachStatement(view.scope, body, (statement, around) => {
    if (statement.kind === 'import') imports.push(...plainImports(view, statement, around));
    else if (statement.kind === 'from-import') imports.push(fromImport(view, statement, around));
  });
  return imports;
}

function plainImports(
  view: ModuleView,
  statement: Statement & { kind: 'import' },
  around: Surroundings,
): readonly PythonImport[] {
  return statement.modules.map((module) => ({
    module: module.module,
    moduleAt: spanIn(view, module),
    level: 0,
    names: undefined,
    binds: module.as ?? module.module.split('.')[0],
    star: false,
    span: spanIn(view, statement),
    when: importTime(around),
  }));
}

function fromImport(
  view: ModuleView,
  statement: Statement & { kind: 'from-import' },
  around: Surroundings,
): PythonImport {
  const isStar = statement.star === 'star';
  return {
    module: statement.module,
    moduleAt: spanIn(view, statement.moduleAt),
    level: statement.level,
    names: statement.names.map((name) => ({ name: name.name, as: name.as, span: spanIn(view, name) })),
    binds: undefined,
    star: isStar,
    span: spanIn(view, statement),
    when: importTime(around),
  };
}

function importTime(around: Surroundings): ImportTime {
  if (around.certain === 'type-checking') return 'type-checking';
  if (around.when === 'function') return 'in-function';
  if (around.guarded === 'guarded') return 'guarded';
  return around.certain === 'conditional' || around.when === 'main' ? 'conditional' : 'always';
}
