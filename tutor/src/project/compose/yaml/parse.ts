import { type CST, Lexer, Parser } from 'yaml';
import type { TreeNode } from '../tree.ts';
import { assemble } from './assemble.ts';
import { BudgetSpent, MAX_DEPTH, MAX_FILE_UNITS, MAX_SLIPS, MAX_TOKENS } from './budget.ts';
import type { Anchors } from './desk.ts';
import type { Slip } from './slip.ts';
import type { Source } from './source.ts';

/** The documents of a text as far as they can be read, and the slips met on the way. */
export type Parsed = {
  readonly documents: readonly TreeNode[];
  /** In the order in which they were met; those after the first {@link MAX_SLIPS} are left out. */
  readonly slips: readonly Slip[];
  /** How many lexical tokens it took. */
  readonly tokens: number;
};

/** Tokens that the parser may hold open at once: a value opens two at most. */
const MAX_OPEN = 2 * MAX_DEPTH + 2;

/** What Compose's YAML reader takes for no text at all: control characters. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** Parses a text once. Throws {@link BudgetSpent} where it is too large. */
export function parse(source: Source): Parsed {
  const documents: TreeNode[] = [];
  const slips: Slip[] = [];
  const anchors: Anchors = new Map();
  const stream: Stream = { state: 'start', slips };
  const counter = { tokens: 0 };
  for (const token of tokensOf(source, counter)) {
    followStream(stream, token);
    if (token.type !== 'document') continue;
    const assembled = assemble(source, token, anchors);
    documents.push(assembled.tree);
    for (const one of assembled.slips) slips.push(one);
  }
  const control = source.text.search(CONTROL);
  if (control >= 0) slip(slips, control, control + 1, 'a control character stands here');
  return { documents, slips: slips.slice(0, MAX_SLIPS), tokens: counter.tokens };
}

function* tokensOf(source: Source, counter: { tokens: number }): Generator<CST.Token> {
  const { text } = source;
  if (text.length > MAX_FILE_UNITS) {
    throw new BudgetSpent({ what: 'characters', limit: MAX_FILE_UNITS }, MAX_FILE_UNITS);
  }
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    counter.tokens++;
    if (counter.tokens > MAX_TOKENS) throw new BudgetSpent({ what: 'tokens', limit: MAX_TOKENS }, parser.offset);
    // The parser closes what is open one within the other.
    if (parser.stack.length > MAX_OPEN) throw new BudgetSpent({ what: 'depth', limit: MAX_DEPTH }, parser.offset);
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

/** Where between documents the stream of tokens is. */
type Stream = { state: 'start' | 'after-directive' | 'after-document' | 'after-end'; readonly slips: Slip[] };

function slip(slips: Slip[], start: number, end: number, message: string): void {
  slips.push({ kind: 'syntax', start, end: Math.max(end, start + 1), message });
}

function followStream(stream: Stream, token: CST.Token): void {
  const { slips, state } = stream;
  switch (token.type) {
    case 'document':
      checkDocument(token, stream);
      stream.state = 'after-document';
      return;
    case 'doc-end':
      checkDocumentEnd(token, stream);
      stream.state = 'after-end';
      return;
    case 'directive':
      if (state === 'after-directive' || !DIRECTIVE.test(token.source)) {
        slip(slips, token.offset, token.offset + token.source.length, 'Compose knows one directive `%YAML 1.1` only');
      }
      stream.state = 'after-directive';
      return;
    case 'space':
      checkBlank(token, slips);
      return;
    case 'error':
      slip(slips, token.offset, token.offset + token.source.length, 'this text does not belong here');
      return;
    default:
      return;
  }
}

const DIRECTIVE = /^%YAML[ \t]+1\.1$/;

function checkDocument(token: CST.Document, { slips, state }: Stream): void {
  const marked = token.start.some((part) => part.type === 'doc-start');
  if (marked || (state !== 'after-end' && state !== 'after-directive')) return;
  const at = token.value?.offset ?? token.offset;
  slip(slips, at, at, 'a document that follows another, or a directive, begins with `---`');
}

function checkDocumentEnd(token: CST.DocumentEnd, { slips, state }: Stream): void {
  const { offset } = token;
  if (state === 'start' || state === 'after-directive') {
    slip(slips, offset, offset + 3, 'no document has begun that `...` could end');
  }
  for (const part of token.end ?? []) {
    if (part.type === 'space' || part.type === 'newline' || part.type === 'comment') continue;
    slip(slips, part.offset, part.offset + part.source.length, 'nothing may follow `...` on its line');
  }
}

function checkBlank(token: CST.SourceToken, slips: Slip[]): void {
  const tab = token.source.indexOf('\t');
  if (tab < 0) return;
  const start = token.offset + tab;
  slips.push({ kind: 'tab', start, end: start + 1, message: 'a tab stands where spaces must indent' });
}
