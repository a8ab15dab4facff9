import type { Expression, FunctionStatement, Statement } from '../grammar/tree.ts';
import { lookUp, type ModuleView, type Standing } from '../qualify.ts';
import type { Scope } from '../scope.ts';
import { ownerOf, startContext } from '../symbolic-of.ts';
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
  const standing = { view: frame.view, scope: frame.scope, order };
  if (callee.kind === 'attribute') {
    const view = moduleNamed(frame, callee.object, order);
    return view === undefined ? methodNamed(standing, callee) : topFunction(view, callee.name);
  }
  if (callee.kind !== 'name') return undefined;
  const found = lookUp(callee.name, standing);
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

/** The module of the project that a name stands for. */
function moduleNamed(frame: Frame, object: Expression, order: number): ModuleView | undefined {
  if (object.kind !== 'name') return undefined;
  const how = lookUp(object.name, { view: frame.view, scope: frame.scope, order })?.bindings.at(-1)?.how;
  if (how?.kind === 'module') return frame.view.linked(how.module, 0);
  if (how?.kind !== 'imported') return undefined;
  return frame.view.linked(how.module === '' ? how.name : `${how.module}.${how.name}`, how.level);
}

/** A method of a class of the project, of an instance that a name holds. */
function methodNamed(standing: Standing, callee: Expression & { kind: 'attribute' }): FoundFunction | undefined {
  const owner = ownerOf(callee.object, startContext(standing));
  const how = owner?.scope.bindings.get(callee.name)?.at(-1)?.how;
  const scope = how?.kind === 'function' ? owner?.scope.scopes.get(how.statement) : undefined;
  if (owner === undefined || how?.kind !== 'function' || scope === undefined) return undefined;
  return { statement: how.statement, scope, view: owner.view };
}

function topFunction(view: ModuleView, name: string): FoundFunction | undefined {
  const how = view.scope.bindings.get(name)?.at(-1)?.how;
  const scope = how?.kind === 'function' ? view.scope.scopes.get(how.statement) : undefined;
  return how?.kind === 'function' && scope !== undefined ? { statement: how.statement, scope, view } : undefined;
}
