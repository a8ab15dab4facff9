import { concat, slice } from '../grow.ts';
import type { Scalar } from '../tree.ts';
import { goText } from '../yaml/typed.ts';

/**
 * Splits a command as Compose does (go-shellwords 1.0.12): words between blanks, quotes and backslashes taken away,
 * nothing expanded, cut at the first `;`, `&`, `|`, `<` or `>` outside quotes. Undefined where Compose refuses it.
 */
export function shellWords(command: Scalar): readonly Scalar[] | undefined {
  const splitter: Splitter = { words: [], runs: [], started: false, escaped: false, open: new Set() };
  const text = goText(command);
  let at = 0;
  for (const character of text) {
    const step = take(splitter, character, at, text);
    if (step === 'refuse') return undefined;
    if (step === 'stop') break;
    at += character.length;
  }
  if (splitter.started) endWord(splitter);
  if (splitter.escaped || splitter.open.size > 0) return undefined;
  return splitter.words.map((runs) => joined(runs, command));
}

type Quote = 'single' | 'double' | 'back' | 'dollar';

/** A stretch of the command that goes into a word as it stands. */
type Run = { readonly from: number; to: number };

type Splitter = {
  readonly words: Run[][];
  runs: Run[];
  /** Whether a word has begun: quotes alone begin one when they close. */
  started: boolean;
  escaped: boolean;
  readonly open: Set<Quote>;
};

type Step = 'go' | 'stop' | 'refuse';

function take(splitter: Splitter, character: string, at: number, text: string): Step {
  if (splitter.escaped) {
    splitter.escaped = false;
    return keep(splitter, character, at);
  }
  if (character === '\\') {
    if (splitter.open.has('single')) append(splitter, character, at);
    else splitter.escaped = true;
    return 'go';
  }
  if (/^[ \t\r\n]$/.test(character)) {
    if (splitter.open.size > 0) append(splitter, character, at);
    else if (splitter.started) endWord(splitter);
    return 'go';
  }
  return takeSpecial(splitter, character, at, text);
}

function takeSpecial(splitter: Splitter, character: string, at: number, text: string): Step {
  switch (character) {
    case '`':
      if (!within(splitter, 'single', 'double', 'dollar')) toggle(splitter, 'back');
      return keep(splitter, character, at);
    case ')':
      if (!within(splitter, 'single', 'double', 'back')) toggle(splitter, 'dollar');
      return keep(splitter, character, at);
    case '(':
      return openDollar(splitter, at, text);
    case '"':
      return within(splitter, 'single', 'dollar') ? keep(splitter, character, at) : quote(splitter, 'double');
    case "'":
      return within(splitter, 'double', 'dollar') ? keep(splitter, character, at) : quote(splitter, 'single');
    case ';':
    case '&':
    case '|':
    case '<':
    case '>':
      return splitter.open.size > 0 ? keep(splitter, character, at) : endCommand(splitter, character, text);
    default:
      return keep(splitter, character, at);
  }
}

function openDollar(splitter: Splitter, at: number, text: string): Step {
  if (within(splitter, 'single', 'double', 'back')) return keep(splitter, '(', at);
  if (splitter.open.has('dollar') || !soFar(splitter, text).endsWith('$')) return 'refuse';
  splitter.open.add('dollar');
  append(splitter, '(', at);
  return 'go';
}

function endCommand(splitter: Splitter, character: string, text: string): Step {
  // `2>` belongs to the redirection: the number before it is no word.
  if (character === '>' && /^[0-9]/.test(soFar(splitter, text))) splitter.started = false;
  return 'stop';
}

function soFar(splitter: Splitter, text: string): string {
  return splitter.runs.map((run) => text.slice(run.from, run.to)).join('');
}

function quote(splitter: Splitter, kind: Quote): Step {
  if (splitter.open.has(kind)) splitter.started = true;
  toggle(splitter, kind);
  return 'go';
}

function toggle(splitter: Splitter, kind: Quote): void {
  if (!splitter.open.delete(kind)) splitter.open.add(kind);
}

function within(splitter: Splitter, ...kinds: readonly Quote[]): boolean {
  return kinds.some((kind) => splitter.open.has(kind));
}

function keep(splitter: Splitter, character: string, at: number): Step {
  splitter.started = true;
  append(splitter, character, at);
  return 'go';
}

function append(splitter: Splitter, character: string, at: number): void {
  const last = splitter.runs.at(-1);
  if (last?.to === at) last.to += character.length;
  else splitter.runs.push({ from: at, to: at + character.length });
}

function endWord(splitter: Splitter): void {
  splitter.words.push(splitter.runs);
  splitter.runs = [];
  splitter.started = false;
}

function joined(runs: readonly Run[], command: Scalar): Scalar {
  const parts = runs.map((run) => slice(command, run.from, run.to));
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return slice(command, 0, 0);
  const together = first.span.file === last.span.file && first.span.start <= last.span.end;
  const span = together ? { file: first.span.file, start: first.span.start, end: last.span.end } : command.span;
  return concat(parts, span);
}
