import type { Span } from '../../core/span.ts';
import { type PlacedText, placedStretches, type Stretch } from '../shell/placed.ts';
import { keywordOf } from './keywords.ts';
import type { Directive, Heredoc } from './reading.ts';

/** One instruction's text with its continued lines joined, comments between them left out. */
export type LogicalLine = {
  /** The joined text, without blanks around it. */
  readonly text: PlacedText;
  readonly span: Span;
  /** Where a `\` joined two lines: its place, and the offset in `text` at which the next line begins. */
  readonly joints: readonly { readonly at: Span; readonly next: number }[];
  readonly heredocs: readonly Heredoc[];
  /** Blanks before its first word. */
  readonly indent: number;
};

export type LinesReading = {
  readonly directives: readonly Directive[];
  readonly escape: '\\' | '`';
  readonly lines: readonly LogicalLine[];
};

/** Splits a Dockerfile as BuildKit's parser does: directives, comments, continued lines, heredocs. */
export function readLines(file: string, text: string): LinesReading {
  const physical = physicalLines(text);
  const directives = readDirectives(file, physical);
  const mark = directives.find((directive) => directive.name === 'escape')?.value === '`' ? '`' : '\\';
  const reader: Reader = { file, lines: physical, at: 0, escape: mark };
  const lines: LogicalLine[] = [];
  while (reader.at < physical.length) {
    const line = readLine(reader);
    if (line !== undefined) lines.push(line);
  }
  return { directives, escape: mark, lines };
}

/** A line of the file without its end; `start` is its offset. */
type PhysicalLine = { readonly text: string; readonly start: number };

function physicalLines(text: string): PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(start, stop);
    lines.push({ text: line.endsWith('\r') ? line.slice(0, -1) : line, start });
    if (end < 0) break;
    start = end + 1;
  }
  return lines;
}

const DIRECTIVE = /^#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$/;

/** Directives stand before anything else, also before other comments. */
function readDirectives(file: string, lines: readonly PhysicalLine[]): Directive[] {
  const directives: Directive[] = [];
  for (const line of lines) {
    const found = DIRECTIVE.exec(line.text.trimStart());
    const name = found?.[1]?.toLowerCase() ?? '';
    if (found === null || !['syntax', 'escape', 'check'].includes(name)) break;
    directives.push({
      name,
      value: found[2] ?? '',
      span: { file, start: line.start, end: line.start + line.text.length },
    });
  }
  return directives;
}

type Reader = {
  readonly file: string;
  readonly lines: readonly PhysicalLine[];
  at: number;
  readonly escape: '\\' | '`';
};

const COMMENT = /^\s*#/;

function readLine(reader: Reader): LogicalLine | undefined {
  const first = reader.lines[reader.at++];
  if (first === undefined || COMMENT.test(first.text) || first.text.trim() === '') return undefined;
  const joined = joinLines(reader, first);
  const indent = joined.text.length - joined.text.trimStart().length;
  const trimmed = joined.text.trim();
  if (trimmed === '') return undefined;
  const whole = placedStretches(reader.file, joined.text, joined.stretches, joined.end);
  const text: PlacedText = { text: trimmed, span: (from, to) => whole.span(from + indent, to + indent) };
  const joints = joined.joints.map((joint) => ({ at: joint.at, next: Math.max(0, joint.next - indent) }));
  const heredocs = readHeredocs(reader, text);
  return { text, span: text.span(0, trimmed.length), joints, heredocs, indent };
}

type Joined = {
  text: string;
  readonly stretches: Stretch[];
  readonly joints: { readonly at: Span; readonly next: number }[];
  end: number;
};

function joinLines(reader: Reader, first: PhysicalLine): Joined {
  const joined: Joined = { text: '', stretches: [], joints: [], end: 0 };
  const pieces: string[] = [];
  let length = 0;
  let line: PhysicalLine | undefined = first;
  while (line !== undefined) {
    const cut = continuationAt(line.text, reader.escape);
    const piece = cut === undefined ? line.text : line.text.slice(0, cut);
    joined.stretches.push({ from: length, offset: line.start });
    pieces.push(piece);
    length += piece.length;
    joined.end = line.start + piece.length;
    if (cut === undefined) break;
    const at = { file: reader.file, start: line.start + cut, end: line.start + cut + 1 };
    joined.joints.push({ at, next: length });
    line = nextContinued(reader);
  }
  joined.text = pieces.join('');
  return joined;
}

/** The line that continues one: blank lines and comments between are skipped, as Docker does. */
function nextContinued(reader: Reader): PhysicalLine | undefined {
  while (reader.at < reader.lines.length) {
    const line = reader.lines[reader.at++];
    if (line !== undefined && line.text.trim() !== '' && !COMMENT.test(line.text)) return line;
  }
  return undefined;
}

/** Where the escape character stands that continues a line: blanks may follow it, a second one before it may not. */
function continuationAt(text: string, mark: string): number | undefined {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  if (text[end - 1] !== mark || text[end - 2] === mark) return undefined;
  return end - 1;
}

/** The most heredocs of one instruction. */
const MAX_HEREDOCS = 20;
const HEREDOC = /(^|\s)\d*<<(-?)(?:"([^"\s<]+)"|'([^'\s<]+)'|([^\s<'"()|;&>]+))/g;

function readHeredocs(reader: Reader, text: PlacedText): Heredoc[] {
  if (!text.text.includes('<<')) return [];
  const keyword = keywordOf(/^\S+/.exec(text.text)?.[0] ?? '');
  if (keyword !== 'RUN' && keyword !== 'COPY' && keyword !== 'ADD') return [];
  return [...text.text.matchAll(HEREDOC)].slice(0, MAX_HEREDOCS).map((found) => readBody(reader, text, found));
}

function readBody(reader: Reader, text: PlacedText, found: RegExpMatchArray): Heredoc {
  const name = found[3] ?? found[4] ?? found[5] ?? '';
  const at = (found.index ?? 0) + found[0].lastIndexOf(name);
  const nameAt = text.span(at, at + name.length);
  const verbatim = found[5] === undefined;
  const start = reader.lines[reader.at]?.start ?? nameAt.end;
  const pieces: string[] = [];
  const stretches: Stretch[] = [];
  let length = 0;
  let end = start;
  while (reader.at < reader.lines.length) {
    const line = reader.lines[reader.at++];
    if (line === undefined) break;
    const tabs = found[2] === '-' ? (/^\t*/.exec(line.text)?.[0].length ?? 0) : 0;
    if (line.text.slice(tabs) === name) {
      const body = placedStretches(reader.file, pieces.join(''), stretches, end);
      return { name, nameAt, body, verbatim, closed: true };
    }
    stretches.push({ from: length, offset: line.start + tabs });
    pieces.push(`${line.text.slice(tabs)}\n`);
    length += line.text.length - tabs + 1;
    end = line.start + line.text.length;
  }
  return { name, nameAt, body: placedStretches(reader.file, pieces.join(''), stretches, end), verbatim, closed: false };
}
