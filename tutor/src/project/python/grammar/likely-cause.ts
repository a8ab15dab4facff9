import { nearest } from '../../../core/nearest.ts';
import type { GrammarFault } from './fault.ts';
import { isKeyword } from './keywords.ts';

/** Words that begin a statement in other languages, and Python's own for it. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['catch', 'except'],
  ['function', 'def'],
  ['func', 'def'],
  ['fn', 'def'],
  ['elseif', 'elif'],
  ['elsif', 'elif'],
  ['foreach', 'for'],
  ['include', 'import'],
  ['using', 'import'],
  ['throw', 'raise'],
]);
/** Python's words that begin a statement. */
const BEGINNINGS = ['def', 'return', 'import', 'from', 'class', 'try', 'except', 'while', 'for', 'if', 'elif', 'else'];

/** Faults that a word before them, or an apostrophe, is the likelier cause of. */
const LOOSE: ReadonlySet<GrammarFault['kind']> = new Set(['syntax', 'character', 'string-open', 'comma-missing']);

/** The text to change for a fault, where its line shows a slip that everybody makes; else the fault as Python tells it. */
export function likelyCause(text: string, fault: GrammarFault): GrammarFault {
  if (!LOOSE.has(fault.kind)) return fault;
  const start = text.lastIndexOf('\n', fault.from - 1) + 1;
  const end = text.indexOf('\n', fault.from);
  const line = text.slice(start, end < 0 ? text.length : end).slice(0, MAX_LINE);
  return apostrophe(line, start) ?? packageName(line, start, fault) ?? foreignWord(line, start, fault) ?? fault;
}

/** The longest line that is looked at, in UTF-16 units. */
const MAX_LINE = 2_000;

/** `'It's fine'`: the apostrophe ends the text. */
function apostrophe(line: string, start: number): GrammarFault | undefined {
  if ((line.match(/'/g)?.length ?? 0) % 2 === 0) return undefined;
  const found = /(?:^|[\s=([{,])[fFrRbB]?'[^'"\n]*[A-Za-z](')(?:s|t|re|ve|ll|d|m)\b[^"]*'/.exec(line);
  if (found === null) return undefined;
  const inside = found[0].search(/[A-Za-z]'(?:s|t|re|ve|ll|d|m)\b/) + 1;
  const from = start + found.index + inside;
  return { kind: 'apostrophe', from, to: from + 1, words: {} };
}

/** `import psycopg2-binary`: the name of a package, where that of its module belongs. */
function packageName(line: string, start: number, { kind }: GrammarFault): GrammarFault | undefined {
  const found = /^(\s*(?:import|from)\s+)([A-Za-z]\w*(?:-\w+)+)/.exec(line);
  const [, before = '', word = ''] = found ?? [];
  if (kind !== 'syntax' || word === '') return undefined;
  const meant = MODULES.get(word.toLowerCase()) ?? word.replaceAll('-', '_');
  const from = start + before.length;
  return { kind: 'package-name', from, to: from + word.length, words: { word, meant } };
}

const MODULES: ReadonlyMap<string, string> = new Map([
  ['psycopg2-binary', 'psycopg2'],
  ['python-dotenv', 'dotenv'],
]);

/** `catch`, `retrun`, `else if`: the first word of the line is no word of Python. */
function foreignWord(line: string, start: number, fault: GrammarFault): GrammarFault | undefined {
  if (fault.kind !== 'syntax') return undefined;
  const [, indent = '', word = '', rest = ''] = /^(\s*)([A-Za-z]+)(.*)$/s.exec(line) ?? [];
  const from = start + indent.length;
  if (word === 'else' && /^\s+if\b/.test(rest)) {
    const length = word.length + (/^\s+if\b/.exec(rest)?.[0].length ?? 0);
    return { kind: 'foreign-word', from, to: from + length, words: { word: 'else if', meant: 'elif' } };
  }
  // A name that begins a line is followed by a sign; a word of a statement by another word or a text, or a colon alone.
  const isStatement = /^\s+["'\w]/.test(rest) || /^\s*:\s*(?:#.*)?$/.test(rest);
  if (word === '' || isKeyword(word) || !isStatement || fault.from < from) return undefined;
  const meant = FOREIGN.get(word) ?? nearest(word, BEGINNINGS);
  return meant === undefined
    ? undefined
    : { kind: 'foreign-word', from, to: from + word.length, words: { word, meant } };
}
