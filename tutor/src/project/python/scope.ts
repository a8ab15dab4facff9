import type {
  Block,
  ClassStatement,
  Expression,
  FunctionStatement,
  Parameter,
  Range,
  Statement,
} from './grammar/tree.ts';

/** Names that are bound in a module, a function, or a class, each with all that gives them a value. */
export type Scope = {
  readonly kind: 'module' | 'function' | 'class';
  /** Name of the function or class; `''` for the module. */
  readonly name: string;
  readonly parent: Scope | undefined;
  /** The class that it is the scope of. */
  readonly ofClass: (Statement & ClassStatement) | undefined;
  readonly bindings: Map<string, Binding[]>;
  /** Names declared `global` or `nonlocal`: they belong to a scope outside. */
  readonly elsewhere: Set<string>;
  /** `from x import *` stands in it. */
  open: 'closed' | 'open';
  readonly scopes: Map<Statement, Scope>;
};

/** One place that gives a name a value. */
export type Binding = {
  readonly at: Range;
  /** Start of the statement: what stands before it was there earlier. */
  readonly order: number;
  readonly how: BindingKind;
  /** The conditions it stands under, outermost first; empty where it is always done. */
  readonly guards: readonly Guard[];
};

export type BindingKind =
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'augmented'; readonly operator: string; readonly value: Expression }
  /** `as` of `with`: the value's `__enter__` gives it. */
  | { readonly kind: 'entered'; readonly value: Expression }
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'imported'; readonly module: string; readonly level: number; readonly name: string }
  | { readonly kind: 'function'; readonly statement: Statement & FunctionStatement }
  | { readonly kind: 'class'; readonly statement: Statement & ClassStatement }
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  /** A loop's variable, an exception, a part of a tuple: some value. */
  | { readonly kind: 'other' };

/** A condition that a statement stands under. */
export type Guard =
  /** Branch `branch` of an `if` with these tests; the branch behind the last test is `else`. */
  | { readonly kind: 'if'; readonly tests: readonly Expression[]; readonly branch: number }
  | { readonly kind: 'loop' }
  | { readonly kind: 'except' }
  | { readonly kind: 'try' }
  | { readonly kind: 'case' };

/** Collects the names of a module and of all functions and classes in it. */
export function readScopes(body: Block): Scope {
  const module = newScope('module', '', undefined);
  collect(module, body, []);
  return module;
}

function newScope(
  kind: Scope['kind'],
  name: string,
  parent: Scope | undefined,
  ofClass?: Statement & ClassStatement,
): Scope {
  return { kind, name, parent, ofClass, bindings: new Map(), elsewhere: new Set(), open: 'closed', scopes: new Map() };
}

function bind(scope: Scope, name: string, binding: Binding): void {
  const known = scope.bindings.get(name);
  if (known === undefined) scope.bindings.set(name, [binding]);
  else known.push(binding);
}

function collect(scope: Scope, body: Block, guards: readonly Guard[]): void {
  for (const statement of body) collectStatement(scope, statement, guards);
}

function collectStatement(scope: Scope, statement: Statement, guards: readonly Guard[]): void {
  const order = statement.from;
  collectWalrus(scope, statement, guards);
  switch (statement.kind) {
    case 'assign':
      for (const target of statement.targets)
        bindTarget(scope, target, { kind: 'value', value: statement.value }, order, guards);
      return;
    case 'annotated':
      if (statement.value !== undefined) {
        bindTarget(scope, statement.target, { kind: 'value', value: statement.value }, order, guards);
      } else if (scope.kind === 'class') bindTarget(scope, statement.target, { kind: 'other' }, order, guards);
      return;
    case 'augmented':
      bindTarget(
        scope,
        statement.target,
        { kind: 'augmented', operator: statement.operator, value: statement.value },
        order,
        guards,
      );
      return;
    case 'import':
    case 'from-import':
      bindImports(scope, statement, guards);
      return;
    case 'function':
      bindFunction(scope, statement, guards);
      return;
    case 'class':
      bindClass(scope, statement, guards);
      return;
    case 'global':
    case 'nonlocal':
      for (const name of statement.names) scope.elsewhere.add(name);
      return;
    case 'type':
      bind(scope, statement.name, { at: statement, order, how: { kind: 'other' }, guards });
      return;
    default:
      collectBlocks(scope, statement, guards);
  }
}

