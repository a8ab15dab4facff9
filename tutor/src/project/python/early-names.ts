import { BUILTINS } from './builtins.ts';
import type { Block, Expression, Statement } from './grammar/tree.ts';
import type { ModuleView } from './qualify.ts';
import type { NameUse } from './reading.ts';
import { blocksOf, ownExpressions, partsOf, type Scope } from './scope.ts';
import { spanIn } from './symbolic-of.ts';

/** The most names that are told. */
const MAX_NAMES = 10;

/**
 * Names that are used in a module or a function above the first line that gives them a value there: Python runs the
 * lines in their order. What stands in a loop is left out: its end may come before its beginning.
 */
export function findEarlyNames(view: ModuleView, body: Block): NameUse[] {
  const search: Search = { view, found: [] };
  searchBlock(search, body, view.scope);
  return search.found;
}

type Search = { readonly view: ModuleView; readonly found: NameUse[] };

function searchBlock(search: Search, body: Block, scope: Scope): void {
  for (const statement of body) searchStatement(search, statement, scope);
}

function searchStatement(search: Search, statement: Statement, scope: Scope): void {
  const annotations = annotationsOf(statement);
  for (const expression of ownExpressions(statement)) {
    const isTarget = statement.kind === 'assign' && statement.targets.includes(expression);
    if (!isTarget && !annotations.includes(expression)) searchExpression(search, expression, statement, scope);
  }
  const inner = scope.scopes.get(statement);
  if (statement.kind === 'function') {
    if (inner !== undefined) searchBlock(search, statement.body, inner);
  } else if (statement.kind === 'try' && statement.handlers.some(({ type }) => asksForName(type, scope))) {
    return;
  } else if (statement.kind !== 'for' && statement.kind !== 'while' && statement.kind !== 'class') {
    for (const block of blocksOf(statement)) searchBlock(search, block, scope);
  }
}

/** Annotations may name what only a type checker knows. */
function annotationsOf(statement: Statement): readonly Expression[] {
  if (statement.kind === 'annotated') return [statement.target, statement.annotation];
  if (statement.kind !== 'function') return [];
  return [
    ...statement.parameters.flatMap(({ annotation }) => annotation ?? []),
    ...(statement.returns === undefined ? [] : [statement.returns]),
  ];
}

/** `except NameError` asks whether a name is there. What catches everything lets a module go on, and a page fail. */
function asksForName(type: Expression | undefined, scope: Scope): boolean {
  if (type?.kind === 'tuple') return type.items.some((item) => asksForName(item, scope));
  const name = type?.kind === 'name' ? type.name : type === undefined ? 'Exception' : '';
  return (
    /^(?:NameError|UnboundLocalError)$/.test(name) || (scope.kind === 'module' && /^(?:Base)?Exception$/.test(name))
  );
}

/** What stands in a lambda is worked out later, and a comprehension has names of its own. */
function searchExpression(search: Search, expression: Expression, statement: Statement, scope: Scope): void {
  if (expression.kind === 'lambda' || expression.kind === 'comprehension') return;
  if (expression.kind === 'name') checkName(search, expression, statement, scope);
  else for (const part of partsOf(expression)) searchExpression(search, part, statement, scope);
}

function checkName(search: Search, use: Expression & { kind: 'name' }, statement: Statement, scope: Scope): void {
  const { name } = use;
  const bindings = scope.elsewhere.has(name) ? undefined : scope.bindings.get(name);
  if (bindings === undefined || scope.kind === 'class' || scope.open === 'open') return;
  if (scope.kind === 'module' && BUILTINS.has(name)) return;
  const [first] = bindings;
  const isLater = first !== undefined && bindings.every(({ order }) => order > statement.from);
  // Another function may be the one that gives it, by `global`.
  if (!isLater || isGlobalElsewhere(search.view.scope, name)) return;
  if (search.found.length >= MAX_NAMES || search.found.some((known) => known.name === name)) return;
  search.found.push({ name, span: spanIn(search.view, use), laterAt: spanIn(search.view, first.at) });
}

function isGlobalElsewhere(scope: Scope, name: string): boolean {
  return scope.elsewhere.has(name) || [...scope.scopes.values()].some((inner) => isGlobalElsewhere(inner, name));
}
