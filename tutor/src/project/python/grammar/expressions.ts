import { isKeyword } from './keywords.ts';
import { readStrings } from './literals.ts';
import {
  acceptOperator,
  acceptWord,
  behind,
  deeper,
  fail,
  failHere,
  isOperator,
  isWord,
  link,
  needsMinor,
  type Parser,
  peek,
  take,
} from './parser.ts';
import type { Argument, ComprehensionClause, DictionaryEntry, Expression, Parameter } from './tree.ts';

/** `a, *b, c` without brackets: a tuple where there is a comma. */
export function readExpressions(parser: Parser): Expression {
  return readTuple(parser, (inner) => readStarOr(inner, readExpression));
}

/** A single expression: conditional, lambda, or anything that binds tighter; no walrus, no comma. */
export function readExpression(parser: Parser): Expression {
  return deeper(parser, () => readTernary(parser), missing);
}

/** An expression that may be `name := value`. */
export function readNamed(parser: Parser): Expression {
  const first = readExpression(parser);
  if (!isOperator(parser, ':=')) return first;
  const operator = take(parser);
  if (first.kind !== 'name') fail(parser, 'cannot-assign', first, { to: describe(first) });
  needsMinor(parser, 8, 'walrus', operator);
  const value = readExpression(parser);
  return { kind: 'walrus', target: first, value, from: first.from, to: value.to };
}

function readStarOrNamed(parser: Parser): Expression {
  return readStarOr(parser, readNamed);
}

function readStarOr(parser: Parser, readOther: (parser: Parser) => Expression): Expression {
  const star = acceptOperator(parser, '*');
  if (star === undefined) return readOther(parser);
  const value = readBitOr(parser);
  return { kind: 'starred', value, from: star.from, to: value.to };
}

function readTuple(parser: Parser, readItem: (parser: Parser) => Expression): Expression {
  const first = readItem(parser);
  if (!isOperator(parser, ',')) return first;
  const items = [first];
  while (acceptOperator(parser, ',') !== undefined) {
    if (!startsExpression(parser)) break;
    items.push(readItem(parser));
  }
  return { kind: 'tuple', items, from: first.from, to: behind(parser) };
}

/** Targets of `for` and `del`: no `in` is taken for a comparison. */
export function readTargets(parser: Parser): Expression {
  return readTuple(parser, (inner) => {
    const star = acceptOperator(inner, '*');
    const value = readBitOr(inner);
    return star === undefined ? value : { kind: 'starred', value, from: star.from, to: value.to };
  });
}

function missing(parser: Parser): Expression {
  const at = peek(parser).from;
  return { kind: 'missing', from: at, to: at };
}

