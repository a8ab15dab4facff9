import type { Span } from '../../core/span.ts';
import { type Glob, globMatchesFolder, readGlob } from './glob.ts';

/** The patterns of a `.dockerignore`, in order. */
export type IgnoreReading = { readonly file: string; readonly patterns: readonly IgnorePattern[] };

export type IgnorePattern = {
  /** As written, without `!`. */
  readonly text: string;
  /** `!`: takes back what earlier patterns left out. */
  readonly effect: 'leaves-out' | 'takes-back';
  readonly span: Span;
  readonly glob: Glob;
};

/** The largest file and the most patterns that are read. */
const MAX_UNITS = 262_144;
const MAX_PATTERNS = 500;
const MAX_PATTERN_UNITS = 300;

/** Reads a `.dockerignore`. Lines that Docker would refuse are left out. */
export function readIgnore(file: string, text: string): IgnoreReading {
  const patterns: IgnorePattern[] = [];
  if (text.length > MAX_UNITS) return { file, patterns };
  let start = 0;
  for (const line of text.split('\n')) {
    const pattern = patterns.length < MAX_PATTERNS ? readPattern(file, line, start) : undefined;
    if (pattern !== undefined) patterns.push(pattern);
    start += line.length + 1;
  }
  return { file, patterns };
}

/** The pattern that leaves a path of the context out, or undefined where it is sent to the build. Later patterns win. */
export function ignoredBy(reading: IgnoreReading | undefined, path: string): IgnorePattern | undefined {
  let by: IgnorePattern | undefined;
  for (const pattern of reading?.patterns ?? []) {
    if ((pattern.effect === 'takes-back') === (by === undefined)) continue;
    if (globMatchesFolder(pattern.glob, path)) by = pattern.effect === 'leaves-out' ? pattern : undefined;
  }
  return by;
}

function readPattern(file: string, line: string, start: number): IgnorePattern | undefined {
  if (line.startsWith('#')) return undefined;
  const trimmed = line.trim();
  const takesBack = trimmed.startsWith('!');
  const text = (takesBack ? trimmed.slice(1) : trimmed).trim();
  const clean = cleanPattern(text);
  if (clean === '' || clean.length > MAX_PATTERN_UNITS) return undefined;
  const glob = readGlob(clean);
  if (glob === undefined) return undefined;
  const from = start + line.indexOf(text, takesBack ? line.indexOf('!') + 1 : 0);
  const span = { file, start: from, end: from + text.length };
  return { text, effect: takesBack ? 'takes-back' : 'leaves-out', span, glob };
}

/** Go's `filepath.Clean`, without a slash at either end; `.` alone says nothing. */
function cleanPattern(text: string): string {
  const kept: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  return kept.join('/');
}
