import { joinTraced, sliceTraced, type Traced } from '../compose/traced.ts';
import type { DotenvSource } from './read.ts';

/** What stands between two quotes, and the offset of the closing one. */
export type Quoted = { readonly content: Traced; readonly close: number };

/**
 * Reads from an opening quote to the one that closes it; undefined where none does.
 * A backslash before the quote makes it part of the text; any other backslash stays with the character after it.
 */
export function unquote(source: DotenvSource, start: number): Quoted | undefined {
  const { text } = source;
  const quote = text[start];
  const parts: Traced[] = [];
  let from = start + 1;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) {
      parts.push(stretch(source, from, at));
      return { content: joinTraced(parts), close: at };
    }
    if (text[at] !== '\\') continue;
    if (text[at + 1] === quote) {
      parts.push(stretch(source, from, at));
      from = at + 1;
    }
    at++;
  }
  return undefined;
}

function stretch({ file, text }: DotenvSource, start: number, end: number): Traced {
  if (end <= start) return { value: '', pieces: [] };
  return {
    value: text.slice(start, end),
    pieces: [{ from: 0, to: end - start, span: { file, start, end }, exact: true }],
  };
}

const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g;
const MEANINGS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // Filling variables in comes next, and there `$$` is a dollar sign.
  $: '$$',
};
const GREATEST_OCTAL = 255;

/** Turns the escapes of a double-quoted value into what they mean; `\c` and octals that are none stay, these without their `0`. */
export function expandEscapes(content: Traced): Traced {
  const parts: Traced[] = [];
  let at = 0;
  for (const { 0: written, index } of content.value.matchAll(ESCAPE)) {
    parts.push(
      sliceTraced(content, at, index),
      meant(sliceTraced(content, index, index + written.length), meaningOf(written)),
    );
    at = index + written.length;
  }
  parts.push(sliceTraced(content, at, content.value.length));
  return joinTraced(parts);
}

function meaningOf(written: string): string {
  const letter = written[1] ?? '';
  if (letter !== '0') return MEANINGS[letter] ?? written;
  const digits = written.slice(2);
  const code = Number.parseInt(digits, 8);
  const octal = /^[0-7]{3}$/.test(digits) && code <= GREATEST_OCTAL;
  return octal ? String.fromCodePoint(code) : `\\${digits}`;
}

function meant(written: Traced, value: string): Traced {
  const [first, last] = [written.pieces[0], written.pieces.at(-1)];
  if (first === undefined || last === undefined) return { value, pieces: [] };
  const span = { file: first.span.file, start: first.span.start, end: last.span.end };
  return { value, pieces: [{ from: 0, to: value.length, span, exact: false }] };
}