/** Whether the token at the position can begin an expression. */
export function startsExpression(parser: Parser): boolean {
  const token = peek(parser);
  switch (token.kind) {
    case 'number':
    case 'string':
      return true;
    case 'name':
      return !isKeyword(token.text) || /^(?:None|True|False|not|lambda|await|yield)$/.test(token.text);
    case 'operator':
      return /^(?:\(|\[|\{|-|\+|~|\*|\*\*|\.\.\.)$/.test(token.text);
    default:
      return false;
  }
}

function readTernary(parser: Parser): Expression {
  if (isWord(parser, 'lambda')) return readLambda(parser);
  const value = readOr(parser);
  if (!isWord(parser, 'if')) return value;
  const ifToken = take(parser);
  const test = readOr(parser);
  if (acceptWord(parser, 'else') === undefined) {
    if (parser.fault === undefined) fail(parser, 'syntax', { from: ifToken.from, to: test.to }, { text: 'else' });
    return value;
  }
  const otherwise = readExpression(parser);
  return { kind: 'conditional', test, value, otherwise, from: value.from, to: otherwise.to };
}

function readLambda(parser: Parser): Expression {
  const from = take(parser).from;
  const parameters = readParameters(parser, ':', 'bare');
  expectOperator(parser, ':');
  const body = readExpression(parser);
  return { kind: 'lambda', parameters, body, from, to: body.to };
}

function readOr(parser: Parser): Expression {
  return readBoolean(parser, 'or', (inner) => readBoolean(inner, 'and', readNot));
}

function readBoolean(parser: Parser, operator: 'and' | 'or', readOperand: (parser: Parser) => Expression): Expression {
  const first = readOperand(parser);
  if (!isWord(parser, operator)) return first;
  const operands = [first];
  while (acceptWord(parser, operator) !== undefined) operands.push(readOperand(parser));
  return { kind: 'boolean', operator, operands, from: first.from, to: behind(parser) };
}

function readNot(parser: Parser): Expression {
  if (!isWord(parser, 'not')) return readComparison(parser);
  const from = take(parser).from;
  const operand = deeper(parser, () => readNot(parser), missing);
  return { kind: 'unary', operator: 'not', operand, from, to: operand.to };
}

function readComparison(parser: Parser): Expression {
  const first = readBitOr(parser);
  const rest: { operator: string; operand: Expression }[] = [];
  for (let operator = comparisonAt(parser); operator !== undefined; operator = comparisonAt(parser)) {
    for (let taken = 0; taken < operator.length; taken++) take(parser);
    rest.push({ operator: operator.join(' '), operand: readBitOr(parser) });
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, from: first.from, to: behind(parser) };
}

function comparisonAt(parser: Parser): readonly string[] | undefined {
  const token = peek(parser);
  if (token.kind === 'operator') return /^(?:==|!=|<=|>=|<|>)$/.test(token.text) ? [token.text] : undefined;
  if (token.kind !== 'name') return undefined;
  if (token.text === 'in') return ['in'];
  if (token.text === 'is') return isWord(parser, 'not', 1) ? ['is', 'not'] : ['is'];
  return token.text === 'not' && isWord(parser, 'in', 1) ? ['not', 'in'] : undefined;
}

/** How tightly the binary operators bind. */
const BINDING: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};

/** `a | b` and all that binds tighter. */
export function readBitOr(parser: Parser): Expression {
  return readBinary(parser, 1);
}

function readBinary(parser: Parser, least: number): Expression {
  let left = readUnary(parser);
  for (;;) {
    const token = peek(parser);
    const binding = token.kind === 'operator' ? (BINDING[token.text] ?? 0) : 0;
    if (binding < least) return left;
    take(parser);
    link(parser);
    const right = readBinary(parser, binding + 1);
    left = { kind: 'binary', operator: token.text, left, right, from: left.from, to: right.to };
  }
}

function readUnary(parser: Parser): Expression {
  const token = peek(parser);
  if (token.kind !== 'operator' || !/^[-+~]$/.test(token.text)) return readPower(parser);
  take(parser);
  const operand = deeper(parser, () => readUnary(parser), missing);
  return { kind: 'unary', operator: token.text, operand, from: token.from, to: operand.to };
}

function readPower(parser: Parser): Expression {
  const base = readAwait(parser);
  if (acceptOperator(parser, '**') === undefined) return base;
  const right = deeper(parser, () => readUnary(parser), missing);
  return { kind: 'binary', operator: '**', left: base, right, from: base.from, to: right.to };
}

function readAwait(parser: Parser): Expression {
  if (!isWord(parser, 'await')) return readPrimary(parser);
  const from = take(parser).from;
  const value = readPrimary(parser);
  return { kind: 'await', value, from, to: value.to };
}

function readPrimary(parser: Parser): Expression {
  let value = readAtom(parser);
  for (;;) {
    if (isOperator(parser, '.')) value = readAttribute(parser, value);
    else if (isOperator(parser, '(')) value = readCall(parser, value);
    else if (isOperator(parser, '[')) value = readSubscript(parser, value);
    else return value;
    link(parser);
  }
}

function readAttribute(parser: Parser, object: Expression): Expression {
  take(parser);
  const token = peek(parser);
  if (token.kind !== 'name' || isKeyword(token.text)) {
    failHere(parser);
    return object;
  }
  take(parser);
  const nameAt = { from: token.from, to: token.to };
  return { kind: 'attribute', object, name: token.text, nameAt, from: object.from, to: token.to };
}

function readCall(parser: Parser, callee: Expression): Expression {
  const given = readArguments(parser);
  return { kind: 'call', callee, arguments: given, from: callee.from, to: behind(parser) };
}

/** `(a, *b, c=1, **d)`; also the bases of a class. */
export function readArguments(parser: Parser): Argument[] {
  take(parser);
  const given: Argument[] = [];
  while (!isOperator(parser, ')') && startsExpression(parser)) {
    given.push(deeper(parser, () => readArgument(parser), emptyArgument));
    if (acceptOperator(parser, ',') === undefined) break;
  }
  closeBracket(parser, ')');
  checkOrder(parser, given);
  return given;
}

/** `f(a=1, b)` is none; `f(a=1, *b)` is. */
function checkOrder(parser: Parser, given: readonly Argument[]): void {
  const named = given.findIndex((one) => one.kind === 'keyword' || one.kind === 'spread-map');
  const late = named < 0 ? undefined : given.slice(named).find((one) => one.kind === 'positional');
  if (late !== undefined && parser.fault === undefined)
    fail(parser, 'misplaced', late, { word: 'positional argument' }, given[named]);
}

function emptyArgument(parser: Parser): Argument {
  const value = missing(parser);
  return { kind: 'positional', value, from: value.from, to: value.to };
}

function readArgument(parser: Parser): Argument {
  const star = acceptOperator(parser, '*') ?? acceptOperator(parser, '**');
  if (star !== undefined) {
    const value = readExpression(parser);
    return { kind: star.text === '*' ? 'spread' : 'spread-map', value, from: star.from, to: value.to };
  }
  const name = peek(parser);
  if (name.kind === 'name' && !isKeyword(name.text) && isOperator(parser, '=', 1)) {
    take(parser);
    take(parser);
    const value = readExpression(parser);
    const nameAt = { from: name.from, to: name.to };
    return { kind: 'keyword', name: name.text, nameAt, value, from: name.from, to: value.to };
  }
  const value = readNamed(parser);
  if (isOperator(parser, '=')) {
    fail(parser, 'cannot-assign', value, { to: describe(value) });
  }
  if (!startsClause(parser)) return { kind: 'positional', value, from: value.from, to: value.to };
  const clauses = readClauses(parser);
  const whole: Expression = { kind: 'comprehension', element: value, clauses, from: value.from, to: behind(parser) };
  return { kind: 'positional', value: whole, from: whole.from, to: whole.to };
}

function readSubscript(parser: Parser, object: Expression): Expression {
  take(parser);
  const index = deeper(parser, () => readSlices(parser), missing);
  closeBracket(parser, ']');
  return { kind: 'subscript', object, index, from: object.from, to: behind(parser) };
}

function readSlices(parser: Parser): Expression {
  const first = readSlice(parser);
  if (!isOperator(parser, ',')) return first;
  const items = [first];
  while (acceptOperator(parser, ',') !== undefined) {
    if (!isOperator(parser, ':') && !startsExpression(parser)) break;
    items.push(readSlice(parser));
  }
  return { kind: 'tuple', items, from: first.from, to: behind(parser) };
}

function readSlice(parser: Parser): Expression {
  const from = peek(parser).from;
  const parts: Expression[] = [];
  if (!isOperator(parser, ':')) {
    const first = readStarOrNamed(parser);
    if (!isOperator(parser, ':')) return first;
    parts.push(first);
  }
  while (acceptOperator(parser, ':') !== undefined) {
    if (startsExpression(parser)) parts.push(readExpression(parser));
  }
  return { kind: 'slice', parts, from, to: behind(parser) };
}

function readAtom(parser: Parser): Expression {
  const token = peek(parser);
  switch (token.kind) {
    case 'string':
      return readStrings(parser);
    case 'number':
      take(parser);
      return numberOf(token.text, token.from, token.to);
    case 'name':
      return readNameAtom(parser, token.text);
    case 'operator':
      return readBracketed(parser, token.text);
    default:
      failHere(parser);
      return { kind: 'missing', from: token.from, to: token.from };
  }
}

function numberOf(text: string, from: number, to: number): Expression {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain.endsWith('j')) return { kind: 'opaque', from, to };
  return { kind: 'constant', value: Number(plain), inner: { from, to }, from, to };
}

const CONSTANTS: Readonly<Record<string, boolean | null>> = { None: null, True: true, False: false };

function readNameAtom(parser: Parser, name: string): Expression {
  const token = peek(parser);
  const { from, to } = token;
  if (Object.hasOwn(CONSTANTS, name)) {
    take(parser);
    return { kind: 'constant', value: CONSTANTS[name] ?? null, inner: { from, to }, from, to };
  }
  if (name === 'yield') return readYield(parser);
  if (isKeyword(name)) {
    failHere(parser);
    return { kind: 'missing', from, to: from };
  }
  take(parser);
  return { kind: 'name', name, from, to };
}

/** `yield`, `yield a`, `yield from a`. */
export function readYield(parser: Parser): Expression {
  const from = take(parser).from;
  if (acceptWord(parser, 'from') !== undefined) {
    const value = readExpression(parser);
    return { kind: 'yield', value, from, to: value.to };
  }
  if (!startsExpression(parser)) return { kind: 'yield', from, to: behind(parser) };
  const value = readExpressions(parser);
  return { kind: 'yield', value, from, to: value.to };
}

function readBracketed(parser: Parser, operator: string): Expression {
  const token = peek(parser);
  switch (operator) {
    case '(':
      return deeper(parser, () => readParentheses(parser), missing);
    case '[':
      return deeper(parser, () => readList(parser), missing);
    case '{':
      return deeper(parser, () => readBraces(parser), missing);
    case '...':
      take(parser);
      return { kind: 'opaque', from: token.from, to: token.to };
    default:
      failHere(parser);
      return { kind: 'missing', from: token.from, to: token.from };
  }
}

function readParentheses(parser: Parser): Expression {
  const from = take(parser).from;
  if (isOperator(parser, ')')) {
    take(parser);
    return { kind: 'tuple', items: [], from, to: behind(parser) };
  }
  if (isWord(parser, 'yield')) {
    const value = readYield(parser);
    closeBracket(parser, ')');
    return value;
  }
  const items = readItems(parser, ')');
  closeBracket(parser, ')');
  const to = behind(parser);
  if (items.clauses !== undefined)
    return { kind: 'comprehension', element: items.first, clauses: items.clauses, from, to };
  return items.rest === undefined ? items.first : { kind: 'tuple', items: [items.first, ...items.rest], from, to };
}

/** What stands in brackets: one expression, one with the clauses of a comprehension, or several with commas. */
type Items = {
  readonly first: Expression;
  readonly clauses?: readonly ComprehensionClause[];
  /** Undefined where there is no comma. */
  readonly rest?: readonly Expression[];
};

function readItems(parser: Parser, close: string): Items {
  const first = readStarOrNamed(parser);
  if (startsClause(parser)) {
    if (first.kind === 'starred') fail(parser, 'syntax', first, { text: '*' });
    return { first, clauses: readClauses(parser) };
  }
  if (!isOperator(parser, ',')) return { first };
  const rest: Expression[] = [];
  while (acceptOperator(parser, ',') !== undefined && !isOperator(parser, close)) rest.push(readStarOrNamed(parser));
  return { first, rest };
}

function readList(parser: Parser): Expression {
  const from = take(parser).from;
  if (acceptOperator(parser, ']') !== undefined) return { kind: 'list', items: [], from, to: behind(parser) };
  const items = readItems(parser, ']');
  closeBracket(parser, ']');
  const to = behind(parser);
  if (items.clauses !== undefined)
    return { kind: 'comprehension', element: items.first, clauses: items.clauses, from, to };
  return { kind: 'list', items: [items.first, ...(items.rest ?? [])], from, to };
}

function readBraces(parser: Parser): Expression {
  const from = take(parser).from;
  if (acceptOperator(parser, '}') !== undefined) return { kind: 'dictionary', entries: [], from, to: behind(parser) };
  const first = readEntry(parser);
  if (startsClause(parser)) return readBraceComprehension(parser, first, from);
  const entries = [first];
  while (acceptOperator(parser, ',') !== undefined && !isOperator(parser, '}')) entries.push(readEntry(parser));
  closeBracket(parser, '}');
  const to = behind(parser);
  const odd = entries.find((entry) => (entry.kind === 'item') !== (first.kind === 'item'));
  if (odd !== undefined && parser.fault === undefined) fail(parser, 'syntax', odd.value, { text: ':' });
  const pairs = entries.flatMap((entry): DictionaryEntry[] => (entry.kind === 'item' ? [] : [entry]));
  if (pairs.length > 0 || first.kind !== 'item') return { kind: 'dictionary', entries: pairs, from, to };
  return { kind: 'set', items: entries.flatMap((entry) => (entry.kind === 'item' ? [entry.value] : [])), from, to };
}

type BraceEntry = DictionaryEntry | { readonly kind: 'item'; readonly value: Expression };

function readEntry(parser: Parser): BraceEntry {
  if (acceptOperator(parser, '**') !== undefined) return { kind: 'spread', value: readBitOr(parser) };
  const key = readStarOrNamed(parser);
  if (acceptOperator(parser, ':') === undefined) return { kind: 'item', value: key };
  return { kind: 'pair', key, value: readExpression(parser) };
}

function readBraceComprehension(parser: Parser, entry: BraceEntry, from: number): Expression {
  const clauses = readClauses(parser);
  closeBracket(parser, '}');
  const to = behind(parser);
  if (entry.kind !== 'pair') return { kind: 'comprehension', element: entry.value, clauses, from, to };
  return { kind: 'comprehension', element: entry.key, value: entry.value, clauses, from, to };
}

function startsClause(parser: Parser): boolean {
  return isWord(parser, 'for') || (isWord(parser, 'async') && isWord(parser, 'for', 1));
}

function readClauses(parser: Parser): ComprehensionClause[] {
  const clauses: ComprehensionClause[] = [];
  while (startsClause(parser)) {
    acceptWord(parser, 'async');
    take(parser);
    const target = readTargets(parser);
    expectWord(parser, 'in');
    clauses.push({ kind: 'for', target, within: readOr(parser) });
    while (acceptWord(parser, 'if') !== undefined) {
      const test = isWord(parser, 'lambda') ? readLambda(parser) : readClauseTest(parser);
      clauses.push({ kind: 'if', test });
    }
  }
  return clauses;
}

/** The test of a comprehension's `if`: no ternary, but a walrus. */
function readClauseTest(parser: Parser): Expression {
  const first = readOr(parser);
  if (first.kind !== 'name' || !isOperator(parser, ':=')) return first;
  take(parser);
  const value = readOr(parser);
  return { kind: 'walrus', target: first, value, from: first.from, to: value.to };
}

/** Takes the closing bracket; two values without a comma between are the likeliest cause where it is not there. */
function closeBracket(parser: Parser, close: string): void {
  if (acceptOperator(parser, close) !== undefined) return;
  const token = peek(parser);
  const before = parser.tokens[parser.at - 1];
  const opensValue =
    token.kind === 'name' ? endsValue('name', token.text) : token.kind === 'number' || token.kind === 'string';
  if (opensValue && before !== undefined && endsValue(before.kind, before.text)) {
    fail(parser, 'comma-missing', { from: before.from, to: token.to }, { before: before.text, after: token.text });
  } else failHere(parser);
}

function endsValue(kind: string, text: string): boolean {
  return kind === 'name'
    ? !isKeyword(text) || /^(?:None|True|False)$/.test(text)
    : kind !== 'operator' || /^[)\]}]$/.test(text);
}

