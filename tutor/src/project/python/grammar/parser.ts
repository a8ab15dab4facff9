import type { GrammarFault } from './fault.ts';
import type { Token } from './tokens.ts';
import type { Range } from './tree.ts';

/**
 * The state of a parse. After the first fault the position is at the end, so that every loop ends there:
 * Python too says one fault at a time.
 */
export type Parser = {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  fault: GrammarFault | undefined;
  /** How deep expressions and blocks are nested right now. */
  depth: number;
  /** Links of the longest chains (`a.b.c`, `a + b + c`) of the statement being read. */
  chain: number;
  beyond: 'too-large' | 'too-deep' | undefined;
  /** Holes of f-strings that were read: each is a small parse of its own. */
  readonly holes: { count: number };
  /** Brackets that are open around the position. */
  brackets: number;
  /** Newest syntax that was met: `3.12` and what it is. */
  newest: { readonly minor: number; readonly what: string; readonly at: Range } | undefined;
};

/** Deeper nesting than this is not read. Python allows 200 brackets. */
const MAX_DEPTH = 120;
/** Longer chains than this are not read: what walks over the tree must not run out of stack. */
const MAX_CHAIN = 1_000;

/** The token at the position. */
export function peek(parser: Parser, ahead = 0): Token {
  const token = parser.tokens[Math.min(parser.at + ahead, parser.tokens.length - 1)];
  if (token === undefined) throw new Error('a token list always ends in an end token');
  return token;
}

/** Takes the token at the position. The end is never passed. */
export function take(parser: Parser): Token {
  const token = peek(parser);
  if (token.kind === 'operator') {
    if ('([{'.includes(token.text)) parser.brackets++;
    else if (')]}'.includes(token.text)) parser.brackets--;
  }
  if (token.kind !== 'end') parser.at++;
  return token;
}

/** Whether the position holds this operator. */
export function isOperator(parser: Parser, text: string, ahead = 0): boolean {
  const token = peek(parser, ahead);
  return token.kind === 'operator' && token.text === text;
}

/** Whether the position holds this keyword or name. */
export function isWord(parser: Parser, text: string, ahead = 0): boolean {
  const token = peek(parser, ahead);
  return token.kind === 'name' && token.text === text;
}

/** Takes the operator if it is there. */
export function acceptOperator(parser: Parser, text: string): Token | undefined {
  return isOperator(parser, text) ? take(parser) : undefined;
}

/** Takes the keyword if it is there. */
export function acceptWord(parser: Parser, text: string): Token | undefined {
  return isWord(parser, text) ? take(parser) : undefined;
}

/** Offset behind the last token that was taken. */
export function behind(parser: Parser): number {
  return parser.tokens[parser.at - 1]?.to ?? 0;
}

/** Records the first fault and moves to the end. */
export function fail(
  parser: Parser,
  kind: GrammarFault['kind'],
  at: Range,
  words: Readonly<Record<string, string>> = {},
  other?: Range,
): void {
  if (parser.fault === undefined && parser.beyond === undefined) {
    parser.fault = { kind, from: at.from, to: at.to, words, ...(other === undefined ? {} : { other }) };
  }
  parser.at = parser.tokens.length - 1;
}

/** The token at the position fits nowhere: says what Python would say of it. */
export function failHere(parser: Parser): void {
  const token = peek(parser);
  switch (token.kind) {
    case 'fault':
      fail(parser, token.fault.kind, token.fault, token.fault.words, token.fault.other);
      return;
    case 'indent':
      fail(parser, 'indentation-unexpected', indentRange(parser, token));
      return;
    case 'newline':
    case 'end':
    case 'dedent':
      fail(parser, 'syntax', lastTaken(parser, token), { text: 'end' });
      return;
    case 'name':
    case 'number':
    case 'operator':
    case 'string':
      fail(parser, 'syntax', token, { text: token.text });
  }
}

/** A block's blanks and the first word behind them: the blanks alone are hard to see. */
function indentRange(parser: Parser, token: Token): Range {
  const next = peek(parser, 1);
  return { from: token.from, to: next.kind === 'fault' || next.to <= token.to ? token.to : next.to };
}

/** Where a line ends too early, the last thing that was read on it. */
function lastTaken(parser: Parser, token: Token): Range {
  const last = parser.tokens[parser.at - 1];
  return last === undefined ? token : { from: last.from, to: last.to };
}

/** Runs `read` one level deeper; gives up where it is too deep. */
export function deeper<T>(parser: Parser, read: () => T, otherwise: (parser: Parser) => T): T {
  if (parser.depth >= MAX_DEPTH) {
    giveUp(parser);
    return otherwise(parser);
  }
  parser.depth++;
  const result = read();
  parser.depth--;
  return result;
}

/** Counts a link of a chain; gives up where it is too long. */
export function link(parser: Parser): void {
  parser.chain++;
  if (parser.chain > MAX_CHAIN) giveUp(parser);
}

/** The most holes of f-strings in one module. */
const MAX_HOLES = 1_500;

/** Counts a hole of an f-string; gives up where there are too many. */
export function countHole(parser: Parser): void {
  parser.holes.count++;
  if (parser.holes.count > MAX_HOLES) giveUp(parser, 'too-large');
}

function giveUp(parser: Parser, why: 'too-large' | 'too-deep' = 'too-deep'): void {
  if (parser.fault === undefined) parser.beyond = why;
  parser.at = parser.tokens.length - 1;
}

/** Remembers syntax that only newer versions of Python read. */
export function needsMinor(parser: Parser, minor: number, what: string, at: Range): void {
  if ((parser.newest?.minor ?? 0) < minor) parser.newest = { minor, what, at: { from: at.from, to: at.to } };
}
