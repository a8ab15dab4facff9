import {
  describe,
  expectOperator,
  expectWord,
  readArguments,
  readExpression,
  readExpressions,
  readNamed,
  readParameters,
  readTargets,
  readYield,
  startsExpression,
} from './expressions.ts';
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
  needsMinor,
  type Parser,
  peek,
  take,
} from './parser.ts';
import type {
  Block,
  Branch,
  Expression,
  Handler,
  ImportedModule,
  MatchCase,
  Range,
  Statement,
  WithItem,
} from './tree.ts';

/** Reads statements up to the end of the module. */
export function readModule(parser: Parser): Statement[] {
  const statements: Statement[] = [];
  while (peek(parser).kind !== 'end') {
    if (peek(parser).kind === 'newline') take(parser);
    else readStatement(parser, statements);
  }
  return statements;
}

/** Reads one line of statements, or one compound statement. What was read before a fault is kept. */
function readStatement(parser: Parser, into: Statement[]): void {
  parser.chain = 0;
  const token = peek(parser);
  const compound = token.kind === 'name' ? compoundAt(parser, token.text) : undefined;
  if (compound !== undefined) {
    const statement = deeper<Statement | undefined>(parser, () => compound(parser), nothing);
    if (statement !== undefined) into.push(statement);
  } else if (token.kind === 'operator' && token.text === '@') {
    const statement = deeper<Statement | undefined>(parser, () => readDecorated(parser), nothing);
    if (statement !== undefined) into.push(statement);
  } else readLine(parser, into);
}

function nothing(): undefined {
  return undefined;
}

type ReadCompound = (parser: Parser) => Statement | undefined;

function compoundAt(parser: Parser, word: string): ReadCompound | undefined {
  switch (word) {
    case 'if':
      return readIf;
    case 'while':
      return readWhile;
    case 'for':
      return readFor;
    case 'try':
      return readTry;
    case 'with':
      return readWith;
    case 'def':
      return (inner) => readFunction(inner, []);
    case 'class':
      return (inner) => readClass(inner, []);
    case 'async':
      return readAsync;
    case 'match':
      return startsMatch(parser) ? readMatch : undefined;
    default:
      return undefined;
  }
}

/** `a; b; c` up to the line's end. */
function readLine(parser: Parser, into: Statement[]): void {
  for (;;) {
    const before = parser.at;
    const statement = readSimple(parser);
    if (statement !== undefined) into.push(statement);
    const separated = acceptOperator(parser, ';') !== undefined;
    if (separated && peek(parser).kind !== 'newline' && peek(parser).kind !== 'end') continue;
    endLine(parser, before, into.at(-1));
    return;
  }
}

function endLine(parser: Parser, start: number, statement: Statement | undefined): void {
  const token = peek(parser);
  if (token.kind === 'newline') take(parser);
  else if (token.kind !== 'end') failBehind(parser, parser.tokens[start]?.text ?? '', statement);
}

/** Something follows a statement that was complete. */
function failBehind(parser: Parser, first: string, statement: Statement | undefined): void {
  const token = peek(parser);
  const isPrint = statement?.kind === 'expression' && statement.value.kind === 'name' && /^(?:print|exec)$/.test(first);
  if (isPrint && startsExpression(parser)) {
    fail(parser, 'print-statement', { from: statement.from, to: lineEnd(parser) }, { word: first });
    return;
  }
  if (token.kind === 'operator' && token.text === '=') {
    const value = statement?.kind === 'expression' ? statement.value : undefined;
    if (value !== undefined) {
      fail(parser, 'cannot-assign', value, { to: describe(value) });
      return;
    }
  }
  failHere(parser);
}

function lineEnd(parser: Parser): number {
  let at = parser.at;
  while (!['newline', 'end', 'fault'].includes(parser.tokens[at]?.kind ?? 'end')) at++;
  return parser.tokens[at - 1]?.to ?? behind(parser);
}

