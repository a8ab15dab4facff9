import type { GrammarFault } from './fault.ts';
import { type StringToken, scanString } from './strings.ts';
import type { Range } from './tree.ts';

/** A token of a Python module. */
export type Token = Range &
  (
    | { readonly kind: 'name' | 'number' | 'operator'; readonly text: string }
    | { readonly kind: 'string'; readonly text: string; readonly string: StringToken }
    | { readonly kind: 'newline' | 'indent' | 'dedent' | 'end'; readonly text: string }
    /** Where Python's own tokeniser stops; always the last but `end`. */
    | { readonly kind: 'fault'; readonly text: string; readonly fault: GrammarFault }
  );

export type Tokens = {
  readonly tokens: readonly Token[];
  /** The innermost bracket that is open when the text ends, or where the tokeniser stops. */
  readonly open: (Range & { readonly bracket: string }) | undefined;
};

/** Splits a module into tokens as Python does; gives up behind `most` tokens. */
export function readTokens(text: string, most = Number.POSITIVE_INFINITY): Tokens {
  const lexer: Lexer = { text, at: 0, tokens: [], indents: [''], brackets: [], stopped: 'no' };
  while (lexer.at < text.length && lexer.stopped === 'no' && lexer.tokens.length <= most) {
    if (lexer.brackets.length === 0 && atLineStart(lexer)) readIndent(lexer);
    else readToken(lexer);
  }
  const end = text.length;
  if (lexer.stopped === 'no') finish(lexer, end);
  lexer.tokens.push({ kind: 'end', text: '', from: end, to: end });
  return { tokens: lexer.tokens, open: lexer.brackets.at(-1) };
}

/** Tokens of an expression inside a text, such as the hole of an f-string: line ends do not count there. */
export function readTokensWithin(text: string, from: number, to: number): readonly Token[] {
  const around = { bracket: '', from, to };
  const lexer: Lexer = { text, at: from, tokens: [], indents: [''], brackets: [around], stopped: 'no' };
  while (lexer.at < to && lexer.stopped === 'no') readToken(lexer);
  const tokens = lexer.tokens.filter((token) => token.from < to);
  return [...tokens, { kind: 'end', text: '', from: to, to }];
}

type Lexer = {
  readonly text: string;
  at: number;
  readonly tokens: Token[];
  /** The blanks of each level that is open. */
  readonly indents: string[];
  readonly brackets: (Range & { readonly bracket: string })[];
  stopped: 'no' | 'yes';
};

/** The deepest nesting of brackets and of blocks that Python itself allows. */
const MAX_BRACKETS = 200;
const MAX_INDENTS = 100;

function atLineStart(lexer: Lexer): boolean {
  const last = lexer.tokens.at(-1);
  const fresh = last === undefined || last.kind === 'newline' || last.kind === 'indent' || last.kind === 'dedent';
  return fresh && (lexer.at === 0 || lexer.text[lexer.at - 1] === '\n' || lexer.text[lexer.at - 1] === '\r');
}

function finish(lexer: Lexer, end: number): void {
  const last = lexer.tokens.at(-1);
  if (lexer.brackets.length > 0) return;
  if (last !== undefined && !['newline', 'dedent', 'indent'].includes(last.kind)) {
    lexer.tokens.push({ kind: 'newline', text: '', from: end, to: end });
  }
  for (let level = lexer.indents.length - 1; level > 0; level--) {
    lexer.tokens.push({ kind: 'dedent', text: '', from: end, to: end });
  }
}

const INDENT = /[ \t\f]*/y;

/** Blanks at the start of a line open and close blocks; lines that hold nothing do not count. */
function readIndent(lexer: Lexer): void {
  INDENT.lastIndex = lexer.at;
  const blanks = INDENT.exec(lexer.text)?.[0] ?? '';
  const start = lexer.at;
  lexer.at += blanks.length;
  const unit = lexer.text[lexer.at];
  if (unit === undefined) return;
  if (unit === '#' || unit === '\n' || unit === '\r') {
    skipLine(lexer);
    return;
  }
  if (unit === '\\' && /^\\\r?\n/.test(lexer.text.slice(lexer.at, lexer.at + 3))) {
    lexer.at += lexer.text[lexer.at + 1] === '\r' ? 3 : 2;
    return;
  }
  changeIndent(lexer, blanks.replace(/^.*\f/, ''), start);
  if (lexer.stopped === 'no') readToken(lexer);
}

function skipLine(lexer: Lexer): void {
  const end = lineEndFrom(lexer.text, lexer.at);
  lexer.at = end + lineEndLength(lexer.text, end);
}

const LINE_END = /[\r\n]/g;

