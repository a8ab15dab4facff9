import type { Files } from '../../rules/project.ts';
import { pick, type Roll } from './dice.ts';

/** A project after one edit at random, and the file that it changed. */
export type Edited = { readonly files: Files; readonly file: string; readonly did: string };

const ACTS = ['delete', 'duplicate', 'move', 'misspell'] as const;
const SUBJECTS = ['line', 'key', 'value'] as const;
type Act = (typeof ACTS)[number];
type Subject = (typeof SUBJECTS)[number];

/** Part of a text: where it begins and ends. */
type Part = { readonly from: number; readonly to: number };

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-.:/$"\'{}[]# \t';
/** Blank lines are edited no oftener than any other. */
const TRIES = 20;

/** Deletes, duplicates, moves or misspells a line, a key or a value of one file. */
export function editedAtRandom(files: Files, roll: Roll): Edited {
  const paths = Object.keys(files).filter((path) => !path.startsWith('.vscode/'));
  const compose = paths.filter((path) => isComposeFile(path));
  // Two of three edits go to what Compose reads: there we have a judge.
  const file = roll(3) > 0 && compose.length > 0 ? pick(compose, roll) : pick(paths, roll);
  const text = files[file] ?? '';
  for (let left = TRIES; left > 0; left--) {
    const [act, subject] = [pick(ACTS, roll), pick(SUBJECTS, roll)];
    const after = edited(text, act, subject, roll);
    if (after !== text) return { files: { ...files, [file]: after }, file, did: `${act} a ${subject} of ${file}` };
  }
  return { files: { ...files, [file]: `${text}\n` }, file, did: `a line more in ${file}` };
}

/** Files that Compose reads and nobody else does. */
export function isComposeFile(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(path);
}

function edited(text: string, act: Act, subject: Subject, roll: Roll): string {
  const lines = linesOf(text);
  const line = pick(lines, roll);
  const part = partOf(text, line, subject);
  if (part === undefined) return text;
  const words = text.slice(part.from, part.to);
  switch (act) {
    case 'delete':
      return text.slice(0, part.from) + text.slice(part.to);
    case 'duplicate':
      return text.slice(0, part.to) + (subject === 'value' ? ' ' : '') + words + text.slice(part.to);
    case 'move':
      return moved(text, part, partOf(text, pick(lines, roll), subject));
    case 'misspell':
      return text.slice(0, part.from) + misspelt(words, roll) + text.slice(part.to);
  }
}

function linesOf(text: string): readonly Part[] {
  const lines: Part[] = [];
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end + 1;
    lines.push({ from, to });
    if (end < 0) break;
    from = to;
  }
  return lines;
}

/** `KEY: VALUE`, `KEY=VALUE`, `INSTRUCTION VALUE` or `name==version`, behind what stands before a list's item. */
const KEY_AND_VALUE = /^(\s*(?:- +)?)([^\s:=#]+)(\s*(?::|==?|\s)\s*)([^\r\n]*)/;
const ITEM = /^(\s*- +)([^\r\n]*)/;

function partOf(text: string, line: Part, subject: Subject): Part | undefined {
  if (subject === 'line') return line.from === line.to ? undefined : line;
  const words = text.slice(line.from, line.to);
  const pair = KEY_AND_VALUE.exec(words);
  if (pair === null) {
    const item = ITEM.exec(words);
    const from = line.from + (item?.[1]?.length ?? 0);
    return item === null || subject === 'key' ? undefined : { from, to: from + (item[2]?.length ?? 0) };
  }
  const [, before = '', key = '', between = '', value = ''] = pair;
  const keyFrom = line.from + before.length;
  const valueFrom = keyFrom + key.length + between.length;
  if (subject === 'key') return { from: keyFrom, to: keyFrom + key.length };
  return value === '' ? undefined : { from: valueFrom, to: valueFrom + value.length };
}

/** Takes a part out and puts it before another. */
function moved(text: string, part: Part, target: Part | undefined): string {
  if (target === undefined || (target.from >= part.from && target.from < part.to)) return text;
  const words = text.slice(part.from, part.to);
  const without = text.slice(0, part.from) + text.slice(part.to);
  const at = target.from > part.from ? target.from - words.length : target.from;
  return without.slice(0, at) + words + without.slice(at);
}

function misspelt(words: string, roll: Roll): string {
  const at = roll(words.length);
  const [before, letter, after] = [words.slice(0, at), words.slice(at, at + 1), words.slice(at + 1)];
  switch (roll(5)) {
    case 0:
      return before + after;
    case 1:
      return before + letter + letter + after;
    case 2:
      return before + after.slice(0, 1) + letter + after.slice(1);
    case 3:
      return before + pick([...LETTERS], roll) + after;
    default:
      return before + (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()) + after;
  }
}
