import type { Piece } from '../tree.ts';
import { type Source, spanOf } from './source.ts';

/** A scalar's text as YAML decodes it, and the text that gives each stretch of it. */
export type Decoded = { readonly value: string; readonly pieces: readonly Piece[] };

type Style = 'plain' | 'single' | 'double';

/**
 * Decodes a plain or quoted scalar that stands at `start`…`end` of the parsed text, quotes included.
 * Runs of characters that stand as they are become exact pieces; an escape or a folded line break is a piece of its own.
 */
export function decodeFlow(source: Source, style: Style, start: number, end: number): Decoded {
  const out = new Writer(source);
  if (style === 'plain') foldLines(out, start, end, copyPlain);
  else foldLines(out, start + 1, end - 1, style === 'single' ? copySingle : copyDouble);
  return out.done(start, end);
}

/** Collects a value and its pieces. */
class Writer {
  readonly source: Source;
  #value = '';
  readonly #pieces: Piece[] = [];

  constructor(source: Source) {
    this.source = source;
  }

  /** Appends text that stands in the source as it is. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    const span = spanOf(this.source, start, end);
    const text = this.source.text.slice(start, end);
    const exact = span.end - span.start === text.length;
    const last = this.#pieces.at(-1);
    if (exact && last?.exact === true && last.span.end === span.start) this.#pieces.pop();
    const joined = exact && last?.exact === true && last.span.end === span.start ? last : undefined;
    this.#push(text, joined?.from ?? this.#value.length, joined?.span.start ?? span.start, span.end, exact);
  }

  /** Appends text that the source writes otherwise. */
  put(text: string, start: number, end: number): void {
    if (text === '') return;
    const span = spanOf(this.source, start, end);
    this.#push(text, this.#value.length, span.start, span.end, false);
  }

  #push(text: string, from: number, start: number, end: number, exact: boolean): void {
    this.#value += text;
    this.#pieces.push({ from, to: this.#value.length, span: { file: this.source.file, start, end }, exact });
  }

  done(start: number, end: number): Decoded {
    if (this.#pieces.length > 0) return { value: this.#value, pieces: this.#pieces };
    // An empty value still has a place to write into: between its quotes.
    const inner = end - start >= 2 ? spanOf(this.source, start + 1, end - 1) : spanOf(this.source, end, end);
    return { value: '', pieces: [{ from: 0, to: 0, span: inner, exact: inner.start === inner.end }] };
  }
}

type Copier = (out: Writer, start: number, end: number) => void;

function copyPlain(out: Writer, start: number, end: number): void {
  out.copy(start, end);
}

function copySingle(out: Writer, start: number, end: number): void {
  let at = start;
  for (;;) {
    const quote = out.source.text.indexOf("''", at);
    if (quote < 0 || quote + 2 > end) break;
    out.copy(at, quote);
    out.put("'", quote, quote + 2);
    at = quote + 2;
  }
  out.copy(at, end);
}

function copyDouble(out: Writer, start: number, end: number): void {
  let at = start;
  for (;;) {
    const slash = out.source.text.indexOf('\\', at);
    if (slash < 0 || slash >= end) break;
    out.copy(at, slash);
    const { text, length } = escapeAt(out.source.text, slash);
    out.put(text, slash, slash + length);
    at = slash + length;
  }
  out.copy(at, end);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const GREATEST_CODE_POINT = 0x10ffff;

/** What the escape at an offset means; `text` is undefined where Compose's YAML knows no such escape. */
export function readEscape(text: string, at: number): { readonly text: string | undefined; readonly length: number } {
  const letter = text[at + 1] ?? '';
  const simple = ESCAPES[letter];
  if (simple !== undefined) return { text: simple, length: 2 };
  const digits = HEX_DIGITS[letter];
  if (digits === undefined) return { text: undefined, length: 2 };
  const hex = text.slice(at + 2, at + 2 + digits);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) return { text: undefined, length: 2 };
  const point = Number.parseInt(hex, 16);
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (surrogate || point > GREATEST_CODE_POINT) return { text: undefined, length: 2 + digits };
  return { text: String.fromCodePoint(point), length: 2 + digits };
}

function escapeAt(text: string, at: number): { readonly text: string; readonly length: number } {
  const found = readEscape(text, at);
  return { text: found.text ?? text.slice(at, at + found.length), length: found.length };
}

