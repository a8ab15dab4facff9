import type { Argument, Expression, Range, Statement } from './grammar/tree.ts';
import { lookUp, qualify, type Standing } from './qualify.ts';
import type { Operation, Symbolic } from './symbolic.ts';
import { type Context, convert, ownerOf, spanIn, unknownAt } from './symbolic-of.ts';

/** What a call, or an item of `os.environ`, comes to. Unknown for functions whose meaning is not known. */
export function applyCall(expression: Expression, context: Context): Symbolic {
  const read = environmentRead(expression, context);
  if (read !== undefined) return readSymbolic(read, context);
  if (expression.kind !== 'call') return unknownAt(context, expression);
  return (
    readByName(expression, context) ??
    fileText(expression, context) ??
    knownFunction(expression, context) ??
    textMethod(expression, context) ??
    ownFunction(expression, context) ??
    unknownAt(context, expression)
  );
}

/** A read of an environment variable as it stands in the text. */
export type Read = {
  readonly name: string;
  readonly nameAt: Range;
  readonly at: Range;
  readonly how: 'subscript' | 'get' | 'library';
  readonly fallback: Expression | undefined;
  /** What is raised, or None, where it is not set and nothing else is said. */
  readonly absent: 'raises' | 'none';
  /** The value is turned into a number or a truth value: `cast=int`, `env.int`. */
  readonly cast: 'int' | 'bool' | undefined;
};

/** What a function that reads a variable does where it is not set. */
type Reader = { readonly absent: 'raises' | 'none'; readonly how: 'get' | 'library'; readonly cast?: 'int' | 'bool' };
/** Functions that read a variable, by their qualified names. */
export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>(
  Object.entries({
    'os.environ.get': { absent: 'none', how: 'get' },
    'os.getenv': { absent: 'none', how: 'get' },
    'os.environ.pop': { absent: 'raises', how: 'get' },
    'os.environ.setdefault': { absent: 'none', how: 'get' },
    'decouple.config': { absent: 'raises', how: 'library' },
    'environs.Env()': { absent: 'raises', how: 'library' },
    'environs.Env().str': { absent: 'raises', how: 'library' },
    'environs.Env().int': { absent: 'raises', how: 'library', cast: 'int' },
    'environs.Env().bool': { absent: 'raises', how: 'library', cast: 'bool' },
    'environs.env': { absent: 'raises', how: 'library' },
    'environs.env.str': { absent: 'raises', how: 'library' },
    'environs.env.int': { absent: 'raises', how: 'library', cast: 'int' },
    'environ.Env()': { absent: 'raises', how: 'library' },
    'environ.Env().str': { absent: 'raises', how: 'library' },
    'environ.Env().int': { absent: 'raises', how: 'library', cast: 'int' },
    'starlette.config.Config()': { absent: 'raises', how: 'library' },
  }),
);

/** Reads `os.environ["X"]`, `os.getenv("X", "y")` and the like; undefined for anything else. */
export function environmentRead(expression: Expression, standing: Standing): Read | undefined {
  if (expression.kind !== 'subscript' && expression.kind !== 'call') return undefined;
  const named = expression.kind === 'call' ? expression.callee : expression.object;
  return readNamed(expression, qualify(named, standing));
}

/** The same, of an expression whose callee or object is named already. */
export function readNamed(
  expression: Expression & { readonly kind: 'call' | 'subscript' },
  name: string | undefined,
): Read | undefined {
  if (name === undefined) return undefined;
  return expression.kind === 'subscript' ? subscriptRead(expression, name) : callRead(expression, name);
}

function callRead(expression: Expression & { kind: 'call' }, name: string): Read | undefined {
  const reader = READERS.get(name);
  const first = expression.arguments[0];
  const variable = first?.kind === 'positional' || first?.kind === 'keyword' ? first.value : undefined;
  if (reader === undefined || variable?.kind !== 'constant' || typeof variable.value !== 'string') return undefined;
  return {
    name: variable.value,
    nameAt: variable.inner,
    at: expression,
    how: reader.how,
    fallback: fallbackOf(expression.arguments),
    absent: reader.absent,
    cast: reader.cast ?? castOf(expression.arguments),
  };
}

