import type { Span } from '../../core/span.ts';
import { applyCall } from './calls.ts';
import type { Expression, FormattedPart, Range } from './grammar/tree.ts';
import { countBefore, lookUp, type ModuleView, type Standing } from './qualify.ts';
import { type Binding, type Guard, pathOf, type Scope } from './scope.ts';
import { isSettingsClass, settingOf } from './settings-classes.ts';
import type { Operation, Symbolic } from './symbolic.ts';

/** Where an expression is worked out: its place in the module, and the values of a function's parameters where it is called. */
export type Context = Standing & {
  readonly parameters: ReadonlyMap<string, Symbolic>;
  readonly depth: number;
  /** Expressions still to be looked at before the rest counts as unknown; shared by one working-out. */
  readonly budget: { left: number };
};

/** How deep names may lead to names, and how many expressions one value may take. */
const MAX_DEPTH = 24;
const MAX_EXPRESSIONS = 600;

/** How many assignments of one name are followed, the last ones. */
const MAX_BINDINGS = 40;

/** What an expression comes to, as far as the text tells. */
export function symbolicOf(expression: Expression, standing: Standing): Symbolic {
  return convert(expression, startContext(standing));
}

/** The context in which an expression of a function or module begins to be worked out. */
export function startContext(standing: Standing): Context {
  return { ...standing, parameters: new Map(), depth: 0, budget: { left: MAX_EXPRESSIONS } };
}

/** A place of the module as a span of its file. */
export function spanIn(view: ModuleView, range: Range): Span {
  return { file: view.file, start: range.from, end: range.to };
}

/** The symbolic value of what is not known. */
export function unknownAt(context: Standing, range: Range): Symbolic {
  return { kind: 'unknown', span: spanIn(context.view, range) };
}

/** Works an expression out in a context. */
export function convert(expression: Expression, outer: Context): Symbolic {
  outer.budget.left--;
  outer.view.budget.left--;
  const spent = outer.budget.left < 0 || outer.view.budget.left < 0;
  if (outer.depth > MAX_DEPTH || spent) return unknownAt(outer, expression);
  const context: Context = { ...outer, depth: outer.depth + 1 };
  const span = spanIn(context.view, expression);
  switch (expression.kind) {
    case 'constant':
      return { kind: 'constant', value: expression.value, span: spanIn(context.view, expression.inner) };
    case 'formatted':
      return { kind: 'template', parts: formatted(expression.parts, context), span };
    case 'name':
      return nameValue(expression, context);
    case 'attribute':
    case 'subscript':
      return memberValue(expression, context);
    case 'call':
      return applyCall(expression, context);
    case 'binary':
      return binary(expression, context);
    case 'boolean': {
      const options = expression.operands.map((operand) => convert(operand, context));
      return { kind: expression.operator === 'or' ? 'first-true' : 'first-false', options, span };
    }
    case 'conditional':
      return {
        kind: 'conditional',
        test: convert(expression.test, context),
        value: convert(expression.value, context),
        otherwise: convert(expression.otherwise, context),
        span,
      };
    case 'compare':
      return compared(expression, context);
    case 'unary':
      return unary(expression, context);
    case 'list':
    case 'tuple':
    case 'set':
      return { kind: 'list', items: expression.items.map((item) => convert(item, context)), span };
    case 'dictionary':
      return mapValue(expression, context);
    case 'walrus':
    case 'await':
      return convert(expression.value, context);
    default:
      return { kind: 'unknown', span };
  }
}

function formatted(parts: readonly FormattedPart[], context: Context): Symbolic[] {
  return parts.map((part): Symbolic => {
    if (part.kind === 'text') return { kind: 'constant', value: part.text, span: spanIn(context.view, part.at) };
    const value = convert(part.value, context);
    if (part.format === undefined && (part.conversion === undefined || part.conversion === 's')) return value;
    return { kind: 'unknown', span: value.span };
  });
}

function nameValue(expression: Expression & { kind: 'name' }, context: Context): Symbolic {
  return valueOfPath(expression.name, expression, context);
}

/** The value of a name, or of a path such as `app.config[X]` that the module gives a value. */
export function valueOfPath(path: string, at: Range, context: Context): Symbolic {
  const given = context.scope.kind === 'function' ? context.parameters.get(path) : undefined;
  const found = lookUp(path, context);
  if (found === undefined) return given ?? unknownAt(context, at);
  const { scope, bindings } = found;
  const inner = scope !== context.scope;
  return foldBindings(bindings, at, {
    ...context,
    scope,
    order: inner ? Infinity : context.order,
    parameters: inner ? new Map() : context.parameters,
  });
}