function readSimple(parser: Parser): Statement | undefined {
  const token = peek(parser);
  const word = token.kind === 'name' ? token.text : '';
  switch (word) {
    case 'pass':
    case 'break':
    case 'continue':
      take(parser);
      return { kind: word, from: token.from, to: token.to };
    case 'return':
      return readReturn(parser);
    case 'raise':
      return readRaise(parser);
    case 'import':
      return readImport(parser);
    case 'from':
      return readFromImport(parser);
    case 'global':
    case 'nonlocal':
      return readScope(parser, word);
    case 'del': {
      take(parser);
      const target = readTargets(parser);
      return {
        kind: 'delete',
        targets: target.kind === 'tuple' ? target.items : [target],
        from: token.from,
        to: target.to,
      };
    }
    case 'assert':
      return readAssert(parser);
    default:
      return word === 'type' && isTypeAlias(parser) ? readTypeAlias(parser) : readExpressionStatement(parser);
  }
}

function readReturn(parser: Parser): Statement {
  const from = take(parser).from;
  if (!startsExpression(parser)) return { kind: 'return', from, to: behind(parser) };
  const value = readExpressions(parser);
  return { kind: 'return', value, from, to: value.to };
}

function readRaise(parser: Parser): Statement {
  const from = take(parser).from;
  if (!startsExpression(parser)) return { kind: 'raise', from, to: behind(parser) };
  const value = readExpression(parser);
  const cause = acceptWord(parser, 'from') === undefined ? undefined : readExpression(parser);
  return { kind: 'raise', value, from, to: behind(parser), ...(cause === undefined ? {} : { cause }) };
}

function readAssert(parser: Parser): Statement {
  const from = take(parser).from;
  const test = readNamed(parser);
  const message = acceptOperator(parser, ',') === undefined ? undefined : readExpression(parser);
  return { kind: 'assert', test, from, to: behind(parser), ...(message === undefined ? {} : { message }) };
}

function readScope(parser: Parser, kind: 'global' | 'nonlocal'): Statement {
  const from = take(parser).from;
  const names: string[] = [];
  do {
    const name = takeName(parser);
    if (name !== undefined) names.push(name.text);
  } while (acceptOperator(parser, ',') !== undefined);
  return { kind, names, from, to: behind(parser) };
}

/** A name that is no keyword. */
function takeName(parser: Parser): (Range & { text: string }) | undefined {
  const token = peek(parser);
  if (token.kind === 'name' && !isKeyword(token.text)) {
    take(parser);
    return { text: token.text, from: token.from, to: token.to };
  }
  failHere(parser);
  return undefined;
}

function dottedName(parser: Parser): Range & { text: string } {
  const first = takeName(parser);
  let text = first?.text ?? '';
  while (isOperator(parser, '.')) {
    take(parser);
    text += `.${takeName(parser)?.text ?? ''}`;
  }
  return { text, from: first?.from ?? 0, to: behind(parser) };
}

function readImport(parser: Parser): Statement {
  const from = take(parser).from;
  const modules: ImportedModule[] = [];
  do {
    const module = dottedName(parser);
    const as = acceptWord(parser, 'as') === undefined ? undefined : takeName(parser);
    modules.push({
      module: module.text,
      from: module.from,
      to: module.to,
      ...(as === undefined ? {} : { as: as.text, asAt: { from: as.from, to: as.to } }),
    });
  } while (acceptOperator(parser, ',') !== undefined);
  return { kind: 'import', modules, from, to: behind(parser) };
}

function readFromImport(parser: Parser): Statement {
  const from = take(parser).from;
  let level = 0;
  const dotsFrom = peek(parser).from;
  while (isOperator(parser, '.') || isOperator(parser, '...')) level += take(parser).text.length;
  const module =
    level > 0 && isWord(parser, 'import') ? { text: '', from: dotsFrom, to: behind(parser) } : dottedName(parser);
  const common = {
    kind: 'from-import' as const,
    module: module.text,
    moduleAt: { from: module.from, to: module.to },
    level,
  };
  expectWord(parser, 'import');
  if (acceptOperator(parser, '*') !== undefined) {
    return { ...common, names: [], star: 'star', from, to: behind(parser) };
  }
  const names = readImportedNames(parser);
  return { ...common, names, star: 'names', from, to: behind(parser) };
}

