import type { PlacedText } from './placed.ts';
import type { ShellWord, WordPart } from './word.ts';

/** A token of a shell script. `from` and `to` are offsets in the text. */
export type ShellToken =
  | { readonly kind: 'word'; readonly word: ShellWord; readonly from: number; readonly to: number }
  /** `;`, `&&`, `||`, `|`, `&`, `;;`, `(`, `)`, a line's end as `\n`. */
  | { readonly kind: 'operator'; readonly operator: string; readonly from: number; readonly to: number }
  /** `>`, `2>&1`, `<`; the word behind it is its target. */
  | { readonly kind: 'redirect'; readonly from: number; readonly to: number };

/** How deep `${A:-${B:-…}}` and `$( $( …` may nest before the rest counts as unknown. */
const MAX_NESTING = 20;
/** The most tokens of a script that are read. */
const MAX_TOKENS = 5_000;
const OPERATORS = ['&&', '||', ';;', '|&', ';', '|', '&', '(', ')', '\n'];

/** Splits a POSIX shell text into words and operators. Comments and the bodies of heredocs are left out. */
export function lexShell(source: PlacedText): readonly ShellToken[] {
  const tokens: ShellToken[] = [];
  const lexer: Lexer = { source, text: source.text, at: 0, heredocs: [] };
  while (lexer.at < lexer.text.length && tokens.length < MAX_TOKENS) {
    skipBlanks(lexer);
    if (lexer.at >= lexer.text.length) break;
    const token = nextToken(lexer);
    tokens.push(token);
    if (token.kind === 'operator' && token.operator === '\n') skipHeredocs(lexer);
  }
  return tokens;
}

type Lexer = {
  readonly source: PlacedText;
  readonly text: string;
  at: number;
  heredocs: { readonly end: string; readonly tabs: 'kept' | 'stripped' }[];
};

function skipBlanks(lexer: Lexer): void {
  for (;;) {
    const unit = lexer.text[lexer.at];
    if (unit === ' ' || unit === '\t' || unit === '\r') lexer.at++;
    else if (unit === '\\' && lineEndAt(lexer.text, lexer.at + 1) > 0) {
      lexer.at += 1 + lineEndAt(lexer.text, lexer.at + 1);
    } else if (unit === '#') {
      const end = lexer.text.indexOf('\n', lexer.at);
      lexer.at = end < 0 ? lexer.text.length : end;
    } else return;
  }
}

/** Length of a line's end at an offset: 0 where there is none. */
function lineEndAt(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0;
}

function nextToken(lexer: Lexer): ShellToken {
  const from = lexer.at;
  const redirect = /^(?:\d*(?:>>|>\||<<<|<>|>&|<&|<|>)|&>>?)/y;
  redirect.lastIndex = 0;
  const rest = lexer.text.slice(from, from + 8);
  const heredoc = /^\d*<<(-?)(?!<)/.exec(rest);
  if (heredoc !== null) return heredocToken(lexer, from, heredoc[0].length, heredoc[1] === '-' ? 'stripped' : 'kept');
  const found = redirect.exec(rest);
  if (found !== null) {
    lexer.at += found[0].length;
    return { kind: 'redirect', from, to: lexer.at };
  }
  const operator = OPERATORS.find((candidate) => rest.startsWith(candidate));
  if (operator !== undefined) {
    lexer.at += operator.length;
    return { kind: 'operator', operator, from, to: lexer.at };
  }
  return wordToken(lexer);
}

function heredocToken(lexer: Lexer, from: number, length: number, tabs: 'kept' | 'stripped'): ShellToken {
  lexer.at += length;
  while (/[ \t]/.test(lexer.text[lexer.at] ?? '')) lexer.at++;
  if (/[^\s;&|()<>]/.test(lexer.text[lexer.at] ?? '')) {
    const token = wordToken(lexer);
    if (token.kind === 'word') lexer.heredocs.push({ end: token.word.text, tabs });
  }
  return { kind: 'redirect', from, to: from };
}

function skipHeredocs(lexer: Lexer): void {
  for (const { end, tabs } of lexer.heredocs.splice(0)) {
    for (;;) {
      if (lexer.at >= lexer.text.length) return;
      const lineEnd = lexer.text.indexOf('\n', lexer.at);
      const line = lexer.text.slice(lexer.at, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '');
      lexer.at = lineEnd < 0 ? lexer.text.length : lineEnd + 1;
      if ((tabs === 'stripped' ? line.replace(/^\t+/, '') : line) === end) break;
    }
  }
}