/** What all assignments before a place leave in a name: the later ones win, those under a condition only where it holds. */
function foldBindings(bindings: readonly Binding[], at: Range, context: Context): Symbolic {
  let value: Symbolic | undefined;
  const seen = countBefore(bindings, context.order);
  for (const binding of bindings.slice(Math.max(0, seen - MAX_BINDINGS), seen)) {
    if (binding.guards.some((guard) => guard.kind === 'except' || guard.kind === 'case') && value !== undefined)
      continue;
    const inLoop = binding.guards.some((guard) => guard.kind === 'loop');
    const next = inLoop && value !== undefined ? unknownAt(context, at) : bindingValue(binding, value, at, context);
    value = underGuards(binding.guards, next, value ?? unknownAt(context, at), context);
  }
  return value ?? unknownAt(context, at);
}

function underGuards(guards: readonly Guard[], next: Symbolic, before: Symbolic, context: Context): Symbolic {
  let value = next;
  for (const guard of guards.toReversed()) if (guard.kind === 'if') value = underGuard(guard, value, before, context);
  return value;
}

/** In branch 2 of an `if`, the tests of branches 0 and 1 failed and that of 2 held. */
function underGuard(guard: Guard & { kind: 'if' }, next: Symbolic, before: Symbolic, context: Context): Symbolic {
  let value = next;
  for (let branch = Math.min(guard.branch, guard.tests.length - 1); branch >= 0; branch--) {
    const test = guard.tests[branch];
    if (test === undefined) continue;
    const condition = convert(test, { ...context, order: test.from });
    const span = next.span;
    value =
      branch === guard.branch
        ? { kind: 'conditional', test: condition, value, otherwise: before, span }
        : { kind: 'conditional', test: condition, value: before, otherwise: value, span };
  }
  return value;
}

function bindingValue(binding: Binding, before: Symbolic | undefined, at: Range, context: Context): Symbolic {
  const { how } = binding;
  const here: Context = { ...context, order: binding.order };
  switch (how.kind) {
    case 'value':
    case 'entered':
      return convert(how.value, here);
    case 'augmented':
      if (how.operator !== '+=' || before === undefined) return unknownAt(context, at);
      return { kind: 'template', parts: [before, convert(how.value, here)], span: spanIn(context.view, binding.at) };
    case 'parameter':
      return context.parameters.get(how.parameter.name) ?? unknownAt(context, at);
    case 'imported':
      return importedValue(how, at, context);
    case 'module':
    case 'function':
    case 'class':
    case 'other':
      return unknownAt(context, at);
  }
}

function importedValue(
  how: { readonly module: string; readonly level: number; readonly name: string },
  at: Range,
  context: Context,
): Symbolic {
  const view = context.view.linked(how.module, how.level);
  if (view === undefined) return unknownAt(context, at);
  return valueOfPath(how.name, at, inModule(view, context));
}

/** The same working-out, seen from the end of another module. */
export function inModule(view: ModuleView, context: Context): Context {
  return { ...context, view, scope: view.scope, order: Infinity, parameters: new Map() };
}

/** `Config.X`, `config.X`, `app.config["X"]`, `settings["host"]`, `os.environ["X"]`. */
function memberValue(expression: Expression & { kind: 'attribute' | 'subscript' }, context: Context): Symbolic {
  const environment = applyCall(expression, context);
  if (environment.kind !== 'unknown') return environment;
  const path = pathOf(expression);
  if (path !== undefined && lookUp(path, context) !== undefined) return valueOfPath(path, expression, context);
  return ownMember(expression, context) ?? configured(path, expression, context) ?? environment;
}

/** `app.config["X"]`, where a class of the module sets X: `app.config.from_object(Config)` takes it over. */
function configured(path: string | undefined, at: Range, context: Context): Symbolic | undefined {
  const key = /\.config\[(\w+)\]$/.exec(path ?? '')?.[1];
  if (key === undefined) return undefined;
  const owners = [...context.view.scope.bindings].flatMap(([name, [binding]]) => {
    const isNamed = binding?.how.kind === 'class' || binding?.how.kind === 'imported';
    const named = { kind: 'name' as const, name, from: at.from, to: at.to };
    const owner = isNamed
      ? ownerOf(named, { ...context, scope: context.view.scope, order: Number.POSITIVE_INFINITY })
      : undefined;
    return owner?.scope.bindings.has(key) === true && owner.scope.kind === 'class' ? [owner] : [];
  });
  const [only, more] = owners;
  return only === undefined || more !== undefined ? undefined : valueOfPath(key, at, only);
}