function readImportedNames(parser: Parser): (Range & { name: string; as: string })[] {
  const bracket = acceptOperator(parser, '(');
  const names: (Range & { name: string; as: string })[] = [];
  do {
    if (bracket !== undefined && isOperator(parser, ')')) break;
    const name = takeName(parser);
    const as = acceptWord(parser, 'as') === undefined ? name : takeName(parser);
    if (name !== undefined && as !== undefined)
      names.push({ name: name.text, as: as.text, from: name.from, to: name.to });
  } while (acceptOperator(parser, ',') !== undefined);
  if (bracket !== undefined) expectOperator(parser, ')');
  else if (parser.tokens[parser.at - 1]?.text === ',') failHere(parser);
  return names;
}

/** `type X = …` (Python 3.12), where `type` is no function's name. */
function isTypeAlias(parser: Parser): boolean {
  const name = peek(parser, 1);
  return name.kind === 'name' && !isKeyword(name.text) && (isOperator(parser, '=', 2) || isOperator(parser, '[', 2));
}

function readTypeAlias(parser: Parser): Statement {
  const token = take(parser);
  needsMinor(parser, 12, 'type-alias', token);
  const name = takeName(parser);
  skipTypeParameters(parser);
  expectOperator(parser, '=');
  const value = readExpression(parser);
  return { kind: 'type', name: name?.text ?? '', value, from: token.from, to: value.to };
}

/** `[T: int = str, *Ts]`: names that only annotations use. */
function skipTypeParameters(parser: Parser): void {
  if (!isOperator(parser, '[')) return;
  needsMinor(parser, 12, 'type-parameters', peek(parser));
  let open = 0;
  do {
    if (isOperator(parser, '[')) open++;
    if (isOperator(parser, ']')) open--;
    take(parser);
  } while (open > 0 && peek(parser).kind !== 'end');
}

const AUGMENTED = /^(?:\+|-|\*\*?|\/\/?|%|@|&|\||\^|<<|>>)=$/;

function readExpressionStatement(parser: Parser): Statement | undefined {
  const before = parser.at;
  const first = isWord(parser, 'yield') ? readYield(parser) : readExpressions(parser);
  if (parser.at === before) return undefined;
  const token = peek(parser);
  if (token.kind === 'operator' && token.text === '=') return readAssignment(parser, first);
  if (token.kind === 'operator' && token.text === ':') return readAnnotated(parser, first);
  if (token.kind === 'operator' && AUGMENTED.test(token.text)) {
    checkTarget(parser, first);
    take(parser);
    const value = readValue(parser);
    return { kind: 'augmented', target: first, operator: token.text, value, from: first.from, to: value.to };
  }
  return { kind: 'expression', value: first, from: first.from, to: first.to };
}

function readValue(parser: Parser): Expression {
  return isWord(parser, 'yield') ? readYield(parser) : readExpressions(parser);
}

function readAssignment(parser: Parser, first: Expression): Statement {
  const targets = [first];
  checkTarget(parser, first);
  let value = first;
  while (acceptOperator(parser, '=') !== undefined) {
    value = readValue(parser);
    if (isOperator(parser, '=')) {
      checkTarget(parser, value);
      targets.push(value);
    }
  }
  return { kind: 'assign', targets, value, from: first.from, to: value.to };
}

/** Names, attributes, items, and tuples and lists of them can be given a value. */
function checkTarget(parser: Parser, target: Expression): void {
  const wrong = wrongTarget(target);
  if (wrong !== undefined) fail(parser, 'cannot-assign', wrong, { to: describe(wrong) });
}

function wrongTarget(target: Expression): Expression | undefined {
  switch (target.kind) {
    case 'name':
    case 'attribute':
    case 'subscript':
    case 'missing':
      return undefined;
    case 'starred':
      return wrongTarget(target.value);
    case 'tuple':
    case 'list':
      return target.items.map(wrongTarget).find((wrong) => wrong !== undefined);
    default:
      return target;
  }
}

function readAnnotated(parser: Parser, target: Expression): Statement {
  const isTarget = ['name', 'attribute', 'subscript'].includes(target.kind);
  if (!isTarget) {
    failHere(parser);
    return { kind: 'expression', value: target, from: target.from, to: target.to };
  }
  take(parser);
  const annotation = readExpression(parser);
  const value = acceptOperator(parser, '=') === undefined ? undefined : readValue(parser);
  const common = { kind: 'annotated' as const, target, annotation, from: target.from, to: behind(parser) };
  return value === undefined ? common : { ...common, value };
}

