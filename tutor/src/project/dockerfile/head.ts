import { type PlacedText, placedSlice } from '../shell/placed.ts';
import type { Head } from './draft.ts';
import type { LogicalLine } from './lines.ts';

/** Takes an instruction's line apart: its first word, the flags behind it, and the rest. */
export function readHead(line: LogicalLine): Head {
  const text = line.text.text;
  const word = /^\S+/.exec(text)?.[0] ?? '';
  let at = skipBlanks(text, word.length);
  const flags: Head['flags'][number][] = [];
  for (;;) {
    const found = /^--([A-Za-z][A-Za-z0-9-]*)?(?:=(\S*))?(?=\s|$)/.exec(text.slice(at, at + 4_000));
    if (found === null) break;
    flags.push({
      name: found[1] ?? '',
      value: flagValue(line.text, at, found),
      span: line.text.span(at, at + found[0].length),
    });
    at = skipBlanks(text, at + found[0].length);
    if (found[1] === undefined) break;
  }
  return {
    line,
    word,
    keywordAt: line.text.span(0, word.length),
    flags,
    argument: placedSlice(line.text, at, text.length),
  };
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