function ownMember(
  expression: Expression & { kind: 'attribute' | 'subscript' },
  context: Context,
): Symbolic | undefined {
  const key = expression.kind === 'attribute' ? expression.name : constantKey(expression.index);
  if (key === undefined) return undefined;
  const owner = ownerOf(expression.object, context);
  if (owner !== undefined && expression.kind === 'attribute') {
    return settingValue(key, owner) ?? valueOfPath(key, expression, owner);
  }
  const object = convert(expression.object, context);
  if (object.kind === 'map') return object.entries.find(([name]) => name === key)?.[1];
  if (object.kind === 'list' && /^\d+$/.test(key)) return object.items[Number(key)];
  return undefined;
}

/** A field of pydantic's settings: the variable of its name, else its default. */
function settingValue(field: string, owner: Context): Symbolic | undefined {
  const { ofClass, parent } = owner.scope;
  if (ofClass === undefined || parent === undefined) return undefined;
  const standing = { view: owner.view, scope: parent, order: ofClass.from };
  const setting = isSettingsClass(ofClass, standing) ? settingOf(ofClass, field) : undefined;
  if (setting === undefined) return undefined;
  const { name, at, fallback } = setting;
  const span = spanIn(owner.view, at);
  return {
    kind: 'environment',
    name,
    nameAt: span,
    span,
    otherwise: fallback === undefined ? 'raises' : convert(fallback, owner),
  };
}

function constantKey(index: Expression): string | undefined {
  return index.kind === 'constant' && index.value !== null ? String(index.value) : undefined;
}

/** The class or local module that an expression stands for, as a place to look a name up in. */
export function ownerOf(expression: Expression, context: Context): Context | undefined {
  if (expression.kind === 'call') return ownerOf(expression.callee, context);
  if (expression.kind !== 'name') return undefined;
  const found = lookUp(expression.name, context);
  const binding = found?.bindings.at(-1);
  if (found === undefined || binding === undefined) return undefined;
  return ownerFromBinding(binding, found.scope, context);
}

function ownerFromBinding(binding: Binding, scope: Scope, context: Context): Context | undefined {
  const { how } = binding;
  if (how.kind === 'class') {
    const inside = scope.scopes.get(how.statement);
    return inside === undefined ? undefined : { ...context, scope: inside, order: Infinity, parameters: new Map() };
  }
  if (how.kind === 'value')
    return ownerOf(how.value, { ...context, scope, order: binding.order, depth: context.depth + 1 });
  if (how.kind === 'module') {
    const view = context.view.linked(how.module, 0);
    return view === undefined ? undefined : inModule(view, context);
  }
  return how.kind === 'imported' ? ownerImported(how, context) : undefined;
}

/** `from app import config` names a module, `from config import Config` a class in one. */
function ownerImported(
  how: { readonly module: string; readonly level: number; readonly name: string },
  context: Context,
): Context | undefined {
  const dotted = how.module === '' ? how.name : `${how.module}.${how.name}`;
  const asModule = context.view.linked(dotted, how.level);
  if (asModule !== undefined) return inModule(asModule, context);
  const view = context.view.linked(how.module, how.level);
  const binding = view?.scope.bindings.get(how.name)?.at(-1);
  if (view === undefined || binding === undefined || context.depth > MAX_DEPTH) return undefined;
  return ownerFromBinding(binding, view.scope, { ...inModule(view, context), depth: context.depth + 1 });
}

function binary(expression: Expression & { kind: 'binary' }, context: Context): Symbolic {
  const span = spanIn(context.view, expression);
  const { operator, left, right } = expression;
  if (operator === '+') return added(expression, context);
  if (operator === '%' && left.kind === 'constant' && typeof left.value === 'string') {
    return percentFormat(left, convert(right, context), context) ?? { kind: 'unknown', span };
  }
  if (operator === '|') {
    const parts = [convert(left, context), convert(right, context)];
    if (parts.every((part) => part.kind === 'map')) {
      return { kind: 'map', entries: parts.flatMap((part) => (part.kind === 'map' ? part.entries : [])), span };
    }
  }
  return { kind: 'unknown', span };
}

/** A long sum is a row of parts, not a tower of pairs. */
function added(expression: Expression & { kind: 'binary' }, context: Context): Symbolic {
  const parts: Symbolic[] = [];
  let left: Expression = expression;
  while (left.kind === 'binary' && left.operator === '+') {
    parts.push(convert(left.right, context));
    left = left.left;
  }
  parts.push(convert(left, context));
  const span = spanIn(context.view, expression);
  const isNumber = parts.some((part) => part.kind === 'constant' && typeof part.value !== 'string');
  return isNumber ? { kind: 'unknown', span } : { kind: 'template', parts: parts.reverse(), span };
}