/** `:` and what it opens: a block on lines of its own, or statements on the same line. */
function readBlock(parser: Parser, statement: string, head: Range): Block {
  if (acceptOperator(parser, ':') === undefined) {
    failColon(parser, statement, head);
    return [];
  }
  const body: Statement[] = [];
  if (peek(parser).kind !== 'newline') {
    readLine(parser, body);
    return body;
  }
  take(parser);
  if (peek(parser).kind !== 'indent') {
    failIndent(parser, statement, head);
    return [];
  }
  take(parser);
  while (peek(parser).kind !== 'dedent' && peek(parser).kind !== 'end') {
    if (peek(parser).kind === 'newline') take(parser);
    else readStatement(parser, body);
  }
  if (peek(parser).kind === 'dedent') take(parser);
  return body;
}

/** Where the colon should stand, Python says so only at the end of the line; `=` for `==` is told apart. */
function failColon(parser: Parser, statement: string, head: Range): void {
  const token = peek(parser);
  if (token.kind === 'operator' && token.text === '=' && /^(?:if|elif|while)$/.test(statement)) {
    fail(parser, 'assignment-in-condition', token, { statement });
  } else if (token.kind === 'newline' || token.kind === 'end') {
    const at = behind(parser);
    fail(parser, 'colon-missing', { from: at - 1, to: at }, { statement }, head);
  } else failHere(parser);
}

/** Python names the line that should be indented: the next one, unless the module ends there. */
function failIndent(parser: Parser, statement: string, head: Range): void {
  while (peek(parser).kind === 'dedent') take(parser);
  const token = peek(parser);
  if (token.kind === 'fault') failHere(parser);
  else fail(parser, 'indentation-missing', token.kind === 'end' ? head : token, { statement }, head);
}

function headOf(parser: Parser): Range {
  const token = peek(parser);
  return { from: token.from, to: token.to };
}

function readIf(parser: Parser): Statement {
  const from = peek(parser).from;
  const branches: Branch[] = [];
  do {
    const head = headOf(parser);
    const word = take(parser).text;
    const test = readNamed(parser);
    branches.push({ test, body: readBlock(parser, word, head) });
  } while (isWord(parser, 'elif'));
  return { kind: 'if', branches, otherwise: readElse(parser), from, to: behind(parser) };
}

function readElse(parser: Parser): Block {
  if (!isWord(parser, 'else')) return [];
  const head = headOf(parser);
  take(parser);
  return readBlock(parser, 'else', head);
}

function readWhile(parser: Parser): Statement {
  const head = headOf(parser);
  take(parser);
  const test = readNamed(parser);
  const body = readBlock(parser, 'while', head);
  return { kind: 'while', test, body, otherwise: readElse(parser), from: head.from, to: behind(parser) };
}

function readFor(parser: Parser): Statement {
  const head = headOf(parser);
  take(parser);
  const target = readTargets(parser);
  expectWord(parser, 'in');
  const within = readExpressions(parser);
  const body = readBlock(parser, 'for', head);
  return { kind: 'for', target, within, body, otherwise: readElse(parser), from: head.from, to: behind(parser) };
}

function readTry(parser: Parser): Statement {
  const head = headOf(parser);
  take(parser);
  const body = readBlock(parser, 'try', head);
  const handlers: Handler[] = [];
  while (isWord(parser, 'except')) handlers.push(readHandler(parser));
  const otherwise = handlers.length > 0 ? readElse(parser) : [];
  const finallyHead = headOf(parser);
  const last = acceptWord(parser, 'finally') === undefined ? undefined : readBlock(parser, 'finally', finallyHead);
  if (handlers.length === 0 && last === undefined && parser.fault === undefined) failTry(parser, head);
  return { kind: 'try', body, handlers, otherwise, finally: last ?? [], from: head.from, to: behind(parser) };
}

/** Python names the line at which it misses `except`: there stands what is no `except`, or is one misspelt. */
function failTry(parser: Parser, head: Range): void {
  while (peek(parser).kind === 'dedent') take(parser);
  const token = peek(parser);
  if (token.kind === 'fault' || token.kind === 'indent') failHere(parser);
  else
    fail(
      parser,
      'block-incomplete',
      token.kind === 'end' ? head : token,
      { statement: 'try', found: token.text },
      head,
    );
}

