import type { Block, Expression, FunctionStatement, Statement } from './grammar/tree.ts';
import { ownExpressions, type Scope } from './scope.ts';

/** Where a statement stands: when it is run, and what is caught and repeated around it. */
export type Surroundings = {
  readonly scope: Scope;
  /** The outermost function it stands in, as people name it: `hello`, `Config.load`. */
  readonly inFunction: string | undefined;
  readonly when: 'import' | 'main' | 'function';
  /** A `try` with handlers stands around it in the same function. */
  readonly guarded: 'guarded' | 'bare';
  readonly retried: 'in-loop' | 'once';
  /** Under an `if` (other than `__main__`), or in the handler of an exception. */
  readonly certain: 'always' | 'conditional' | 'type-checking';
  readonly function: (Statement & FunctionStatement) | undefined;
};

/** Visits every statement of a module with what stands around it. */
export function eachStatement(
  module: Scope,
  body: Block,
  visit: (statement: Statement, around: Surroundings) => void,
): void {
  const around: Surroundings = {
    scope: module,
    inFunction: undefined,
    when: 'import',
    guarded: 'bare',
    retried: 'once',
    certain: 'always',
    function: undefined,
  };
  visitBlock(body, around, visit);
}

type Visit = (statement: Statement, around: Surroundings) => void;

function visitBlock(body: Block, around: Surroundings, visit: Visit): void {
  for (const statement of body) {
    visit(statement, around);
    visitInside(statement, around, visit);
  }
}

function visitInside(statement: Statement, around: Surroundings, visit: Visit): void {
  switch (statement.kind) {
    case 'if':
      for (const branch of statement.branches) visitBlock(branch.body, underTest(branch.test, around), visit);
      visitBlock(statement.otherwise, conditional(around), visit);
      return;
    case 'while':
    case 'for':
      visitBlock(statement.body, { ...around, retried: 'in-loop' }, visit);
      visitBlock(statement.otherwise, around, visit);
      return;
    case 'try':
      visitBlock(statement.body, statement.handlers.length > 0 ? { ...around, guarded: 'guarded' } : around, visit);
      for (const handler of statement.handlers) visitBlock(handler.body, conditional(around), visit);
      visitBlock(statement.otherwise, around, visit);
      visitBlock(statement.finally, around, visit);
      return;
    case 'with':
      visitBlock(statement.body, around, visit);
      return;
    case 'match':
      for (const one of statement.cases) visitBlock(one.body, conditional(around), visit);
      return;
    case 'function':
      visitBlock(statement.body, insideFunction(statement, around), visit);
      return;
    case 'class':
      visitBlock(statement.body, { ...around, scope: around.scope.scopes.get(statement) ?? around.scope }, visit);
      return;
    default:
  }
}

function conditional(around: Surroundings): Surroundings {
  return around.certain === 'always' ? { ...around, certain: 'conditional' } : around;
}

/** `if __name__ == "__main__":` is what `python app.py` runs; `if TYPE_CHECKING:` nobody does. */
function underTest(test: Expression, around: Surroundings): Surroundings {
  if (isMainTest(test)) return around.when === 'import' ? { ...around, when: 'main' } : around;
  const name = test.kind === 'attribute' || test.kind === 'name' ? test.name : '';
  return name === 'TYPE_CHECKING' || wrongGuard(test) !== undefined
    ? { ...around, certain: 'type-checking' }
    : conditional(around);
}

/** The text that `__name__` is compared with, where it is like `__main__` and not that. */
export function wrongGuard(test: Expression): Expression | undefined {
  if (test.kind !== 'compare' || isMainTest(test) || test.rest.length !== 1) return undefined;
  const [compared] = test.rest;
  if (compared?.operator !== '==') return undefined;
  const sides = [test.first, compared.operand];
  if (!sides.some((side) => side.kind === 'name' && side.name === '__name__')) return undefined;
  return sides.find((side) => side.kind === 'constant' && /^_*m[ai]*n_*$/i.test(String(side.value).trim()));
}

/** Whether a test is `__name__ == "__main__"`, either way round. */
export function isMainTest(test: Expression): boolean {
  if (test.kind !== 'compare' || test.rest.length !== 1 || test.rest[0]?.operator !== '==') return false;
  const sides = [test.first, test.rest[0].operand];
  const named = sides.some((side) => side.kind === 'name' && side.name === '__name__');
  return named && sides.some((side) => side.kind === 'constant' && side.value === '__main__');
}

function insideFunction(statement: Statement & FunctionStatement, around: Surroundings): Surroundings {
  const scope = around.scope.scopes.get(statement) ?? around.scope;
  const owner = around.scope.kind === 'class' ? `${around.scope.name}.` : '';
  return {
    scope,
    inFunction: around.inFunction ?? `${owner}${statement.name}`,
    when: 'function',
    guarded: 'bare',
    retried: 'once',
    certain: around.certain === 'type-checking' ? 'type-checking' : 'always',
    function: statement,
  };
}

/** Visits every expression of a module with what stands around its statement. */
export function eachPlacedExpression(
  module: Scope,
  body: Block,
  visit: (expression: Expression, around: Surroundings, statement: Statement) => void,
): void {
  eachStatement(module, body, (statement, around) => {
    for (const expression of ownExpressions(statement)) visit(expression, around, statement);
  });
}