/** Offset of the end of the line that holds an offset. */
function lineEndFrom(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(text)?.index ?? text.length;
}

function lineEndLength(text: string, at: number): number {
  if (text[at] === '\r') return text[at + 1] === '\n' ? 2 : 1;
  return text[at] === '\n' ? 1 : 0;
}

function changeIndent(lexer: Lexer, blanks: string, from: number): void {
  const current = lexer.indents.at(-1) ?? '';
  const at = { from, to: from + blanks.length };
  if (blanks === current) return;
  const [width, narrow] = [columns(blanks, 8), columns(blanks, 1)];
  const [currentWidth, currentNarrow] = [columns(current, 8), columns(current, 1)];
  if (width === currentWidth) {
    if (narrow !== currentNarrow) stop(lexer, { kind: 'tabs-and-spaces', ...at, words: {} });
    return;
  }
  if (Math.sign(width - currentWidth) !== Math.sign(narrow - currentNarrow)) {
    stop(lexer, { kind: 'tabs-and-spaces', ...at, words: {} });
    return;
  }
  if (width > currentWidth) {
    if (lexer.indents.length > MAX_INDENTS) stop(lexer, { kind: 'syntax', ...at, words: { text: 'indentation' } });
    lexer.indents.push(blanks);
    lexer.tokens.push({ kind: 'indent', text: blanks, ...at });
    return;
  }
  closeIndents(lexer, blanks, at);
}

function closeIndents(lexer: Lexer, blanks: string, at: Range): void {
  const width = columns(blanks, 8);
  while (lexer.indents.length > 1 && columns(lexer.indents.at(-1) ?? '', 8) > width) {
    lexer.indents.pop();
    lexer.tokens.push({ kind: 'dedent', text: '', from: at.to, to: at.to });
  }
  const level = lexer.indents.at(-1) ?? '';
  if (columns(level, 8) !== width) {
    const line = lineEndFrom(lexer.text, at.to);
    stop(lexer, {
      kind: 'indentation-uneven',
      from: at.from,
      to: Math.max(at.to, Math.min(line, at.to + 1)),
      words: {},
    });
  } else if (columns(level, 1) !== columns(blanks, 1)) stop(lexer, { kind: 'tabs-and-spaces', ...at, words: {} });
}

function columns(blanks: string, tab: number): number {
  let column = 0;
  for (const unit of blanks) column = unit === '\t' ? (Math.floor(column / tab) + 1) * tab : column + 1;
  return column;
}

function stop(lexer: Lexer, fault: GrammarFault): void {
  if (lexer.stopped === 'yes') return;
  lexer.stopped = 'yes';
  lexer.tokens.push({ kind: 'fault', text: '', from: fault.from, to: fault.to, fault });
}

const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?)/y;
const THREE: ReadonlySet<string> = new Set(['**=', '//=', '>>=', '<<=', '...']);
const TWO: ReadonlySet<string> = new Set('!= == <= >= -> := ** // << >> += -= *= /= %= @= &= |= ^= <>'.split(' '));
const ONE: ReadonlySet<string> = new Set('-+*/%@&|^~<>()[]{},:.;=');
/** Second characters of longer operators. */
const LONG_SECOND = '=>*/<.';
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function match(pattern: RegExp, lexer: Lexer): string | undefined {
  pattern.lastIndex = lexer.at;
  return pattern.exec(lexer.text)?.[0];
}

