import type { Expression, FunctionStatement, Statement } from '../grammar/tree.ts';
import { lookUp, type ModuleView } from '../qualify.ts';
import type { Scope } from '../scope.ts';
import type { Frame } from './play.ts';

/** A function of the project and where its names are looked up. */
export type FoundFunction = {
  readonly statement: Statement & FunctionStatement;
  readonly scope: Scope;
  readonly view: ModuleView;
};

/** The function of a name, also one inside a factory. */
export function findFunction(scope: Scope, name: string, view: ModuleView): FoundFunction | undefined {
  const how = scope.bindings.get(name)?.findLast((binding) => binding.how.kind === 'function')?.how;
  if (how?.kind === 'function') {
    const inner = scope.scopes.get(how.statement);
    return inner === undefined ? undefined : { statement: how.statement, scope: inner, view };
  }
  for (const inner of scope.scopes.values()) {
    const found = findFunction(inner, name, view);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The function of the project that a call names; undefined for a library's. */
export function calledFunction(frame: Frame, callee: Expression, order: number): FoundFunction | undefined {
  if (callee.kind === 'attribute' && callee.object.kind === 'name') {
    const how = lookUp(callee.object.name, { view: frame.view, scope: frame.scope, order })?.bindings.at(-1)?.how;
    const view =
      how?.kind === 'module'
        ? frame.view.linked(how.module, 0)
        : how?.kind === 'imported'
          ? frame.view.linked(how.module === '' ? how.name : `${how.module}.${how.name}`, how.level)
          : undefined;
    return view === undefined ? undefined : topFunction(view, callee.name);
  }
  if (callee.kind !== 'name') return undefined;
  const found = lookUp(callee.name, { view: frame.view, scope: frame.scope, order });
  const how = found?.bindings.at(-1)?.how;
  if (how?.kind === 'imported') {
    const view = frame.view.linked(how.module, how.level);
    return view === undefined ? undefined : topFunction(view, how.name);
  }
  const scope = how?.kind === 'function' ? found?.scope.scopes.get(how.statement) : undefined;
  return how?.kind === 'function' && scope !== undefined
    ? { statement: how.statement, scope, view: frame.view }
    : undefined;
}

function topFunction(view: ModuleView, name: string): FoundFunction | undefined {
  const how = view.scope.bindings.get(name)?.at(-1)?.how;
  const scope = how?.kind === 'function' ? view.scope.scopes.get(how.statement) : undefined;
  return how?.kind === 'function' && scope !== undefined ? { statement: how.statement, scope, view } : undefined;
}