function subscriptRead(expression: Expression & { kind: 'subscript' }, name: string): Read | undefined {
  const { index } = expression;
  if (name !== 'os.environ' || index.kind !== 'constant' || typeof index.value !== 'string') return undefined;
  const common = { name: index.value, nameAt: index.inner, at: expression, fallback: undefined, cast: undefined };
  return { ...common, how: 'subscript', absent: 'raises' };
}

function fallbackOf(given: readonly Argument[]): Expression | undefined {
  const named = given.find((argument) => argument.kind === 'keyword' && argument.name === 'default');
  const second = given[1];
  return named?.value ?? (second?.kind === 'positional' ? second.value : undefined);
}

function castOf(given: readonly Argument[]): 'int' | 'bool' | undefined {
  const cast = given.find((argument) => argument.kind === 'keyword' && argument.name === 'cast')?.value;
  if (cast?.kind !== 'name') return undefined;
  return cast.name === 'int' || cast.name === 'bool' ? cast.name : undefined;
}

function readSymbolic(read: Read, context: Context): Symbolic {
  const span = spanIn(context.view, read.at);
  const value: Symbolic = {
    kind: 'environment',
    name: read.name,
    nameAt: spanIn(context.view, read.nameAt),
    span,
    otherwise: read.fallback === undefined ? read.absent : convert(read.fallback, context),
  };
  return read.cast === undefined ? value : { kind: 'apply', operation: read.cast, values: [value], span };
}

/** `os.environ.get(name)`, where `name` comes to a text: a function of the project that reads for others. */
function readByName(expression: Expression & { kind: 'call' }, context: Context): Symbolic | undefined {
  const reader = READERS.get(qualify(expression.callee, context) ?? '');
  const first = expression.arguments[0];
  if (reader === undefined || first?.kind !== 'positional') return undefined;
  const name = convert(first.value, context);
  if (name.kind !== 'constant' || typeof name.value !== 'string') return undefined;
  const fallback = fallbackOf(expression.arguments);
  return {
    kind: 'environment',
    name: name.value,
    nameAt: name.span,
    span: spanIn(context.view, expression),
    otherwise: fallback === undefined ? reader.absent : convert(fallback, context),
  };
}

/** Functions of the standard library that can be worked out, by their qualified names. */
export const FUNCTIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({
    str: 'str',
    int: 'int',
    bool: 'bool',
    'urllib.parse.quote': 'quote',
    'urllib.parse.quote_plus': 'quote-plus',
    'werkzeug.urls.url_quote': 'quote',
    'werkzeug.urls.url_quote_plus': 'quote-plus',
    'os.path.exists': 'file-exists',
    'os.path.isfile': 'file-exists',
  }),
);

function knownFunction(expression: Expression & { kind: 'call' }, context: Context): Symbolic | undefined {
  const name = qualify(expression.callee, context);
  const span = spanIn(context.view, expression);
  if (name === 'dj_database_url.config' || name === 'environ.Env().db' || name === 'environ.Env().db_url') {
    return databaseUrl(expression, context);
  }
  if (name === 'dict') return dictOf(expression.arguments, context, span);
  if (
    name === 'sqlalchemy.URL.create' ||
    name === 'sqlalchemy.engine.URL.create' ||
    name === 'sqlalchemy.engine.url.URL.create'
  ) {
    return urlOf(expression.arguments, context, expression);
  }
  const operation = name === undefined ? undefined : FUNCTIONS.get(name);
  if (operation === undefined || !expression.arguments.every((argument) => argument.kind === 'positional'))
    return undefined;
  const values = expression.arguments.map((argument) => convert(argument.value, context));
  const isSafe = operation === 'quote' || operation === 'quote-plus' || values.length === 1;
  return isSafe ? { kind: 'apply', operation, values, span } : undefined;
}