function readHandler(parser: Parser): Handler {
  const head = headOf(parser);
  take(parser);
  const star = acceptOperator(parser, '*');
  if (star !== undefined) needsMinor(parser, 11, 'except-star', star);
  const type = isOperator(parser, ':') || peek(parser).kind === 'newline' ? undefined : readHandledTypes(parser);
  const name = acceptWord(parser, 'as') === undefined ? undefined : takeName(parser);
  const body = readBlock(parser, 'except', head);
  return {
    from: head.from,
    to: behind(parser),
    body,
    ...(type === undefined ? {} : { type }),
    ...(name === undefined ? {} : { name: name.text }),
  };
}

/** `except A, B:` without brackets is Python 2, and again Python 3.14. */
function readHandledTypes(parser: Parser): Expression {
  const first = readExpression(parser);
  if (!isOperator(parser, ',')) return first;
  const items = [first];
  const comma = peek(parser);
  while (acceptOperator(parser, ',') !== undefined) items.push(readExpression(parser));
  if (isWord(parser, 'as')) fail(parser, 'syntax', comma, { text: ',' });
  needsMinor(parser, 14, 'except-without-brackets', comma);
  return { kind: 'tuple', items, from: first.from, to: behind(parser) };
}

function readWith(parser: Parser): Statement {
  const head = headOf(parser);
  take(parser);
  const items =
    isOperator(parser, '(') && bracketsHoldItems(parser) ? readBracketedItems(parser) : readWithItems(parser);
  return { kind: 'with', items, body: readBlock(parser, 'with', head), from: head.from, to: behind(parser) };
}

/** `with (a as b, c as d):` and not `with (a, b).c as d:`. */
function bracketsHoldItems(parser: Parser): boolean {
  let open = 0;
  for (let at = parser.at; at < parser.tokens.length; at++) {
    const token = parser.tokens[at];
    if (token?.kind !== 'operator') continue;
    if ('([{'.includes(token.text)) open++;
    else if (')]}'.includes(token.text)) open--;
    if (open === 0) {
      const next = parser.tokens[at + 1];
      return next?.kind === 'operator' && next.text === ':';
    }
  }
  return false;
}

function readBracketedItems(parser: Parser): WithItem[] {
  take(parser);
  const items: WithItem[] = [];
  while (!isOperator(parser, ')') && peek(parser).kind !== 'end') {
    items.push(readWithItem(parser));
    if (acceptOperator(parser, ',') === undefined) break;
  }
  expectOperator(parser, ')');
  return items;
}

function readWithItems(parser: Parser): WithItem[] {
  const items = [readWithItem(parser)];
  while (acceptOperator(parser, ',') !== undefined) items.push(readWithItem(parser));
  return items;
}

function readWithItem(parser: Parser): WithItem {
  const value = isWord(parser, 'yield') ? readYield(parser) : readNamed(parser);
  if (acceptWord(parser, 'as') === undefined) return { value };
  const target = isOperator(parser, '*') ? readTargets(parser) : readExpression(parser);
  return { value, target };
}

function readAsync(parser: Parser): Statement | undefined {
  const from = take(parser).from;
  if (isWord(parser, 'def')) {
    const statement = readFunction(parser, []);
    return statement.kind === 'function' ? { ...statement, runs: 'async', from } : statement;
  }
  if (isWord(parser, 'for')) return readFor(parser);
  if (isWord(parser, 'with')) return readWith(parser);
  failHere(parser);
  return undefined;
}

function readDecorated(parser: Parser): Statement | undefined {
  const from = peek(parser).from;
  const decorators: Expression[] = [];
  while (acceptOperator(parser, '@') !== undefined) {
    decorators.push(readNamed(parser));
    if (peek(parser).kind === 'newline') take(parser);
    else failHere(parser);
  }
  const isAsync = isWord(parser, 'async') && isWord(parser, 'def', 1) ? take(parser) : undefined;
  if (isWord(parser, 'def')) {
    const statement = readFunction(parser, decorators);
    if (statement.kind !== 'function') return statement;
    return { ...statement, from, runs: isAsync === undefined ? 'plain' : 'async' };
  }
  if (isWord(parser, 'class')) return { ...readClass(parser, decorators), from };
  failHere(parser);
  return undefined;
}

