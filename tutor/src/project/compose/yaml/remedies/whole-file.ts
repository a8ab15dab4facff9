import type { Line } from '../lines.ts';
import type { Mend } from '../mend.ts';
import type { Slip } from '../slip.ts';
import { insert, type Remedy, remedy } from './remedy.ts';

/** Slips that a file has all over: a merge conflict, the fences of a page it was copied from, tabs that indent. */
export function wholeFile(lines: readonly Line[], slip: Slip): readonly Remedy[] {
  return [...conflicts(lines), ...fences(lines, slip), ...tabs(lines, slip)];
}

function conflicts(lines: readonly Line[]): readonly Remedy[] {
  const first = lines.find((line) => /^(<{7}|>{7}|\|{7})( |$)/.test(line.text) && line.indent === 0);
  if (first === undefined) return [];
  const mends: Mend[] = [];
  let side: 'ours' | 'theirs' = 'ours';
  for (const line of lines) {
    const marker = line.indent === 0 ? /^([<>=|])\1{6}( |$)/.exec(line.text)?.[1] : undefined;
    if (marker === '=' || marker === '|') side = 'theirs';
    if (marker !== undefined || side === 'theirs')
      mends.push({ at: line.start, remove: line.end - line.start, text: '' });
    if (marker === '>') side = 'ours';
  }
  return [remedy('merge-conflict', first.start, first.end, 'a merge conflict was left in the file', ...mends)];
}

/** The lines around a file that was copied from a Markdown page. */
function fences(lines: readonly Line[], slip: Slip): readonly Remedy[] {
  const found = lines.filter((line) => line.indent === 0 && /^(?:`{3,}|~{3,})[\w-]*$/.test(line.text));
  const [first, ...others] = found;
  if (first === undefined || !found.some((line) => slip.start >= line.start && slip.start <= line.end)) return [];
  const mends = found.map((line) => insert(line.start, '# '));
  const said = 'this line is neither a key nor a comment';
  return [
    {
      ...remedy('stray-text', first.start, first.content + first.text.length, said, ...mends),
      also: others.map((line) => ({ start: line.start, end: line.content + line.text.length })),
    },
  ];
}

/** How many spaces a tab may stand for where it indents, the likeliest first. */
const TAB_WIDTHS = [2, 4, 8, 3, 6, 1];

/** Places of tabs that are told one by one; the mend has them all. */
const MAX_TABS_TOLD = 50;

function tabs(lines: readonly Line[], slip: Slip): readonly Remedy[] {
  if (slip.kind !== 'tab' && !lines.some((line) => line.text.startsWith('\t'))) return [];
  const found = lines.flatMap(leadingTabs);
  const [first, ...also] = found.map(({ at, remove }) => ({ start: at, end: at + remove }));
  if (first === undefined) return [];
  return TAB_WIDTHS.map((width) => ({
    ...remedy('tab', first.start, first.end, 'a tab stands where spaces must indent'),
    mends: found.map((mend) => ({ ...mend, text: ' '.repeat(width * mend.remove) })),
    also: also.slice(0, MAX_TABS_TOLD),
    words: { spaces: String(width) },
  }));
}

/** The runs of tabs before the text of a line, and after the dashes it begins with. */
function leadingTabs(line: Line): readonly Mend[] {
  if (line.text === '') return [];
  const head = /^(?:[ \t]|-(?=[ \t]))*/.exec(line.text)?.[0] ?? '';
  return [...head.matchAll(/\t+/g)].map((match) => ({
    at: line.content + match.index,
    remove: match[0].length,
    text: '',
  }));
}