/** `open(path).read()`, `with open(path) as f: f.read()`, `Path(path).read_text()`: how secrets are read. */
function fileText(expression: Expression & { kind: 'call' }, context: Context): Symbolic | undefined {
  const { callee } = expression;
  if (callee.kind !== 'attribute' || !/^(?:read|read_text|readline)$/.test(callee.name)) return undefined;
  if (!/^(?:open|io\.open|pathlib\.Path)\(\)\./.test(qualify(callee, context) ?? '')) return undefined;
  const path = openedPath(callee.object, context);
  if (path === undefined) return undefined;
  return { kind: 'apply', operation: 'file-text', values: [path], span: spanIn(context.view, expression) };
}

/** The path that `open(…)` or `Path(…)` is given, also where its result has a name. */
function openedPath(opened: Expression, context: Context): Symbolic | undefined {
  if (opened.kind === 'call') {
    const first = opened.arguments[0];
    return first?.kind === 'positional' ? convert(first.value, context) : undefined;
  }
  if (opened.kind !== 'name') return undefined;
  const found = lookUp(opened.name, context);
  const binding = found?.bindings.findLast((one) => one.order <= context.order);
  const how = binding?.how;
  if (how?.kind !== 'entered' && how?.kind !== 'value') return undefined;
  return how.value.kind === 'call' ? openedPath(how.value, context) : undefined;
}

/** `dj_database_url.config(default=…)` and `env.db()` read DATABASE_URL, or the variable that they are given. */
function databaseUrl(expression: Expression & { kind: 'call' }, context: Context): Symbolic {
  const named = expression.arguments.find((one, at) =>
    one.kind === 'keyword' ? one.name === 'env' || one.name === 'var' : at === 0 && one.value.kind === 'constant',
  )?.value;
  const span = spanIn(context.view, expression);
  const fallback = expression.arguments.find((one) => one.kind === 'keyword' && one.name === 'default')?.value;
  const isName = named?.kind === 'constant' && typeof named.value === 'string';
  return {
    kind: 'environment',
    name: isName ? String(named.value) : 'DATABASE_URL',
    nameAt: isName ? spanIn(context.view, named.inner) : span,
    span,
    otherwise: fallback === undefined ? 'none' : convert(fallback, context),
  };
}

function dictOf(given: readonly Argument[], context: Context, span: Symbolic['span']): Symbolic | undefined {
  const entries: [string, Symbolic][] = [];
  for (const argument of given) {
    if (argument.kind !== 'keyword') return undefined;
    entries.push([argument.name, convert(argument.value, context)]);
  }
  return { kind: 'map', entries, span };
}

/** `URL.create("postgresql", username=…, host=…)` as the address it makes. */
function urlOf(given: readonly Argument[], context: Context, at: Range): Symbolic | undefined {
  const order = ['drivername', 'username', 'password', 'host', 'port', 'database'];
  const parts = new Map<string, Symbolic>();
  given.forEach((argument, index) => {
    const name = argument.kind === 'keyword' ? argument.name : order[index];
    if (name !== undefined) parts.set(name, convert(argument.value, context));
  });
  const span = spanIn(context.view, at);
  const text = (value: string): Symbolic => ({ kind: 'constant', value, span });
  const quoted = (value: Symbolic): Symbolic => ({
    kind: 'apply',
    operation: 'quote',
    values: [value, text('')],
    span,
  });
  const part = (name: string, before: string, wrap: (value: Symbolic) => Symbolic): Symbolic[] => {
    const value = parts.get(name);
    return value === undefined ? [] : [text(before), wrap(value)];
  };
  const plain = (value: Symbolic) => value;
  const scheme = parts.get('drivername');
  if (scheme === undefined) return undefined;
  return {
    kind: 'template',
    parts: [
      scheme,
      ...part('username', '://', quoted),
      ...part('password', ':', quoted),
      ...part('host', parts.has('username') ? '@' : '://', plain),
      ...part('port', ':', plain),
      ...part('database', '/', plain),
    ],
    span,
  };
}

/** Methods of a text that can be worked out. */
export const METHODS: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({
    replace: 'replace',
    strip: 'strip',
    lower: 'lower',
    upper: 'upper',
    startswith: 'starts-with',
    endswith: 'ends-with',
  }),
);

