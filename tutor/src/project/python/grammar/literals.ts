import { readExpressions, readYield } from './expressions.ts';
import { countHole, deeper, fail, failHere, isWord, needsMinor, type Parser, peek, take } from './parser.ts';
import { decodeString, holeEnd, type StringToken, scanString } from './strings.ts';
import { readTokensWithin, type Token } from './tokens.ts';
import type { Expression, FormattedPart } from './tree.ts';

/** One or more string literals in a row, which Python joins. */
export function readStrings(parser: Parser): Expression {
  const strings: StringToken[] = [];
  for (let token = peek(parser); token.kind === 'string'; token = peek(parser)) {
    strings.push(token.string);
    take(parser);
  }
  const first = strings[0];
  const last = strings.at(-1);
  const from = first?.from ?? 0;
  const to = last?.to ?? 0;
  if (strings.some((string) => string.prefix.includes('b'))) return { kind: 'opaque', from, to };
  if (strings.some(isFormatted)) {
    return { kind: 'formatted', parts: strings.flatMap((string) => partsOf(parser, string)), from, to };
  }
  const value = strings.map((string) => decoded(parser, string)).join('');
  const inner = strings.length === 1 && first !== undefined ? first.body : { from, to };
  return { kind: 'constant', value, inner, from, to };
}

function isFormatted(string: StringToken): boolean {
  return string.prefix.includes('f') || string.prefix.includes('t');
}

function decoded(parser: Parser, string: StringToken): string {
  return decodeString(parser.text.slice(string.body.from, string.body.to), string.prefix);
}

function partsOf(parser: Parser, string: StringToken): FormattedPart[] {
  if (!isFormatted(string)) return [{ kind: 'text', text: decoded(parser, string), at: string.body }];
  if (string.reused !== undefined) needsMinor(parser, 12, 'f-string-quotes', string.reused);
  const parts: FormattedPart[] = [];
  let at = string.body.from;
  for (const hole of string.holes) {
    pushText(parser, parts, { from: at, to: hole.from - 1 }, string.prefix);
    parts.push(
      deeper(
        parser,
        () => readHole(parser, hole.from, hole.to),
        () => emptyHole(hole.from),
      ),
    );
    at = hole.to + 1;
  }
  pushText(parser, parts, { from: at, to: string.body.to }, string.prefix);
  return parts;
}

function pushText(parser: Parser, parts: FormattedPart[], at: { from: number; to: number }, prefix: string): void {
  if (at.from >= at.to) return;
  checkBraces(parser, at);
  const text = decodeString(parser.text.slice(at.from, at.to), prefix).replace(/\{\{|\}\}/g, (pair) => pair[0] ?? '');
  parts.push({ kind: 'text', text, at });
}

/** A `}` in the text of an f-string must be doubled. */
function checkBraces(parser: Parser, at: { from: number; to: number }): void {
  const text = parser.text.slice(at.from, at.to).replace(/\\N\{[^}]*\}/g, (name) => ' '.repeat(name.length));
  const single = text.replaceAll('}}', '  ').indexOf('}');
  if (single < 0) return;
  const from = at.from + single;
  fail(parser, 'bracket-unmatched', { from, to: from + 1 }, { bracket: '}' });
}

function emptyHole(at: number): FormattedPart {
  return { kind: 'hole', value: { kind: 'missing', from: at, to: at } };
}

/** `{value=!r:format}`, between the braces. */
function readHole(parser: Parser, from: number, to: number): FormattedPart {
  countHole(parser);
  if (parser.beyond !== undefined) return emptyHole(from);
  const { valueTo, conversion, formatFrom } = splitHole(parser.text, from, to);
  if (conversion !== undefined && !/^[rsa]$/.test(conversion)) {
    fail(parser, 'syntax', { from: valueTo, to }, { text: parser.text.slice(valueTo, to) });
  }
  const tokens = readTokensWithin(parser.text, from, valueTo);
  const value = readWithin(parser, tokens);
  return {
    kind: 'hole',
    value,
    ...(conversion === undefined ? {} : { conversion }),
    ...(formatFrom === undefined ? {} : { format: readFormat(parser, formatFrom, to) }),
  };
}

function readWithin(parser: Parser, tokens: readonly Token[]): Expression {
  const inner: Parser = { ...parser, tokens, at: 0, brackets: 1 };
  const value = isWord(inner, 'yield') ? readYield(inner) : readExpressions(inner);
  if (peek(inner).kind !== 'end') failHere(inner);
  if (inner.fault !== undefined) fail(parser, inner.fault.kind, inner.fault, inner.fault.words, inner.fault.other);
  if (inner.beyond !== undefined) parser.beyond = inner.beyond;
  parser.newest = inner.newest;
  return value;
}

type HoleParts = { readonly valueTo: number; readonly conversion?: string; readonly formatFrom?: number };

/** Finds `=`, `!r` and `:` that stand outside brackets and strings. */
function splitHole(text: string, from: number, to: number): HoleParts {
  const at = mark(text, from, to);
  if (at === undefined) return { valueTo: withoutEquals(text, from, to) };
  const valueTo = withoutEquals(text, from, at);
  if (text[at] === ':') return { valueTo, formatFrom: at + 1 };
  const colon = text.indexOf(':', at);
  const conversion = text.slice(at + 1, colon > 0 && colon < to ? colon : to).trim();
  return colon > 0 && colon < to ? { valueTo, conversion, formatFrom: colon + 1 } : { valueTo, conversion };
}

/** The first `:` or `!` that ends the expression. */
function mark(text: string, from: number, to: number): number | undefined {
  let open = 0;
  for (let at = from; at < to; at++) {
    const unit = text[at] ?? '';
    if (unit === '"' || unit === "'") at = stringEnd(text, at) - 1;
    else if ('([{'.includes(unit)) open++;
    else if (')]}'.includes(unit)) open--;
    else if (open === 0 && (unit === ':' || (unit === '!' && text[at + 1] !== '='))) return at;
  }
  return undefined;
}

function stringEnd(text: string, at: number): number {
  const scan = scanString(text, at);
  return scan?.kind === 'string' ? scan.string.to : at + 1;
}

/** `{value=}` prints the name too. */
function withoutEquals(text: string, from: number, to: number): number {
  const found = /(?<![=!<>])=\s*$/.exec(text.slice(Math.max(from, to - 50), to));
  return found === null ? to : to - found[0].length;
}

function readFormat(parser: Parser, from: number, to: number): FormattedPart[] {
  const parts: FormattedPart[] = [];
  let at = from;
  while (at < to) {
    const brace = parser.text.indexOf('{', at);
    const end = brace < 0 || brace >= to ? undefined : holeEnd(parser.text, brace);
    if (end === undefined || end > to) break;
    pushText(parser, parts, { from: at, to: brace }, '');
    parts.push(
      deeper(
        parser,
        () => readHole(parser, brace + 1, end - 1),
        () => emptyHole(brace),
      ),
    );
    at = end;
  }
  pushText(parser, parts, { from: at, to }, '');
  return parts;
}