function readFunction(parser: Parser, decorators: readonly Expression[]): Statement {
  const head = headOf(parser);
  take(parser);
  const name = takeName(parser);
  skipTypeParameters(parser);
  expectOperator(parser, '(');
  const parameters = readParameters(parser, ')', 'annotated');
  expectOperator(parser, ')');
  const returns = acceptOperator(parser, '->') === undefined ? undefined : readExpressions(parser);
  const body = readBlock(parser, 'def', head);
  return {
    kind: 'function',
    name: name?.text ?? '',
    nameAt: name ?? head,
    decorators,
    parameters,
    body,
    runs: 'plain',
    from: head.from,
    to: behind(parser),
    ...(returns === undefined ? {} : { returns }),
  };
}

function readClass(parser: Parser, decorators: readonly Expression[]): Statement {
  const head = headOf(parser);
  take(parser);
  const name = takeName(parser);
  skipTypeParameters(parser);
  const bases = isOperator(parser, '(') ? readArguments(parser) : [];
  const body = readBlock(parser, 'class', head);
  const common = { kind: 'class' as const, name: name?.text ?? '', nameAt: name ?? head };
  return { ...common, decorators, bases, body, from: head.from, to: behind(parser) };
}

/** `match subject:` and not a call, an item or a value named `match`: the line ends in a colon and a block of `case` follows. */
function startsMatch(parser: Parser): boolean {
  const next = peek(parser, 1);
  if (next.kind === 'newline' || next.kind === 'end') return false;
  if (next.kind === 'operator' && !/^[([{*~+-]$|^\.\.\.$/.test(next.text)) return false;
  if (next.kind === 'name' && isKeyword(next.text) && !/^(?:None|True|False|not|await|lambda)$/.test(next.text))
    return false;
  for (let at = parser.at + 1; at < parser.tokens.length; at++) {
    const token = parser.tokens[at];
    if (token?.kind !== 'newline') continue;
    const last = parser.tokens[at - 1];
    const block = parser.tokens[at + 1];
    const word = parser.tokens[at + 2];
    return last?.text === ':' && block?.kind === 'indent' && word?.text === 'case';
  }
  return false;
}

function readMatch(parser: Parser): Statement {
  const head = headOf(parser);
  needsMinor(parser, 10, 'match', head);
  take(parser);
  const subject = readExpressions(parser);
  expectOperator(parser, ':');
  if (peek(parser).kind === 'newline') take(parser);
  if (peek(parser).kind === 'indent') take(parser);
  const cases: MatchCase[] = [];
  while (isWord(parser, 'case')) cases.push(readCase(parser));
  if (peek(parser).kind === 'dedent') take(parser);
  else if (peek(parser).kind !== 'end') failHere(parser);
  return { kind: 'match', subject, cases, from: head.from, to: behind(parser) };
}

/** A pattern is not read for what it means: the names it binds and the texts in it are enough. */
function readCase(parser: Parser): MatchCase {
  const head = headOf(parser);
  take(parser);
  const { names, values } = readPattern(parser);
  const guard = acceptWord(parser, 'if') === undefined ? undefined : readNamed(parser);
  const body = readBlock(parser, 'case', head);
  return { names, values, body, ...(guard === undefined ? {} : { guard }) };
}

function readPattern(parser: Parser): { names: string[]; values: Expression[] } {
  const names: string[] = [];
  const values: Expression[] = [];
  const outer = parser.brackets;
  while (!patternEnds(parser, outer)) {
    const token = peek(parser);
    if (token.kind === 'name' && !isKeyword(token.text)) names.push(token.text);
    if (token.kind === 'string') values.push(readStrings(parser));
    else take(parser);
  }
  return { names, values };
}

function patternEnds(parser: Parser, outer: number): boolean {
  const token = peek(parser);
  if (token.kind === 'newline' || token.kind === 'end' || token.kind === 'fault') return true;
  return parser.brackets === outer && (isOperator(parser, ':') || isWord(parser, 'if'));
}
