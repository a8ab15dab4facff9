import { diffArrays } from 'diff';
import type { Span } from '../core/span.ts';
import { decodeString } from '../project/python/grammar/strings.ts';
import { readTokens, type Token } from '../project/python/grammar/tokens.ts';
import { type Difference, difference } from './difference.ts';

/** A file and its text. */
export type FileText = { readonly file: string; readonly text: string };

/**
 * What two Python modules say differently, statement by statement: comments, docstrings, blank lines, quotes,
 * line breaks, trailing commas and the order of imports do not count.
 */
export function pythonDifferences(yours: FileText, theirs: FileText): readonly Difference[] {
  const your = statementsOf(yours);
  const their = statementsOf(theirs);
  const isImport = ({ value, path }: Statement): boolean => path === '' && /^(import|from) /.test(value);
  return [
    ...compareImports(your.filter(isImport), their.filter(isImport), yours.file),
    ...compareStatements(
      your.filter((statement) => !isImport(statement)),
      their.filter((statement) => !isImport(statement)),
      yours.file,
    ),
  ];
}

/** A simple statement, or the head of a compound one. */
type Statement = {
  /** Tokens with one blank between, strings in one way of writing. */
  readonly value: string;
  readonly shown: string;
  /** How deep it stands. */
  readonly depth: number;
  /** The functions and classes around it: `def hello`. */
  readonly path: string;
  readonly span: Span;
};

function statementsOf({ file, text }: FileText): readonly Statement[] {
  const statements: Statement[] = [];
  const around: string[] = [];
  let head = '';
  let line: Token[] = [];
  const close = (): void => {
    const [first] = line;
    const last = line.at(-1);
    if (first !== undefined && last !== undefined && !isDocstring(line)) {
      const value = writtenOneWay(line, text);
      head = /^(def|class|async def) (\w+)/.exec(value)?.[0] ?? '';
      const path = around.filter((name) => name !== '').join(' / ');
      const shown = text.slice(first.from, last.to).replace(/\s+/g, ' ');
      statements.push({ value, shown, depth: around.length, path, span: { file, start: first.from, end: last.to } });
    }
    line = [];
  };
  for (const token of readTokens(text).tokens) {
    if (token.kind === 'newline' || token.kind === 'end') close();
    else if (token.kind === 'indent') around.push(head);
    else if (token.kind === 'dedent') around.pop();
    else if (token.kind !== 'fault') line.push(token);
  }
  return statements;
}

/** A statement that is nothing but strings does nothing. */
function isDocstring(line: readonly Token[]): boolean {
  return line.every((token) => token.kind === 'string');
}

function writtenOneWay(line: readonly Token[], text: string): string {
  const idle = idleCommas(line);
  return line
    .filter((token) => !idle.has(token))
    .map((token) => tokenValue(token, text))
    .join(' ');
}

/** Commas before a closing bracket that change nothing; the one of `(x,)` makes a tuple and stays. */
function idleCommas(line: readonly Token[]): ReadonlySet<Token> {
  const idle = new Set<Token>();
  const open: { readonly kind: 'call' | 'group'; commas: number }[] = [];
  for (const [at, token] of line.entries()) {
    if (token.kind !== 'operator') continue;
    const before = line[at - 1];
    const top = open.at(-1);
    if (OPENING.test(token.text)) open.push({ kind: bracketKind(token, before), commas: 0 });
    else if (token.text === ',' && top !== undefined) top.commas++;
    else if (CLOSING.test(token.text)) {
      open.pop();
      const isTuple = top?.kind === 'group' && top.commas === 1;
      if (before?.text === ',' && !isTuple) idle.add(before);
    }
  }
  return idle;
}

const OPENING = /^[([{]$/;
const CLOSING = /^[)\]}]$/;

/** `f(` and `f()(` call; `(` behind anything else groups, and so do a subscript's brackets, whose comma makes a tuple. */
function bracketKind(token: Token, before: Token | undefined): 'call' | 'group' {
  const follows = before !== undefined && (before.kind === 'name' || /^[)\]]$/.test(before.text));
  if (token.text === '{') return 'call';
  return (token.text === '(') === follows ? 'call' : 'group';
}

function tokenValue(token: Token, text: string): string {
  if (token.kind !== 'string') return token.text;
  const { prefix, body } = token.string;
  const kind = prefix.replace(/[ru]/g, '');
  return kind + JSON.stringify(decodeString(text.slice(body.from, body.to), prefix));
}

function compareImports(
  yours: readonly Statement[],
  theirs: readonly Statement[],
  file: string,
): readonly Difference[] {
  const lone = (some: readonly Statement[], others: readonly Statement[]): readonly Statement[] =>
    some.filter(({ value }) => !others.some((other) => other.value === value));
  return [
    ...lone(theirs, yours).map(({ shown }) =>
      difference({ file, path: 'imports', kind: 'missing', theirs: shown, span: yours[0]?.span }),
    ),
    ...lone(yours, theirs).map(({ shown, span }) =>
      difference({ file, path: 'imports', kind: 'extra', yours: shown, span }),
    ),
  ];
}

function compareStatements(
  yours: readonly Statement[],
  theirs: readonly Statement[],
  file: string,
): readonly Difference[] {
  const changes = diffArrays([...yours], [...theirs], {
    comparator: (a, b) => a.value === b.value && a.depth === b.depth,
  });
  const found: Difference[] = [];
  let before: Statement | undefined;
  for (const [at, change] of changes.entries()) {
    const previous = changes[at - 1];
    if (change.added === true && previous?.removed === true) continue;
    const next = changes[at + 1];
    if (change.removed === true) found.push(...pairUp(change.value, next?.added === true ? next.value : [], file));
    else if (change.added === true) found.push(...change.value.map((their) => lacking(their, before, file)));
    before = change.value.at(-1) ?? before;
  }
  return found;
}

/** Statements that stand at one place: the first with the first, and so on. */
function pairUp(yours: readonly Statement[], theirs: readonly Statement[], file: string): readonly Difference[] {
  const count = Math.max(yours.length, theirs.length);
  return Array.from({ length: count }, (_, at) => {
    const [your, their] = [yours[at], theirs[at]];
    if (your === undefined) return lacking(their as Statement, yours.at(-1), file);
    if (their === undefined)
      return difference({ file, path: your.path, kind: 'extra', yours: your.shown, span: your.span });
    return difference({
      file,
      path: your.path,
      kind: 'different',
      theirs: their.shown,
      yours: your.shown,
      span: your.span,
    });
  });
}

function lacking(their: Statement, before: Statement | undefined, file: string): Difference {
  return difference({ file, path: their.path, kind: 'missing', theirs: their.shown, span: before?.span });
}
