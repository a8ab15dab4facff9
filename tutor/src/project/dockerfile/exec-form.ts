import type { PlacedText } from '../shell/placed.ts';
import type { AlmostExec, Value } from './reading.ts';

/** What a text that begins with `[` is to Docker. */
export type ExecReading =
  | { readonly kind: 'exec'; readonly words: readonly Value[]; readonly end: number }
  | { readonly kind: 'almost'; readonly almost: AlmostExec };

/** Reads a JSON array of strings with the place of each; undefined where the text does not begin with `[`. */
export function readExecForm(source: PlacedText): ExecReading | undefined {
  const text = source.text;
  if (!text.startsWith('[')) return undefined;
  const words: Value[] = [];
  let at = skipBlanks(text, 1);
  if (text[at] === ']') return closed(source, words, at + 1);
  for (;;) {
    const string = jsonString(text, at);
    if (string === undefined) return almost(source, at);
    words.push({ raw: string.value, text: string.value, span: source.span(at + 1, string.end - 1) });
    at = skipBlanks(text, string.end);
    if (text[at] === ']') return closed(source, words, at + 1);
    if (text[at] !== ',') return almost(source, at);
    at = skipBlanks(text, at + 1);
  }
}

/** An array with more behind it, be it a comment, is no exec form (tried). */
function closed(source: PlacedText, words: readonly Value[], end: number): ExecReading {
  const rest = source.text.slice(end).trim();
  if (rest === '') return { kind: 'exec', words, end };
  const span = source.span(source.text.length - rest.length, source.text.length);
  return { kind: 'almost', almost: { why: 'text-behind', span, meant: words.map((word) => word.raw) } };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  return at;
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

function jsonString(text: string, at: number): { readonly value: string; readonly end: number } | undefined {
  STRING.lastIndex = at;
  const found = STRING.exec(text);
  if (found === null) return undefined;
  return { value: JSON.parse(found[0]) as string, end: at + found[0].length };
}

/** Says what broke the array at an offset. */
function almost(source: PlacedText, at: number): ExecReading {
  const text = source.text;
  const meant = meantWords(text);
  const make = (why: AlmostExec['why'], from: number, to: number): ExecReading => ({
    kind: 'almost',
    almost: { why, span: source.span(from, Math.max(from, Math.min(to, text.length))), meant },
  });
  const curly = text.search(/[\u2018-\u201f]/);
  if (curly >= 0 && /[\u2018-\u201f]/.test(text.slice(at, at + 1))) return make('curly-quotes', at, at + 1);
  const here = text[at];
  if (here === "'") return make('single-quotes', at, singleEnd(text, at));
  if (here === ']' && /,\s*$/.test(text.slice(0, at))) {
    const comma = text.lastIndexOf(',', at);
    return make('trailing-comma', comma, comma + 1);
  }
  if (here === '"' && /"\s*$/.test(text.slice(0, at))) return make('missing-comma', at, wordEnd(text, at));
  if (here === undefined || (here === '"' && text.indexOf('"', at + 1) < 0)) return make('unclosed', 0, text.length);
  if (/^(?:-?\d|true\b|false\b|null\b|\{|\[)/.test(text.slice(at, at + 6)))
    return make('not-text', at, wordEnd(text, at));
  return make('other', at, wordEnd(text, at));
}

function singleEnd(text: string, at: number): number {
  const close = text.indexOf("'", at + 1);
  return close < 0 ? text.length : close + 1;
}

function wordEnd(text: string, at: number): number {
  const found = /^(?:"[^"]*"|[^\s,\]]+)/.exec(text.slice(at));
  return at + (found?.[0].length ?? 1);
}

/** The words between the brackets, whatever quotes and commas are there. */
function meantWords(text: string): string[] {
  const inside = text.replace(/^\[/, '').replace(/\]\s*$/, '');
  const words: string[] = [];
  for (const found of inside.matchAll(
    /"([^"]*)"|'([^']*)'|[\u2018-\u201f]([^\u2018-\u201f]*)[\u2018-\u201f]|([^\s,"'[\]]+)/g,
  )) {
    words.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '');
  }
  return words;
}