function collectBlocks(scope: Scope, statement: Statement, guards: readonly Guard[]): void {
  const order = statement.from;
  switch (statement.kind) {
    case 'if': {
      const tests = statement.branches.map((branch) => branch.test);
      statement.branches.forEach((branch, at) => {
        collect(scope, branch.body, [...guards, { kind: 'if', tests, branch: at }]);
      });
      collect(scope, statement.otherwise, [...guards, { kind: 'if', tests, branch: tests.length }]);
      return;
    }
    case 'while':
      collect(scope, statement.body, [...guards, { kind: 'loop' }]);
      collect(scope, statement.otherwise, guards);
      return;
    case 'for':
      bindTarget(scope, statement.target, { kind: 'other' }, order, guards);
      collect(scope, statement.body, [...guards, { kind: 'loop' }]);
      collect(scope, statement.otherwise, guards);
      return;
    case 'try':
      collect(scope, statement.body, [...guards, { kind: 'try' }]);
      for (const handler of statement.handlers) {
        if (handler.name !== undefined)
          bind(scope, handler.name, { at: handler, order: handler.from, how: { kind: 'other' }, guards });
        collect(scope, handler.body, [...guards, { kind: 'except' }]);
      }
      collect(scope, statement.otherwise, guards);
      collect(scope, statement.finally, guards);
      return;
    case 'with':
      for (const { value, target } of statement.items) {
        if (target !== undefined) bindTarget(scope, target, { kind: 'entered', value }, order, guards);
      }
      collect(scope, statement.body, guards);
      return;
    case 'match':
      for (const one of statement.cases) {
        for (const name of one.names) bind(scope, name, { at: statement, order, how: { kind: 'other' }, guards });
        collect(scope, one.body, [...guards, { kind: 'case' }]);
      }
      return;
    default:
  }
}

function bindTarget(scope: Scope, target: Expression, how: BindingKind, order: number, guards: readonly Guard[]): void {
  switch (target.kind) {
    case 'name':
      bind(scope, target.name, { at: target, order, how, guards });
      return;
    case 'starred':
      bindTarget(scope, target.value, { kind: 'other' }, order, guards);
      return;
    case 'tuple':
    case 'list':
      bindItems(scope, target.items, how, order, guards);
      return;
    case 'attribute':
    case 'subscript': {
      const path = pathOf(target);
      if (path !== undefined) bind(scope, path, { at: target, order, how, guards });
      return;
    }
    default:
  }
}

/** `a, b = 1, 2` gives each its own value. */
function bindItems(
  scope: Scope,
  items: readonly Expression[],
  how: BindingKind,
  order: number,
  guards: readonly Guard[],
): void {
  const values = how.kind === 'value' && how.value.kind === 'tuple' ? how.value.items : [];
  const paired = values.length === items.length && !values.some((value) => value.kind === 'starred');
  items.forEach((item, at) => {
    const value = paired ? values[at] : undefined;
    bindTarget(scope, item, value === undefined ? { kind: 'other' } : { kind: 'value', value }, order, guards);
  });
}

/** `app.config["X"]` and `self.url` as a name of their own: `app.config[X]`. Undefined for what has no fixed path. */
export function pathOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'attribute': {
      const object = pathOf(expression.object);
      return object === undefined ? undefined : `${object}.${expression.name}`;
    }
    case 'subscript': {
      const object = pathOf(expression.object);
      const { index } = expression;
      return object === undefined || index.kind !== 'constant' ? undefined : `${object}[${String(index.value)}]`;
    }
    default:
      return undefined;
  }
}

function bindImports(
  scope: Scope,
  statement: Statement & { kind: 'import' | 'from-import' },
  guards: readonly Guard[],
): void {
  const order = statement.from;
  if (statement.kind === 'import') {
    for (const module of statement.modules) {
      const top = module.module.split('.')[0] ?? '';
      const how: BindingKind = { kind: 'module', module: module.as === undefined ? top : module.module };
      bind(scope, module.as ?? top, { at: module, order, how, guards });
    }
    return;
  }
  if (statement.star === 'star') scope.open = 'open';
  const { module, level } = statement;
  for (const { name, as, from, to } of statement.names) {
    bind(scope, as, { at: { from, to }, order, how: { kind: 'imported', module, level, name }, guards });
  }
}

function bindFunction(scope: Scope, statement: Statement & FunctionStatement, guards: readonly Guard[]): void {
  bind(scope, statement.name, {
    at: statement.nameAt,
    order: statement.from,
    how: { kind: 'function', statement },
    guards,
  });
  const inner = newScope('function', statement.name, scope);
  scope.scopes.set(statement, inner);
  for (const parameter of statement.parameters) {
    bind(inner, parameter.name, {
      at: parameter,
      order: parameter.from,
      how: { kind: 'parameter', parameter },
      guards: [],
    });
  }
  collect(inner, statement.body, []);
}

