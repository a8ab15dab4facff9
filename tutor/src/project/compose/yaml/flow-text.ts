import { escapeAt } from './escapes.ts';
import { lineBreak } from './line-break.ts';
import type { Source } from './source.ts';
import { type Decoded, type Writer, writer } from './writer.ts';

/** A writer and the text it copies from. */
type Sheet = Writer & { readonly source: Source };

/** How a scalar is quoted. */
type Style = 'plain' | 'single' | 'double';

/**
 * Decodes a plain or quoted scalar that stands at `start`…`end` of the parsed text, quotes included.
 * Runs of characters that stand as they are become exact pieces; an escape or a folded line break is a piece of its own.
 */
export function decodeFlow(source: Source, style: Style, start: number, end: number): Decoded {
  const out: Sheet = { source, ...writer(source) };
  if (style === 'plain') foldLines(out, start, end, copyPlain);
  else foldLines(out, start + 1, end - 1, style === 'single' ? copySingle : copyDouble);
  // An empty value still has a place to write into: between its quotes.
  return out.done(style === 'plain' ? { start: end, end } : { start: start + 1, end: Math.max(start + 1, end - 1) });
}

type Copier = (out: Sheet, start: number, end: number) => void;

function copyPlain(out: Sheet, start: number, end: number): void {
  out.copy(start, end);
}

function copySingle(out: Sheet, start: number, end: number): void {
  let at = start;
  for (const { index } of out.source.text.slice(start, end).matchAll(/''/g)) {
    const quote = start + index;
    out.copy(at, quote);
    out.put("'", quote, quote + 2);
    at = quote + 2;
  }
  out.copy(at, end);
}

function copyDouble(out: Sheet, start: number, end: number): void {
  const text = out.source.text.slice(start, end);
  let at = 0;
  for (let slash = text.indexOf('\\'); slash >= 0; slash = text.indexOf('\\', at)) {
    out.copy(start + at, start + slash);
    const meant = escapeAt(text, slash);
    at = slash + meant.length;
    out.put(meant.text, start + slash, start + at);
  }
  out.copy(start + at, end);
}

/** Copies the lines between two offsets with their breaks folded: one break is a space, n breaks are n - 1 line ends. */
function foldLines(out: Sheet, start: number, end: number, copy: Copier): void {
  const { text } = out.source;
  const lines = text.slice(start, end).matchAll(/\n/g);
  let at = start;
  for (const { index } of lines) {
    const newline = start + index;
    if (newline < at) continue;
    const escaped = copy === copyDouble && endsInEscape(text, at, newline);
    const content = escaped ? lineBreak(text, newline) - 1 : trimEnd(text, at, lineBreak(text, newline));
    copy(out, at, content);
    const { next, breaks } = nextLine(text, newline, end);
    if (breaks > 1) out.put('\n'.repeat(breaks - 1), content, next);
    else if (!escaped) out.put(' ', content, next);
    at = next;
  }
  copy(out, at, end);
}

function endsInEscape(text: string, from: number, newline: number): boolean {
  let at = lineBreak(text, newline);
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