function wordToken(lexer: Lexer): ShellToken {
  const from = lexer.at;
  const word: WordBuilder = { parts: [], text: '', plain: '' };
  readParts(lexer, word, 'word', 0);
  // A quote that is never closed, or a backslash at the end, reads past the text.
  lexer.at = Math.min(lexer.at, lexer.text.length);
  if (lexer.at === from) {
    word.text = lexer.text[from] ?? '';
    word.plain += word.text;
    lexer.at++;
  }
  flush(word);
  const raw = lexer.text.slice(from, lexer.at);
  const quoted = /^(["'])[\s\S]*\1$/.test(raw) && raw.length === word.text.length + 2;
  const span = quoted ? lexer.source.span(from + 1, lexer.at - 1) : lexer.source.span(from, lexer.at);
  return { kind: 'word', word: { text: word.text, span, parts: word.parts }, from, to: lexer.at };
}

type WordBuilder = { parts: WordPart[]; text: string; plain: string };
/** Where a run of parts ends: at the end of the word, at `"`, or at the `}` of a `${…}`. */
type PartsEnd = 'word' | 'quote' | 'brace';
const STOPS = { word: /[\s;&|()<>]/, quote: /"/, brace: /\}/ } as const;

function flush(word: WordBuilder): void {
  if (word.plain !== '') word.parts.push({ kind: 'text', text: word.plain });
  word.plain = '';
}

function plain(word: WordBuilder, text: string): void {
  word.text += text;
  word.plain += text;
}

function readParts(lexer: Lexer, word: WordBuilder, end: PartsEnd, depth: number): void {
  while (lexer.at < lexer.text.length) {
    const unit = lexer.text[lexer.at] ?? '';
    if (STOPS[end].test(unit)) return;
    if (unit === '\\') readEscape(lexer, word, end);
    else if (unit === "'" && end !== 'quote') readSingle(lexer, word);
    else if (unit === '"' && end !== 'quote') readDouble(lexer, word, depth);
    else if (unit === '$') readDollar(lexer, word, end, depth);
    else if (unit === '`') readBackquotes(lexer, word);
    else {
      plain(word, unit);
      lexer.at++;
    }
  }
}

function readEscape(lexer: Lexer, word: WordBuilder, end: PartsEnd): void {
  const lineEnd = lineEndAt(lexer.text, lexer.at + 1);
  if (lineEnd > 0) {
    lexer.at += 1 + lineEnd;
    return;
  }
  const next = lexer.text[lexer.at + 1] ?? '';
  plain(word, end === 'quote' && !/["\\$`]/.test(next) ? `\\${next}` : next);
  lexer.at += 2;
}

function readSingle(lexer: Lexer, word: WordBuilder): void {
  const close = lexer.text.indexOf("'", lexer.at + 1);
  const end = close < 0 ? lexer.text.length : close;
  plain(word, lexer.text.slice(lexer.at + 1, end));
  lexer.at = end + 1;
}

function readDouble(lexer: Lexer, word: WordBuilder, depth: number): void {
  lexer.at++;
  readParts(lexer, word, 'quote', depth);
  lexer.at++;
}

function readBackquotes(lexer: Lexer, word: WordBuilder): void {
  const close = lexer.text.indexOf('`', lexer.at + 1);
  const end = close < 0 ? lexer.text.length : close + 1;
  flush(word);
  word.text += lexer.text.slice(lexer.at, end);
  word.parts.push({ kind: 'unknown' });
  lexer.at = end;
}

function readDollar(lexer: Lexer, word: WordBuilder, end: PartsEnd, depth: number): void {
  const next = lexer.text[lexer.at + 1] ?? '';
  const quoted = end === 'quote' ? 'quoted' : 'bare';
  if (next === '(') readCommand(lexer, word);
  else if (next === '{') readBraces(lexer, word, quoted, depth);
  else readName(lexer, word, quoted);
}

function readName(lexer: Lexer, word: WordBuilder, quoted: 'quoted' | 'bare'): void {
  const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(lexer.text.slice(lexer.at + 1, lexer.at + 200))?.[0];
  if (name === undefined) {
    plain(word, '$');
    lexer.at++;
    return;
  }
  flush(word);
  word.text += `$${name}`;
  word.parts.push({ kind: 'variable', name, quoted });
  lexer.at += 1 + name.length;
}

/** `$(…)` and `$((…))`: skipped to the parenthesis that closes it. */
function readCommand(lexer: Lexer, word: WordBuilder): void {
  const from = lexer.at;
  let open = 0;
  for (lexer.at++; lexer.at < lexer.text.length; lexer.at++) {
    const unit = lexer.text[lexer.at];
    if (unit === '(') open++;
    else if (unit === ')') open--;
    else if (unit === "'" || unit === '"') skipQuoted(lexer, unit);
    if (open === 0) break;
  }
  lexer.at = Math.min(lexer.at + 1, lexer.text.length);
  flush(word);
  word.text += lexer.text.slice(from, lexer.at);
  word.parts.push({ kind: 'unknown' });
}

function skipQuoted(lexer: Lexer, quote: string): void {
  const close = lexer.text.indexOf(quote, lexer.at + 1);
  if (close >= 0) lexer.at = close;
}

const BRACES = /^\$\{([A-Za-z_]\w*|[0-9]+|[@*#?])(:-|:=|:\?|:\+|-|=|\?|\+)?/;

function readBraces(lexer: Lexer, word: WordBuilder, quoted: 'quoted' | 'bare', depth: number): void {
  const from = lexer.at;
  const found = BRACES.exec(lexer.text.slice(from, from + 200));
  flush(word);
  const part = found === null || depth > MAX_NESTING ? undefined : readExpansion(lexer, found, quoted, depth);
  if (part === undefined) skipBraces(lexer);
  word.parts.push(part ?? { kind: 'unknown' });
  word.text += lexer.text.slice(from, lexer.at);
}

/**
 * `${NAME…}`, or undefined where it is not closed. It never goes back then: what it read is the rest of the text,
 * and reading that again at each `${` would take for ever.
 */
function readExpansion(
  lexer: Lexer,
  found: RegExpExecArray,
  quoted: 'quoted' | 'bare',
  depth: number,
): WordPart | undefined {
  lexer.at += found[0].length;
  const operand: WordBuilder = { parts: [], text: '', plain: '' };
  const operator = found[2] as (WordPart & { kind: 'variable' })['operator'];
  if (operator !== undefined) readParts(lexer, operand, 'brace', depth + 1);
  flush(operand);
  if (lexer.text[lexer.at] !== '}') return undefined;
  lexer.at++;
  const given = operator === undefined ? {} : { operator, operand: operand.parts };
  return { kind: 'variable', name: found[1] ?? '', quoted, ...given };
}

function skipBraces(lexer: Lexer): void {
  const close = lexer.text.indexOf('}', lexer.at);
  lexer.at = close < 0 ? lexer.text.length : close + 1;
}
