import { nearest } from '../../core/nearest.ts';
import { BUILTINS } from './builtins.ts';
import { findEarlyNames } from './early-names.ts';
import type { ParsedModule } from './grammar/parse.ts';
import type { ClassStatement, Expression, FunctionStatement, Parameter, Statement } from './grammar/tree.ts';
import type { ModuleView } from './qualify.ts';
import type { NameUse } from './reading.ts';
import { blocksOf, eachExpression, ownExpressions, partsOf, type Scope } from './scope.ts';
import { spanIn } from './symbolic-of.ts';

const PYTHON_2 = [
  'unicode',
  'long',
  'basestring',
  'unichr',
  'raw_input',
  'xrange',
  'reduce',
  'file',
  'cmp',
  'execfile',
];
/** The most names that are told. */
const MAX_NAMES = 20;

/**
 * Names that are used and that nothing can define: no binding anywhere around, no builtin; and those that are used
 * above the line that defines them.
 * Says nothing where any name may be there: star imports, `globals()`, `exec`, `__getattr__`.
 */
export function findUndefinedNames(view: ModuleView, parsed: ParsedModule): NameUse[] {
  if (isOpen(view.scope) || (speaksOf(parsed.text, MAKE_NAMES) && MAKES_NAMES.test(parsed.text))) return [];
  const search: Search = { view, found: [], globals: globalsOf(view.scope) };
  // A module that asks for Python's version may use the names of Python 2 where they are there.
  if (speaksOf(parsed.text, ASK_VERSION) && /\b(?:version_info|PY2|PY3)\b/.test(parsed.text))
    for (const name of PYTHON_2) search.globals.add(name);
  searchBlock(search, parsed.body, [view.scope]);
  return [...search.found, ...findEarlyNames(view, parsed.body)];
}

const MAKE_NAMES = ['globals', 'locals', 'vars', 'exec', 'eval', '__builtins__', '__getattr__', 'builtins'];
const MAKES_NAMES = /\b(?:globals|locals|vars|exec|eval|__builtins__|__getattr__|builtins)\b/;
const ASK_VERSION = ['version_info', 'PY2', 'PY3'];

/** Asked first: few texts hold the words at all, and an expression is slow to make ready. */
function speaksOf(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}

type Search = { readonly view: ModuleView; readonly found: NameUse[]; readonly globals: Set<string> };
/** Names that are visible, innermost last: scopes, and sets of names of lambdas and comprehensions. */
type Visible = readonly (Scope | ReadonlySet<string>)[];

function isOpen(scope: Scope): boolean {
  return scope.open === 'open' || [...scope.scopes.values()].some(isOpen);
}

/** Names that functions declare `global`: they make module names by assignment. */
function globalsOf(scope: Scope): Set<string> {
  const names = new Set(scope.elsewhere);
  for (const inner of scope.scopes.values()) for (const name of globalsOf(inner)) names.add(name);
  return names;
}

function searchBlock(search: Search, body: readonly Statement[], visible: Visible): void {
  for (const statement of body) searchStatement(search, statement, visible);
}

function searchStatement(search: Search, statement: Statement, visible: Visible): void {
  if (statement.kind === 'function') {
    searchFunction(search, statement, visible);
    return;
  }
  if (statement.kind === 'class') {
    searchClass(search, statement, visible);
    return;
  }
  // Annotations may name what only a type checker knows.
  const skipped = statement.kind === 'annotated' ? statement.annotation : undefined;
  for (const expression of ownExpressions(statement)) {
    if (expression !== skipped) searchExpression(search, expression, visible);
  }
  blocksOf(statement).forEach((block, at) => {
    if (!isAsked(statement, at)) searchBlock(search, block, visible);
  });
}

/** `try: unicode except NameError: …` asks whether a name is there. */
function isAsked(statement: Statement, block: number): boolean {
  return statement.kind === 'try' && block === 0 && statement.handlers.some(({ type }) => namesNameError(type));
}

function namesNameError(type: Expression | undefined): boolean {
  if (type?.kind === 'tuple') return type.items.some(namesNameError);
  return type?.kind === 'name' && type.name === 'NameError';
}

function searchFunction(search: Search, statement: Statement & FunctionStatement, visible: Visible): void {
  for (const decorator of statement.decorators) searchExpression(search, decorator, visible);
  for (const parameter of statement.parameters) {
    if (parameter.fallback !== undefined) searchExpression(search, parameter.fallback, visible);
  }
  searchBlock(search, statement.body, inside(statement, visible));
}

function searchClass(search: Search, statement: Statement & ClassStatement, visible: Visible): void {
  for (const decorator of statement.decorators) searchExpression(search, decorator, visible);
  for (const base of statement.bases) searchExpression(search, base.value, visible);
  searchBlock(search, statement.body, inside(statement, visible));
}

function inside(statement: Statement, visible: Visible): Visible {
  const around = visible.at(-1);
  const scope = around instanceof Set || around === undefined ? undefined : (around as Scope).scopes.get(statement);
  return scope === undefined ? visible : [...visible, scope];
}

function searchExpression(search: Search, expression: Expression, visible: Visible): void {
  switch (expression.kind) {
    case 'name':
      checkName(search, expression, visible);
      return;
    case 'lambda':
      searchLambda(search, expression, visible);
      return;
    case 'comprehension':
      for (const part of partsOf(expression)) searchExpression(search, part, [...visible, boundIn(expression)]);
      return;
    default:
      for (const part of partsOf(expression)) searchExpression(search, part, visible);
  }
}

function searchLambda(search: Search, expression: Expression & { kind: 'lambda' }, visible: Visible): void {
  const names = new Set(expression.parameters.map((parameter: Parameter) => parameter.name));
  for (const part of partsOf(expression)) searchExpression(search, part, [...visible, names]);
}

function boundIn(expression: Expression & { kind: 'comprehension' }): ReadonlySet<string> {
  const names = new Set<string>();
  for (const clause of expression.clauses) {
    if (clause.kind === 'for') eachExpression(clause.target, (inner) => inner.kind === 'name' && names.add(inner.name));
  }
  return names;
}

function checkName(search: Search, use: Expression & { kind: 'name' }, visible: Visible): void {
  const { name } = use;
  if (BUILTINS.has(name) || search.globals.has(name) || visible.some((scope) => binds(scope, name))) return;
  if (search.found.length >= MAX_NAMES || search.found.some((known) => known.name === name)) return;
  const likely = likelyName(name, visible);
  search.found.push({ name, span: spanIn(search.view, use), ...(likely === undefined ? {} : { nearest: likely }) });
}

function binds(scope: Scope | ReadonlySet<string>, name: string): boolean {
  return scope instanceof Set ? scope.has(name) : (scope as Scope).bindings.has(name);
}

/** A name of the module's own is likelier meant than a builtin; one or two letters are close to everything. */
function likelyName(name: string, visible: Visible): string | undefined {
  if (name.length < 3) return undefined;
  const names = visible.flatMap((scope) => (scope instanceof Set ? [...scope] : [...(scope as Scope).bindings.keys()]));
  const plain = names.filter((one) => !/[.[]/.test(one));
  return nearest(name, plain) ?? nearest(name, [...BUILTINS]);
}
