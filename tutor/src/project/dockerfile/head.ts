import { type PlacedText, placedSlice } from '../shell/placed.ts';
import type { Head } from './draft.ts';
import { FLAGS, keywordOf, SWITCHES } from './keywords.ts';
import type { LogicalLine } from './lines.ts';
import { commentFrom } from './trailing-comment.ts';

/** Takes an instruction's line apart: its first word, the flags behind it, and the rest. */
export function readHead(line: LogicalLine): Head {
  const text = line.text.text;
  const word = /^\S+/.exec(text)?.[0] ?? '';
  let at = skipBlanks(text, word.length);
  const flags: Head['flags'][number][] = [];
  for (;;) {
    const found = /^--([A-Za-z][A-Za-z0-9-]*)?(?:=(\S*))?(?=\s|$)/.exec(text.slice(at, at + 4_000));
    if (found === null) break;
    const apart = found[2] === undefined ? valueApart(word, found[1] ?? '', text, at + found[0].length) : undefined;
    const to = apart?.to ?? at + found[0].length;
    flags.push({
      name: found[1] ?? '',
      value: apart === undefined ? flagValue(line.text, at, found) : placedSlice(line.text, apart.from, apart.to),
      span: line.text.span(at, to),
      ...(apart === undefined ? {} : { isApart: true }),
    });
    at = skipBlanks(text, to);
    if (found[1] === undefined) break;
  }
  const comment = commentFrom(word, text.slice(at));
  const end = comment === undefined ? text.length : at + comment.before;
  return {
    line,
    word,
    keywordAt: line.text.span(0, word.length),
    flags,
    argument: placedSlice(line.text, at, end),
    ...(comment === undefined ? {} : { comment: placedSlice(line.text, at + comment.from, text.length) }),
  };
}

/** `--from builder`, where `--from=builder` is meant: a flag that needs a value, and a word more than the instruction takes. */
function valueApart(
  word: string,
  name: string,
  text: string,
  after: number,
): { readonly from: number; readonly to: number } | undefined {
  const keyword = keywordOf(word);
  if (keyword === undefined || SWITCHES.includes(name) || FLAGS[keyword]?.includes(name) !== true) return undefined;
  const from = skipBlanks(text, after);
  const rest = text.slice(from).split(/\s+/);
  const [value = ''] = rest;
  const isPlain = /^[\w./:-]+$/.test(value) && !value.startsWith('-') && !/^(?:CMD|NONE)$/i.test(value);
  const isEnough = keyword === 'COPY' || keyword === 'ADD' ? rest.length > 2 : rest.length > 1;
  return isPlain && isEnough ? { from, to: from + value.length } : undefined;
}

function flagValue(text: PlacedText, at: number, found: RegExpExecArray): PlacedText | undefined {
  if (found[2] === undefined) return undefined;
  const to = at + found[0].length;
  return placedSlice(text, to - found[2].length, to);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at++;
  return at;
}