function bindClass(scope: Scope, statement: Statement & ClassStatement, guards: readonly Guard[]): void {
  bind(scope, statement.name, {
    at: statement.nameAt,
    order: statement.from,
    how: { kind: 'class', statement },
    guards,
  });
  const inner = newScope('class', statement.name, scope, statement);
  scope.scopes.set(statement, inner);
  collect(inner, statement.body, []);
}

/** `(x := value)` binds in the function around it, also from inside a comprehension. */
function collectWalrus(scope: Scope, statement: Statement, guards: readonly Guard[]): void {
  for (const expression of ownExpressions(statement)) {
    eachExpression(expression, (inner) => {
      if (inner.kind !== 'walrus') return;
      bindTarget(scope, inner.target, { kind: 'value', value: inner.value }, statement.from, guards);
    });
  }
}

/** Expressions of a statement itself, not those of the statements inside it. */
export function ownExpressions(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.value];
    case 'assign':
      return [...statement.targets, statement.value];
    case 'annotated':
      return present([statement.target, statement.annotation, statement.value]);
    case 'augmented':
      return [statement.target, statement.value];
    case 'return':
      return present([statement.value]);
    case 'raise':
      return present([statement.value, statement.cause]);
    case 'delete':
      return statement.targets;
    case 'assert':
      return present([statement.test, statement.message]);
    case 'if':
      return statement.branches.map((branch) => branch.test);
    case 'while':
      return [statement.test];
    case 'for':
      return [statement.target, statement.within];
    case 'try':
      return statement.handlers.flatMap((handler) => present([handler.type]));
    case 'with':
      return statement.items.flatMap((item) => present([item.value, item.target]));
    case 'function':
      return [...statement.decorators, ...statement.parameters.flatMap(ofParameter), ...present([statement.returns])];
    case 'class':
      return [...statement.decorators, ...statement.bases.map((base) => base.value)];
    case 'match':
      return [statement.subject, ...statement.cases.flatMap((one) => present([one.guard]))];
    case 'type':
      return [statement.value];
    default:
      return [];
  }
}

function ofParameter(parameter: Parameter): readonly Expression[] {
  return present([parameter.annotation, parameter.fallback]);
}

function present(expressions: readonly (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}

/** Blocks of a statement, without those of functions and classes. */
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map((branch) => branch.body), statement.otherwise];
    case 'while':
    case 'for':
      return [statement.body, statement.otherwise];
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case 'with':
      return [statement.body];
    case 'match':
      return statement.cases.map((one) => one.body);
    default:
      return [];
  }
}

/** Visits an expression and every expression in it, outermost first. */
export function eachExpression(expression: Expression, visit: (inner: Expression) => void): void {
  visit(expression);
  for (const inner of partsOf(expression)) eachExpression(inner, visit);
}

/** The expressions that an expression is directly made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'attribute':
      return [expression.object];
    case 'call':
      return [expression.callee, ...expression.arguments.map((argument) => argument.value)];
    case 'subscript':
      return [expression.object, expression.index];
    case 'slice':
      return expression.parts;
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'boolean':
      return expression.operands;
    case 'compare':
      return [expression.first, ...expression.rest.map((one) => one.operand)];
    case 'conditional':
      return [expression.test, expression.value, expression.otherwise];
    case 'lambda':
      return [...expression.parameters.flatMap(ofParameter), expression.body];
    case 'list':
    case 'tuple':
    case 'set':
      return expression.items;
    case 'dictionary':
      return expression.entries.flatMap((entry) => (entry.kind === 'pair' ? [entry.key, entry.value] : [entry.value]));
    case 'comprehension':
      return ofComprehension(expression);
    case 'formatted':
      return formattedParts(expression.parts);
    case 'starred':
    case 'await':
      return [expression.value];
    case 'yield':
      return present([expression.value]);
    case 'walrus':
      return [expression.target, expression.value];
    case 'name':
    case 'constant':
    case 'opaque':
    case 'missing':
      return [];
  }
}

function ofComprehension(expression: Expression & { kind: 'comprehension' }): readonly Expression[] {
  const clauses = expression.clauses.flatMap((clause) =>
    clause.kind === 'for' ? [clause.target, clause.within] : [clause.test],
  );
  return present([expression.element, expression.value, ...clauses]);
}

function formattedParts(parts: (Expression & { kind: 'formatted' })['parts']): Expression[] {
  return parts.flatMap((part) => (part.kind === 'hole' ? [part.value, ...formattedParts(part.format ?? [])] : []));
}