/** Copies the lines between two offsets with their breaks folded: one break is a space, n breaks are n - 1 line ends. */
function foldLines(out: Writer, start: number, end: number, copy: Copier): void {
  const { text } = out.source;
  let at = start;
  for (;;) {
    const newline = text.indexOf('\n', at);
    if (newline < 0 || newline >= end) break;
    const escaped = copy === copyDouble && endsInEscape(text, at, newline);
    const content = escaped ? newlineStart(text, newline) - 1 : trimEnd(text, at, newlineStart(text, newline));
    copy(out, at, content);
    const { next, breaks } = nextLine(text, newline, end);
    if (breaks > 1) out.put('\n'.repeat(breaks - 1), content, next);
    else if (!escaped) out.put(' ', content, next);
    at = next;
  }
  copy(out, at, end);
}

function newlineStart(text: string, newline: number): number {
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

function endsInEscape(text: string, from: number, newline: number): boolean {
  let at = newlineStart(text, newline);
  let slashes = 0;
  while (at > from && text[at - 1] === '\\') {
    at--;
    slashes++;
  }
  return slashes % 2 === 1;
}

function trimEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}

/** Start of the next line that holds something, and how many line breaks lie before it. */
function nextLine(text: string, newline: number, end: number): { readonly next: number; readonly breaks: number } {
  let breaks = 1;
  let at = newline + 1;
  for (; at < end; at++) {
    const unit = text[at];
    if (unit === '\n') breaks++;
    else if (unit !== ' ' && unit !== '\t' && !(unit === '\r' && text[at + 1] === '\n')) break;
  }
  return { next: at, breaks };
}

/** A block scalar as the parser found it: its header, and where its lines stand. */
export type Block = {
  readonly header: string;
  /** Offset of the first line after the header. */
  readonly start: number;
  readonly end: number;
  /** Units of indentation that every line loses. */
  readonly indent: number;
};

type BlockLine = { readonly start: number; readonly end: number; readonly break: number };

/** Decodes a literal or folded block scalar. */
export function decodeBlock(source: Source, block: Block): Decoded {
  const out = new Writer(source);
  const lines = blockLines(source.text, block);
  let last = lines.length - 1;
  while (last >= 0 && isEmptyLine(lines[last])) last--;
  const folded = block.header.startsWith('>');
  let breaks: BlockLine[] = [];
  let more = true;
  for (const line of lines.slice(0, last + 1)) {
    if (isEmptyLine(line)) {
      breaks.push(line);
      continue;
    }
    const blank = source.text[line.start] === ' ' || source.text[line.start] === '\t';
    putBreaks(out, breaks, folded && !more && !blank);
    out.copy(line.start, line.end);
    breaks = [line];
    more = blank;
  }
  const tail = block.header.includes('-')
    ? []
    : block.header.includes('+')
      ? [...breaks, ...lines.slice(last + 1)]
      : breaks.slice(0, 1);
  putBreaks(out, last < 0 && !block.header.includes('+') ? [] : tail, false);
  return out.done(block.end, block.end);
}

function isEmptyLine(line: BlockLine | undefined): boolean {
  return line === undefined || line.start === line.end;
}

function putBreaks(out: Writer, lines: readonly BlockLine[], fold: boolean): void {
  const ends = lines.filter((line) => line.break > line.end);
  const first = ends[0];
  if (first === undefined) return;
  if (fold && ends.length === 1) out.put(' ', first.end, first.break);
  else for (const line of fold ? ends.slice(1) : ends) putBreak(out, line);
}

function putBreak(out: Writer, line: BlockLine): void {
  if (line.break - line.end === 1) out.copy(line.end, line.break);
  else out.put('\n', line.end, line.break);
}

/** The lines of a block scalar without their indentation; `break` is the end of the line's own line break. */
function blockLines(text: string, block: Block): BlockLine[] {
  const lines: BlockLine[] = [];
  for (let at = block.start; at < block.end; ) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 || newline >= block.end ? block.end : newline;
    const end = stop < block.end ? newlineStart(text, stop) : stop;
    let start = at;
    while (start < end && start - at < block.indent && text[start] === ' ') start++;
    const next = stop < block.end ? stop + 1 : stop;
    lines.push({ start, end, break: next });
    at = next;
  }
  return lines;
}