/** Takes an operator that must be there. */
export function expectOperator(parser: Parser, text: string): void {
  if (acceptOperator(parser, text) === undefined) failHere(parser);
}

/** Takes a keyword that must be there. */
export function expectWord(parser: Parser, text: string): void {
  if (acceptWord(parser, text) === undefined) failHere(parser);
}

/** Parameters of a function (`annotated`) or a lambda (`bare`), up to `end`, which is left. */
export function readParameters(parser: Parser, end: ')' | ':', style: 'annotated' | 'bare'): Parameter[] {
  const parameters: Parameter[] = [];
  while (!isOperator(parser, end) && peek(parser).kind !== 'end') {
    if (acceptOperator(parser, '/') === undefined) {
      const parameter = readParameter(parser, end, style);
      if (parameter !== undefined) parameters.push(parameter);
    }
    if (acceptOperator(parser, ',') === undefined) break;
  }
  return parameters;
}

function readParameter(parser: Parser, end: string, style: 'annotated' | 'bare'): Parameter | undefined {
  const star = acceptOperator(parser, '*') ?? acceptOperator(parser, '**');
  if (star?.text === '*' && (isOperator(parser, ',') || isOperator(parser, end))) return undefined;
  const name = peek(parser);
  if (name.kind !== 'name' || isKeyword(name.text)) {
    failHere(parser);
    return undefined;
  }
  take(parser);
  const annotated = style === 'annotated' && acceptOperator(parser, ':') !== undefined;
  const annotation = annotated ? readAnnotation(parser) : undefined;
  const equals = acceptOperator(parser, '=');
  const fallback = equals === undefined ? undefined : readExpression(parser);
  if (equals !== undefined && star !== undefined) fail(parser, 'syntax', equals, { text: '=' });
  return {
    name: name.text,
    kind: star === undefined ? 'plain' : star.text === '*' ? 'rest' : 'rest-map',
    from: star?.from ?? name.from,
    to: behind(parser),
    ...(annotation === undefined ? {} : { annotation }),
    ...(fallback === undefined ? {} : { fallback }),
  };
}

function readAnnotation(parser: Parser): Expression {
  const star = acceptOperator(parser, '*');
  const value = readExpression(parser);
  return star === undefined ? value : { kind: 'starred', value, from: star.from, to: value.to };
}

/** What an expression is, as Python words it: `function call`, `literal`, … */
export function describe(expression: Expression): string {
  switch (expression.kind) {
    case 'call':
      return 'function call';
    case 'constant':
      return expression.value === null || typeof expression.value === 'boolean'
        ? expression.value === null
          ? 'None'
          : expression.value
            ? 'True'
            : 'False'
        : 'literal';
    case 'formatted':
      return 'f-string expression';
    case 'compare':
      return 'comparison';
    case 'conditional':
      return 'conditional expression';
    case 'attribute':
    case 'subscript':
    case 'name':
      return expression.kind;
    case 'lambda':
      return 'lambda';
    default:
      return 'expression';
  }
}