/** Methods of a text, and `config.get("X")` of what the module itself gives values. */
function textMethod(expression: Expression & { kind: 'call' }, context: Context): Symbolic | undefined {
  const { callee } = expression;
  if (callee.kind !== 'attribute') return undefined;
  if (callee.name === 'format') return formatMethod(expression, callee.object, context);
  if (callee.name === 'get') return getMethod(expression, callee.object, context);
  if (callee.name === 'join') return joinMethod(expression, callee.object, context);
  const operation = METHODS.get(callee.name);
  if (operation === undefined || !expression.arguments.every((argument) => argument.kind === 'positional'))
    return undefined;
  const values = [
    convert(callee.object, context),
    ...expression.arguments.map((given) => convert(given.value, context)),
  ];
  return { kind: 'apply', operation, values, span: spanIn(context.view, expression) };
}

/** `"{}:{x}".format(a, x=b)`. */
function formatMethod(
  expression: Expression & { kind: 'call' },
  object: Expression,
  context: Context,
): Symbolic | undefined {
  if (object.kind !== 'constant' || typeof object.value !== 'string') return undefined;
  const text = object.value;
  const exact = object.inner.to - object.inner.from === text.length;
  const parts: Symbolic[] = [];
  let at = 0;
  let next = 0;
  const constant = (from: number, to: number) => {
    if (from >= to) return;
    const range = exact ? { from: object.inner.from + from, to: object.inner.from + to } : object.inner;
    parts.push({
      kind: 'constant',
      value: text.slice(from, to).replace(/\{\{|\}\}/g, (pair) => pair[0] ?? ''),
      span: spanIn(context.view, range),
    });
  };
  for (const found of text.matchAll(/\{\{|\}\}|\{(\w*)\}/g)) {
    if (found[1] === undefined) continue;
    constant(at, found.index);
    at = found.index + found[0].length;
    const key = found[1] === '' ? String(next++) : found[1];
    const given = argumentNamed(expression.arguments, key);
    if (given === undefined) return undefined;
    parts.push(convert(given, context));
  }
  constant(at, text.length);
  return { kind: 'template', parts, span: spanIn(context.view, expression) };
}

function argumentNamed(given: readonly Argument[], key: string): Expression | undefined {
  if (/^\d+$/.test(key)) {
    const argument = given[Number(key)];
    return argument?.kind === 'positional' ? argument.value : undefined;
  }
  return given.find((argument) => argument.kind === 'keyword' && argument.name === key)?.value;
}

/** `app.config.get("X")` and `settings.get("host", "db")`. */
function getMethod(
  expression: Expression & { kind: 'call' },
  object: Expression,
  context: Context,
): Symbolic | undefined {
  const [first, second] = expression.arguments;
  if (first?.value.kind !== 'constant') return undefined;
  const key = String(first.value.value);
  const asItem: Expression = {
    kind: 'subscript',
    object,
    index: first.value,
    from: expression.from,
    to: expression.to,
  };
  const value = convert(asItem, context);
  if (value.kind !== 'unknown') return value;
  const whole = convert(object, context);
  if (whole.kind !== 'map' || whole.entries.some(([name]) => name === key)) return undefined;
  if (second !== undefined) return convert(second.value, context);
  return { kind: 'constant', value: null, span: spanIn(context.view, expression) };
}

/** `"".join([a, b])`. */
function joinMethod(
  expression: Expression & { kind: 'call' },
  object: Expression,
  context: Context,
): Symbolic | undefined {
  const only = expression.arguments[0];
  if (object.kind !== 'constant' || only === undefined) return undefined;
  const items = convert(only.value, context);
  if (items.kind !== 'list') return undefined;
  const between = convert(object, context);
  const parts = items.items.flatMap((item, at) => (at === 0 ? [item] : [between, item]));
  return { kind: 'template', parts, span: spanIn(context.view, expression) };
}