/** A name with letters beyond ASCII. Made here and not at the start: Unicode's tables are slow to make ready. */
function unicodeName(lexer: Lexer): string | undefined {
  return match(/[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy, lexer);
}

/** By hand: an expression for it would be run once a token. */
function skipBlanks(lexer: Lexer): void {
  let unit = lexer.text[lexer.at];
  while (unit === ' ' || unit === '\t' || unit === '\f') unit = lexer.text[++lexer.at];
}

function readToken(lexer: Lexer): void {
  skipBlanks(lexer);
  const unit = lexer.text[lexer.at];
  if (unit === undefined) return;
  if (unit === '#') lexer.at = lineEndFrom(lexer.text, lexer.at);
  else if (unit === '\n' || unit === '\r') readLineEnd(lexer);
  else if (unit === '\\') readContinuation(lexer);
  else if (!readStringToken(lexer)) readPlainToken(lexer, unit);
}

function readLineEnd(lexer: Lexer): void {
  const length = lineEndLength(lexer.text, lexer.at);
  const from = lexer.at;
  lexer.at += length;
  if (lexer.brackets.length > 0) return;
  const last = lexer.tokens.at(-1);
  if (last === undefined || last.kind === 'newline') return;
  lexer.tokens.push({ kind: 'newline', text: '', from, to: from + length });
}

function readContinuation(lexer: Lexer): void {
  const length = lineEndLength(lexer.text, lexer.at + 1);
  if (length > 0) {
    lexer.at += 1 + length;
    return;
  }
  const words = { text: '\\' };
  stop(lexer, { kind: 'syntax', from: lexer.at, to: lexer.at + 1, words });
}

function readStringToken(lexer: Lexer): boolean {
  const read = scanString(lexer.text, lexer.at);
  if (read === undefined) return false;
  if (read.kind === 'fault') stop(lexer, read.fault);
  else {
    const { string } = read;
    lexer.tokens.push({
      kind: 'string',
      text: lexer.text.slice(string.from, string.to),
      string,
      from: string.from,
      to: string.to,
    });
    lexer.at = string.to;
  }
  return true;
}

function readPlainToken(lexer: Lexer, unit: string): void {
  const from = lexer.at;
  const found = plainToken(lexer, unit);
  if (found === undefined) {
    const point = String.fromCodePoint(lexer.text.codePointAt(from) ?? 0);
    stop(lexer, { kind: 'character', from, to: from + point.length, words: { character: point } });
    return;
  }
  lexer.at += found.text.length;
  // Written out: a spread here costs a third of the whole reading.
  lexer.tokens.push({ kind: found.kind, text: found.text, from, to: lexer.at });
  if (found.kind === 'operator') followBracket(lexer, found.text, { from, to: lexer.at });
  else if (found.kind === 'number') checkNumberEnd(lexer, from);
}

function plainToken(lexer: Lexer, unit: string): { kind: 'name' | 'number' | 'operator'; text: string } | undefined {
  const code = unit.charCodeAt(0);
  if (isNameCode(code)) {
    if (!isDigitCode(code)) return { kind: 'name', text: nameAt(lexer) };
    return { kind: 'number', text: match(NUMBER, lexer) ?? unit };
  }
  if (unit === '.' && isDigitCode(lexer.text.charCodeAt(lexer.at + 1))) {
    return { kind: 'number', text: match(NUMBER, lexer) ?? unit };
  }
  const operator = operatorAt(lexer, unit);
  if (operator !== undefined) return { kind: 'operator', text: operator };
  const name = code < 0x80 ? undefined : unicodeName(lexer);
  return name === undefined ? undefined : { kind: 'name', text: name };
}

function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII letters, digits and `_`. */
function isNameCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || isDigitCode(code);
}

function nameAt(lexer: Lexer): string {
  let to = lexer.at + 1;
  while (isNameCode(lexer.text.charCodeAt(to))) to++;
  if (lexer.text.charCodeAt(to) >= 0x80) return unicodeName(lexer) ?? lexer.text.slice(lexer.at, to);
  return lexer.text.slice(lexer.at, to);
}

/** The longest operator at the position. Most are one character, told by what follows. */
function operatorAt(lexer: Lexer, unit: string): string | undefined {
  const next = lexer.text[lexer.at + 1] ?? '';
  if (LONG_SECOND.includes(next)) {
    const three = lexer.text.slice(lexer.at, lexer.at + 3);
    if (THREE.has(three)) return three;
    const two = three.slice(0, 2);
    if (TWO.has(two)) return two;
  }
  return ONE.has(unit) ? unit : undefined;
}

/** `1abc` is no number and no name; `1if` and the like are, as Python still allows. */
function checkNumberEnd(lexer: Lexer, from: number): void {
  const code = lexer.text.charCodeAt(lexer.at);
  if (code < 0x80 && !isNameCode(code)) return;
  const name = unicodeName(lexer);
  if (name === undefined || /^(?:and|else|for|if|in|is|not|or)/.test(name)) return;
  const to = lexer.at + name.length;
  lexer.tokens.pop();
  stop(lexer, { kind: 'syntax', from, to, words: { text: lexer.text.slice(from, to) } });
}

function followBracket(lexer: Lexer, operator: string, at: Range): void {
  if (operator === '(' || operator === '[' || operator === '{') {
    lexer.brackets.push({ bracket: operator, ...at });
    if (lexer.brackets.length > MAX_BRACKETS) stop(lexer, { kind: 'syntax', ...at, words: { text: operator } });
    return;
  }
  const opener = CLOSERS[operator];
  if (opener === undefined) return;
  const open = lexer.brackets.pop();
  if (open?.bracket === opener) return;
  lexer.tokens.pop();
  if (open !== undefined) lexer.brackets.push(open);
  const words = { bracket: operator, ...(open === undefined ? {} : { opened: open.bracket }) };
  stop(lexer, { kind: 'bracket-unmatched', ...at, words, ...(open === undefined ? {} : { other: open }) });
}
