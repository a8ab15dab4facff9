import type { GrammarFault } from './fault.ts';
import type { Range } from './tree.ts';

/** A string literal as the tokeniser sees it. */
export type StringToken = Range & {
  /** Letters before the quote, lower case: `f`, `rb`, … */
  readonly prefix: string;
  readonly quote: string;
  /** What stands between the quotes. */
  readonly body: Range;
  /** For an f-string: its `{…}` at the outermost level, without the braces. */
  readonly holes: readonly Range[];
  /** An f-string that holds its own quote inside a hole: Python 3.12 and later only. */
  readonly reused?: Range;
};

export type StringScan =
  | { readonly kind: 'string'; readonly string: StringToken }
  | { readonly kind: 'fault'; readonly fault: GrammarFault };

const OPENING = /([A-Za-z]{0,2})("""|'''|"|')/y;
const PREFIXES = /^(?:|[rubft]|br|rb|fr|rf|tr|rt)$/;
/** How deep strings may nest inside the holes of f-strings. */
const MAX_NESTING = 20;

/** Reads a string literal at an offset; undefined where none begins there. */
export function scanString(text: string, at: number, depth = 0): StringScan | undefined {
  OPENING.lastIndex = at;
  const found = OPENING.exec(text);
  const prefix = found?.[1]?.toLowerCase() ?? '';
  const quote = found?.[2] ?? '';
  if (found === null || !PREFIXES.test(prefix)) return undefined;
  const scan: Scan = {
    text,
    at: at + found[0].length,
    quote,
    holes: [],
    depth,
    reused: undefined,
    openHole: undefined,
  };
  const bodyFrom = scan.at;
  const formatted = prefix.includes('f') || prefix.includes('t');
  const end = formatted ? scanFormatted(scan, prefix.includes('r') ? 'raw' : 'cooked') : scanPlain(scan);
  if (end !== 'closed') return { kind: 'fault', fault: openFault(scan, at, found[0].length) };
  const to = scan.at + quote.length;
  const body = { from: bodyFrom, to: scan.at };
  const reused = scan.reused === undefined ? {} : { reused: scan.reused };
  return { kind: 'string', string: { from: at, to, prefix, quote, body, holes: scan.holes, ...reused } };
}

/** The string that is not closed, or the `{` in it that is not. */
function openFault(scan: Scan, at: number, length: number): GrammarFault {
  const { text, quote, openHole } = scan;
  if (openHole !== undefined) {
    return { kind: 'bracket-open', from: openHole, to: openHole + 1, words: { bracket: '{' } };
  }
  LINE_END.lastIndex = at;
  const line = LINE_END.exec(text)?.index ?? text.length;
  return { kind: 'string-open', from: at, to: quote.length === 3 ? at + length : line, words: { quote } };
}

const LINE_END = /[\r\n]/g;

type Scan = {
  readonly text: string;
  at: number;
  readonly quote: string;
  readonly holes: Range[];
  readonly depth: number;
  reused: Range | undefined;
  /** The `{` in which the text ended. */
  openHole: number | undefined;
};

type ScanEnd = 'closed' | 'open';

function scanPlain(scan: Scan): ScanEnd {
  const { text, quote } = scan;
  while (scan.at < text.length) {
    const unit = text[scan.at];
    if (unit === '\\') scan.at += escapeLength(text, scan.at);
    else if (unit === quote[0] && text.startsWith(quote, scan.at)) return 'closed';
    else if (quote.length === 1 && (unit === '\n' || unit === '\r')) return 'open';
    else scan.at++;
  }
  return 'open';
}

/** A backslash takes the next character with it, also a line's end of two. */
function escapeLength(text: string, at: number): number {
  return text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 2;
}

function scanFormatted(scan: Scan, style: 'raw' | 'cooked'): ScanEnd {
  const { text, quote } = scan;
  while (scan.at < text.length) {
    const unit = text[scan.at];
    if (unit === quote[0] && text.startsWith(quote, scan.at)) return 'closed';
    if (quote.length === 1 && isLineEnd(unit)) return 'open';
    if (unit === '\\') scan.at += namedEscape(text, scan.at, style);
    else if (unit !== '{') scan.at++;
    else if (text[scan.at + 1] === '{') scan.at += 2;
    else if (scanOpenHole(scan) === 'open') return 'open';
  }
  return 'open';
}

function isLineEnd(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r';
}

function scanOpenHole(scan: Scan): ScanEnd {
  const brace = scan.at;
  const end = scanHole(scan, 0);
  if (end === 'open') scan.openHole = brace;
  else scan.holes.push({ from: brace + 1, to: scan.at - 1 });
  return end;
}

/** From `{` to behind the `}` that closes it, over brackets and strings inside, and the format behind `:`. */
function scanHole(scan: Scan, level: number): ScanEnd {
  const { text, quote } = scan;
  let open = 0;
  scan.at++;
  while (scan.at < text.length && level <= MAX_NESTING) {
    const unit = text[scan.at] ?? '';
    if (open === 0 && unit === '}') {
      scan.at++;
      return 'closed';
    }
    if (open === 0 && unit === ':') return scanFormat(scan, level);
    if (quote.length === 1 && isLineEnd(unit) && open === 0) return 'open';
    if (unit !== '"' && unit !== "'") {
      open += bracketStep(unit);
      scan.at++;
    } else if (scanInner(scan) === 'open') return 'open';
  }
  return 'open';
}

/** A format is text up to `}`, with holes of its own. */
function scanFormat(scan: Scan, level: number): ScanEnd {
  const { text, quote } = scan;
  while (scan.at < text.length) {
    const unit = text[scan.at] ?? '';
    if (unit === '}') {
      scan.at++;
      return 'closed';
    }
    if (quote.length === 1 && (isLineEnd(unit) || unit === quote)) return 'open';
    if (unit !== '{') scan.at++;
    else if (scanHole(scan, level + 1) === 'open') return 'open';
  }
  return 'open';
}

/** `\\N{DASH}` holds a name, not an expression. */
function namedEscape(text: string, at: number, style: 'raw' | 'cooked'): number {
  if (style === 'cooked' && text.startsWith('\\N{', at)) {
    const close = text.indexOf('}', at);
    if (close > 0) return close + 1 - at;
  }
  if (text[at + 1] === '{') return 1;
  return escapeLength(text, at);
}

function bracketStep(unit: string): number {
  if ('([{'.includes(unit)) return 1;
  return ')]}'.includes(unit) ? -1 : 0;
}

/** A string inside a hole. Its own quote there closes the f-string before Python 3.12; then it must close at once. */
function scanInner(scan: Scan): ScanEnd {
  const { text, quote } = scan;
  if (scan.depth >= MAX_NESTING) return 'open';
  const from = scan.at;
  const inner = scanString(text, prefixStart(text, from), scan.depth + 1);
  if (inner === undefined || inner.kind === 'fault') return 'open';
  if (inner.string.quote === quote) scan.reused ??= { from, to: inner.string.to };
  scan.at = inner.string.to;
  return 'closed';
}

function prefixStart(text: string, quoteAt: number): number {
  let from = quoteAt;
  while (from > quoteAt - 2 && /[A-Za-z]/.test(text[from - 1] ?? '')) from--;
  return /[\w]/.test(text[from - 1] ?? '') ? quoteAt : from;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** What a string's body stands for. */
export function decodeString(body: string, prefix: string): string {
  const text = body.replace(/\r\n?/g, '\n');
  if (prefix.includes('r') || !text.includes('\\')) return text;
  return text.replace(
    /\\(?:\n|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]*\}|([\s\S]))/g,
    (whole: string, octal?: string, x?: string, u?: string, long?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const hex = x ?? u ?? long;
      if (hex !== undefined) return codePoint(Number.parseInt(hex, 16));
      if (other !== undefined) return ESCAPES[other] ?? whole;
      return whole === '\\\n' ? '' : '\ufffd';
    },
  );
}

function codePoint(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
}

/** Behind the `}` that closes the `{` at an offset inside an f-string; undefined where none does. */
export function holeEnd(text: string, brace: number): number | undefined {
  const scan: Scan = { text, at: brace, quote: '"""', holes: [], depth: 0, reused: undefined, openHole: undefined };
  return scanHole(scan, 0) === 'closed' ? scan.at : undefined;
}