/** A function of the project itself: what it returns for these arguments. */
function ownFunction(expression: Expression & { kind: 'call' }, context: Context): Symbolic | undefined {
  const { callee } = expression;
  const owner = callee.kind === 'attribute' ? ownerOf(callee.object, context) : undefined;
  const name = callee.kind === 'attribute' ? callee.name : callee.kind === 'name' ? callee.name : undefined;
  if (name === undefined || (callee.kind === 'attribute' && owner === undefined)) return undefined;
  return calledIn(name, expression, owner ?? context, context);
}

function calledIn(
  name: string,
  call: Expression & { kind: 'call' },
  place: Context,
  caller: Context,
): Symbolic | undefined {
  const found = lookUp(name, place);
  const how = found?.bindings.at(-1)?.how;
  if (found === undefined || how === undefined) return undefined;
  if (how.kind === 'imported') {
    const view = place.view.linked(how.module, how.level);
    if (view === undefined || place.depth > 20) return undefined;
    return calledIn(
      how.name,
      call,
      { ...place, view, scope: view.scope, order: Infinity, depth: place.depth + 1 },
      caller,
    );
  }
  if (how.kind !== 'function') return undefined;
  const scope = found.scope.scopes.get(how.statement);
  if (scope === undefined) return undefined;
  const parameters = new Map<string, Symbolic>();
  how.statement.parameters
    .filter((parameter) => parameter.name !== 'self' && parameter.name !== 'cls')
    .forEach((parameter, at) => {
      const positional = call.arguments[at];
      const named = call.arguments.find((one) => one.kind === 'keyword' && one.name === parameter.name);
      const given = named ?? (positional?.kind === 'positional' ? positional : undefined);
      const inner: Context = { ...place, scope: found.scope, order: Infinity };
      if (given !== undefined) parameters.set(parameter.name, convert(given.value, caller));
      else if (parameter.fallback !== undefined) parameters.set(parameter.name, convert(parameter.fallback, inner));
    });
  return returned(
    { body: how.statement.body, at: 0, next: undefined },
    { ...place, scope, order: Infinity, parameters },
  );
}

/** Statements still to be done: those of a block from `at` on, then what stands behind the block. */
type Rest = { readonly body: readonly Statement[]; readonly at: number; readonly next: Rest | undefined };

/** What a body returns: `if test: return a` before `return b` is a choice between the two. */
function returned(start: Rest | undefined, context: Context): Symbolic | undefined {
  for (let rest = start; rest !== undefined; ) {
    context.budget.left--;
    if (context.budget.left < 0) return undefined;
    const statement = rest.body[rest.at];
    const after: Rest | undefined = rest.at + 1 < rest.body.length ? { ...rest, at: rest.at + 1 } : rest.next;
    if (statement === undefined) rest = rest.next;
    else if (statement.kind === 'try' || statement.kind === 'with') rest = { body: statement.body, at: 0, next: after };
    else if (endsHere(statement)) return endValue(statement, after, context);
    else rest = after;
  }
  return undefined;
}

function endsHere(statement: Statement): boolean {
  return ['return', 'if', 'for', 'while', 'match', 'raise'].includes(statement.kind);
}

function endValue(statement: Statement, after: Rest | undefined, context: Context): Symbolic | undefined {
  const here: Context = { ...context, order: statement.from };
  if (statement.kind === 'return') return statement.value === undefined ? undefined : convert(statement.value, here);
  return statement.kind === 'if' ? returnedIf(statement, after, here) : undefined;
}

function returnedIf(
  statement: Statement & { kind: 'if' },
  rest: Rest | undefined,
  context: Context,
): Symbolic | undefined {
  const after: Context = { ...context, order: Number.POSITIVE_INFINITY };
  let value = returned({ body: statement.otherwise, at: 0, next: rest }, after);
  for (const branch of statement.branches.toReversed()) {
    const then = returned({ body: branch.body, at: 0, next: rest }, after);
    if (then === undefined && value === undefined) continue;
    const span = spanIn(context.view, branch.test);
    const raises: Symbolic = { kind: 'unknown', span };
    value = {
      kind: 'conditional',
      test: convert(branch.test, context),
      value: then ?? raises,
      otherwise: value ?? raises,
      span,
    };
  }
  return value;
}