/** `"…%s…" % (a, b)` and `"…%(x)s…" % {…}`. */
function percentFormat(
  left: Expression & { kind: 'constant' },
  right: Symbolic,
  context: Context,
): Symbolic | undefined {
  const text = String(left.value);
  const inner = left.inner;
  const exact = inner.to - inner.from === text.length;
  const parts: Symbolic[] = [];
  let at = 0;
  let used = 0;
  const constant = (from: number, to: number) => {
    if (from >= to) return;
    const range = exact ? { from: inner.from + from, to: inner.from + to } : inner;
    const value = text.slice(from, to).replaceAll('%%', '%');
    parts.push({ kind: 'constant', value, span: spanIn(context.view, range) });
  };
  for (const found of text.matchAll(/%(?:\((\w+)\))?([sd%])/g)) {
    if (found[2] === '%') continue;
    constant(at, found.index);
    at = found.index + found[0].length;
    const value = found[1] === undefined ? itemOf(right, used++) : entryOf(right, found[1]);
    if (value === undefined) return undefined;
    parts.push(value);
  }
  constant(at, text.length);
  return { kind: 'template', parts, span: spanIn(context.view, left) };
}

function itemOf(value: Symbolic, at: number): Symbolic | undefined {
  if (value.kind === 'list') return value.items[at];
  return at === 0 ? value : undefined;
}

function entryOf(value: Symbolic, name: string): Symbolic | undefined {
  return value.kind === 'map' ? value.entries.find(([key]) => key === name)?.[1] : undefined;
}

const COMPARISONS: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({
    '==': 'equal',
    '!=': 'not-equal',
    is: 'equal',
    'is not': 'not-equal',
    in: 'in',
    'not in': 'not-in',
    '<': 'less',
    '>': 'greater',
  }),
);

function compared(expression: Expression & { kind: 'compare' }, context: Context): Symbolic {
  const span = spanIn(context.view, expression);
  const [only, more] = expression.rest;
  const operation = only === undefined || more !== undefined ? undefined : COMPARISONS.get(only.operator);
  if (only === undefined || operation === undefined) return { kind: 'unknown', span };
  const membership = operation === 'in' || operation === 'not-in';
  const has = membership ? environmentHas(expression.first, only.operand, context) : undefined;
  if (has !== undefined) return operation === 'in' ? has : { kind: 'apply', operation: 'not', values: [has], span };
  const values = [convert(expression.first, context), convert(only.operand, context)];
  return { kind: 'apply', operation, values, span };
}

/** `"X" in os.environ`. */
function environmentHas(name: Expression, within: Expression, context: Context): Symbolic | undefined {
  const path = within.kind === 'attribute' || within.kind === 'name' ? pathOf(within) : undefined;
  if (path === undefined || !/(?:^|\.)environ$/.test(path) || name.kind !== 'constant') return undefined;
  const span = spanIn(context.view, name);
  const values: Symbolic[] = [{ kind: 'constant', value: name.value, span: spanIn(context.view, name.inner) }];
  return { kind: 'apply', operation: 'environment-has', values, span };
}

function unary(expression: Expression & { kind: 'unary' }, context: Context): Symbolic {
  const span = spanIn(context.view, expression);
  const operand = convert(expression.operand, context);
  if (expression.operator === 'not') return { kind: 'apply', operation: 'not', values: [operand], span };
  const isNumber = operand.kind === 'constant' && typeof operand.value === 'number';
  if (expression.operator === '-' && isNumber) return { kind: 'constant', value: -Number(operand.value), span };
  return { kind: 'unknown', span };
}

function mapValue(expression: Expression & { kind: 'dictionary' }, context: Context): Symbolic {
  const span = spanIn(context.view, expression);
  const entries: [string, Symbolic][] = [];
  for (const entry of expression.entries) {
    const value = convert(entry.value, context);
    if (entry.kind === 'spread') {
      if (value.kind !== 'map') return { kind: 'unknown', span };
      entries.push(...value.entries.map(([key, inner]): [string, Symbolic] => [key, inner]));
    } else {
      const key = convert(entry.key, context);
      if (key.kind !== 'constant') return { kind: 'unknown', span };
      entries.push([String(key.value), value]);
    }
  }
  return { kind: 'map', entries, span };
}
