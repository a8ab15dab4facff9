import type { Span } from '../../core/span.ts';
import { lexShell, type ShellToken } from './lexer.ts';
import { type PlacedText, placedAt } from './placed.ts';
import type { ShellWord } from './word.ts';

/** A modest reading of a `sh` script: which commands stand in it, in order, and within what. */
export type ShellScript = {
  readonly file: string;
  /** The first line, where it begins with `#!`. */
  readonly shebang?: Shebang;
  /** The carriage return at the end of the first line: Linux then looks for a program whose name ends in it. */
  readonly firstLineReturn?: Span;
  /** Whether any line ends in a carriage return. */
  readonly lineEnds: 'unix' | 'windows' | 'mixed';
  readonly commands: readonly ShellCommand[];
  readonly beyond?: 'too-large';
};

export type Shebang = {
  /** `/bin/sh`, or the program behind `/usr/bin/env`. */
  readonly interpreter: string;
  readonly span: Span;
};

/** A simple command. */
export type ShellCommand = {
  /** `X=1` before the words, or alone. */
  readonly assignments: readonly ShellAssignment[];
  readonly words: readonly ShellWord[];
  readonly span: Span;
  /** What joins it to the command before it. */
  readonly joined: 'start' | 'then' | 'and' | 'or' | 'pipe';
  readonly runs: 'foreground' | 'background';
  /** `! command`: what it answers is turned round. */
  readonly sense: 'plain' | 'negated';
  /** What it stands in, outermost first. */
  readonly within: readonly Block[];
};

export type ShellAssignment = { readonly name: string; readonly value: ShellWord; readonly span: Span };

export type Block =
  /** `branch` 0 is the first `then`; `test`: it is one of the commands that decide. `number` tells one `if` from another. */
  | { readonly kind: 'if'; readonly number: number; readonly branch: number; readonly part: 'test' | 'then' | 'else' }
  | { readonly kind: 'loop'; readonly number: number; readonly part: 'test' | 'body' }
  | {
      readonly kind: 'case';
      readonly number: number;
      readonly branch: number;
      readonly subject: ShellWord;
      readonly patterns: readonly ShellWord[];
    }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'group'; readonly number: number };

/** The largest script that is read, in UTF-16 units. */
const MAX_UNITS = 262_144;
/** The most commands that are kept. */
const MAX_COMMANDS = 1_000;
/** How deep blocks may nest. */
const MAX_DEPTH = 30;

/** Reads a script that is a file of its own. */
export function readScript(file: string, text: string): ShellScript {
  const lineEnds = lineEndsOf(text);
  const firstLine = /^[^\n]*/.exec(text)?.[0] ?? '';
  const shebang = readShebang(file, firstLine);
  const common = {
    file,
    lineEnds,
    ...(shebang === undefined ? {} : { shebang }),
    ...(firstLine.endsWith('\r')
      ? { firstLineReturn: { file, start: firstLine.length - 1, end: firstLine.length } }
      : {}),
  };
  if (text.length > MAX_UNITS) return { ...common, commands: [], beyond: 'too-large' };
  return { ...common, commands: readCommands(placedAt(file, text)) };
}

/** Reads the commands of a shell text, such as the shell form of CMD or the text behind `sh -c`. */
export function readCommands(source: PlacedText): readonly ShellCommand[] {
  if (source.text.length > MAX_UNITS) return [];
  const parser: Parser = {
    source,
    tokens: lexShell(source),
    at: 0,
    blocks: [],
    commands: [],
    joined: 'start',
    sense: 'plain',
    blockCount: 0,
  };
  while (parser.at < parser.tokens.length && parser.commands.length < MAX_COMMANDS) readNext(parser);
  return parser.commands;
}

function lineEndsOf(text: string): ShellScript['lineEnds'] {
  if (!text.includes('\r\n')) return 'unix';
  return /(?:^|[^\r])\n/.test(text) ? 'mixed' : 'windows';
}

function readShebang(file: string, line: string): Shebang | undefined {
  const found = /^#!\s*(\S+)(?:[ \t]+(.*?))?\s*$/.exec(line);
  if (found === null) return undefined;
  const [, program = '', rest = ''] = found;
  const viaEnv = /(?:^|\/)env$/.test(program);
  const behind = rest.split(/\s+/).find((word) => !word.startsWith('-') && !word.includes('='));
  return {
    interpreter: viaEnv ? (behind ?? '') : program,
    span: { file, start: 0, end: line.replace(/\r$/, '').length },
  };
}

type Parser = {
  readonly source: PlacedText;
  readonly tokens: readonly ShellToken[];
  at: number;
  blocks: Block[];
  readonly commands: ShellCommand[];
  joined: ShellCommand['joined'];
  sense: ShellCommand['sense'];
  blockCount: number;
};

function readNext(parser: Parser): void {
  const token = parser.tokens[parser.at];
  if (token === undefined) return;
  if (token.kind === 'operator') readOperator(parser, token.operator);
  else if (token.kind === 'redirect') parser.at += 2;
  else if (!readKeyword(parser, token.word.text) && !readFunction(parser, token.word.text)) readSimple(parser);
}

function readOperator(parser: Parser, operator: string): void {
  parser.at++;
  switch (operator) {
    case '&&':
      parser.joined = 'and';
      return;
    case '||':
      parser.joined = 'or';
      return;
    case '|':
    case '|&':
      parser.joined = 'pipe';
      return;
    case '(':
      open(parser, { kind: 'group', number: ++parser.blockCount });
      return;
    case ')':
      close(parser, 'group');
      return;
    case ';;':
      nextCase(parser);
      return;
    default:
      parser.joined = 'then';
  }
}

function open(parser: Parser, block: Block): void {
  if (parser.blocks.length < MAX_DEPTH) parser.blocks = [...parser.blocks, block];
}

/** Leaves the innermost block of a kind, with what is left open in it. */
function close(parser: Parser, kind: Block['kind']): void {
  const index = parser.blocks.findLastIndex((block) => block.kind === kind);
  if (index >= 0) parser.blocks = parser.blocks.slice(0, index);
  const around = parser.blocks.at(-1);
  if (kind === 'group' && around?.kind === 'function') parser.blocks = parser.blocks.slice(0, -1);
  parser.joined = 'then';
}

function replaceIf(parser: Parser, change: (block: Block & { kind: 'if' }) => Block): void {
  const index = parser.blocks.findLastIndex((block) => block.kind === 'if');
  const block = parser.blocks[index];
  if (block?.kind === 'if') parser.blocks = [...parser.blocks.slice(0, index), change(block)];
  parser.joined = 'then';
}

/** Reads a word that opens, turns or closes a block; false where it is an ordinary word. */
function readKeyword(parser: Parser, word: string): boolean {
  switch (word) {
    case 'if':
      open(parser, { kind: 'if', number: ++parser.blockCount, branch: 0, part: 'test' });
      break;
    case 'then':
      replaceIf(parser, (block) => ({ ...block, part: 'then' }));
      break;
    case 'elif':
      replaceIf(parser, (block) => ({ ...block, branch: block.branch + 1, part: 'test' }));
      break;
    case 'else':
      replaceIf(parser, (block) => ({ ...block, branch: block.branch + 1, part: 'else' }));
      break;
    case 'fi':
      close(parser, 'if');
      break;
    case 'while':
    case 'until':
      open(parser, { kind: 'loop', number: ++parser.blockCount, part: 'test' });
      break;
    case 'for':
    case 'select':
      return readFor(parser);
    case 'do':
      startBody(parser);
      break;
    case 'done':
      close(parser, 'loop');
      break;
    case 'case':
      return readCase(parser);
    case 'esac':
      close(parser, 'case');
      break;
    case '{':
      open(parser, { kind: 'group', number: ++parser.blockCount });
      break;
    case '}':
      close(parser, 'group');
      break;
    case '!':
      parser.sense = 'negated';
      break;
    default:
      return false;
  }
  parser.at++;
  return true;
}

function startBody(parser: Parser): void {
  const index = parser.blocks.findLastIndex((block) => block.kind === 'loop');
  const block = parser.blocks[index];
  if (block?.kind === 'loop') parser.blocks = [...parser.blocks.slice(0, index), { ...block, part: 'body' }];
  parser.joined = 'then';
}

/** `for x in a b; do`: the words up to `do` are no command. */
function readFor(parser: Parser): true {
  open(parser, { kind: 'loop', number: ++parser.blockCount, part: 'test' });
  for (parser.at++; parser.at < parser.tokens.length; parser.at++) {
    const token = parser.tokens[parser.at];
    if (token?.kind === 'word' && token.word.text === 'do') break;
  }
  return true;
}

function readCase(parser: Parser): true {
  const subject = parser.tokens[parser.at + 1];
  parser.at += 2;
  while (parser.tokens[parser.at]?.kind === 'operator') parser.at++;
  if (subject?.kind !== 'word') return true;
  parser.at++;
  open(parser, { kind: 'case', number: ++parser.blockCount, branch: 0, subject: subject.word, patterns: [] });
  readPatterns(parser);
  return true;
}

function nextCase(parser: Parser): void {
  const index = parser.blocks.findLastIndex((block) => block.kind === 'case');
  const block = parser.blocks[index];
  if (block?.kind !== 'case') return;
  parser.blocks = [...parser.blocks.slice(0, index), { ...block, branch: block.branch + 1, patterns: [] }];
  readPatterns(parser);
}

/** `a|b)`: the patterns of a branch. */
function readPatterns(parser: Parser): void {
  const patterns: ShellWord[] = [];
  for (; parser.at < parser.tokens.length; parser.at++) {
    const token = parser.tokens[parser.at];
    if (token?.kind === 'word') {
      if (patterns.length === 0 && token.word.text === 'esac') return;
      patterns.push(token.word);
    } else if (token?.kind === 'operator' && token.operator === ')') break;
    else if (token?.kind === 'operator' && patterns.length > 0 && token.operator === '\n') break;
  }
  parser.at++;
  parser.joined = 'then';
  const block = parser.blocks.at(-1);
  if (block?.kind === 'case') parser.blocks = [...parser.blocks.slice(0, -1), { ...block, patterns }];
}

/** `name() {` or `function name {`. */
function readFunction(parser: Parser, word: string): boolean {
  const named = word === 'function' ? parser.tokens[parser.at + 1] : parser.tokens[parser.at];
  if (named?.kind !== 'word') return false;
  let next = parser.at + (word === 'function' ? 2 : 1);
  const brackets = isOperator(parser.tokens[next], '(') && isOperator(parser.tokens[next + 1], ')');
  if (!brackets && word !== 'function') return false;
  if (brackets) next += 2;
  while (isOperator(parser.tokens[next], '\n')) next++;
  parser.at = next;
  open(parser, { kind: 'function', name: named.word.text });
  return true;
}

function isOperator(token: ShellToken | undefined, operator: string): boolean {
  return token?.kind === 'operator' && token.operator === operator;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

function readSimple(parser: Parser): void {
  const words: ShellWord[] = [];
  const assignments: ShellAssignment[] = [];
  const from = parser.tokens[parser.at]?.from ?? 0;
  let to = from;
  for (; parser.at < parser.tokens.length; parser.at++) {
    const token = parser.tokens[parser.at];
    if (token === undefined || token.kind === 'operator') break;
    to = token.to;
    if (token.kind === 'redirect') {
      if (parser.tokens[parser.at + 1]?.kind === 'word' && token.to > token.from) parser.at++;
      continue;
    }
    const assignment = words.length === 0 ? assignmentOf(parser, token.word, token.from) : undefined;
    if (assignment === undefined) words.push(token.word);
    else assignments.push(assignment);
  }
  parser.commands.push({
    assignments,
    words,
    span: parser.source.span(from, to),
    joined: parser.joined,
    sense: parser.sense,
    runs: isOperator(parser.tokens[parser.at], '&') ? 'background' : 'foreground',
    within: parser.blocks,
  });
  parser.joined = 'then';
  parser.sense = 'plain';
}

/** `X=value` as a name and a word; `from` is where the word stands in the text. */
function assignmentOf(parser: Parser, word: ShellWord, from: number): ShellAssignment | undefined {
  const first = word.parts[0];
  const found = first?.kind === 'text' ? ASSIGNMENT.exec(first.text) : null;
  const raw = parser.source.text.slice(from, from + (found?.[0].length ?? 0));
  if (first?.kind !== 'text' || found === null || raw !== found[0]) return undefined;
  const rest = first.text.slice(found[0].length);
  const parts = [...(rest === '' ? [] : [{ kind: 'text' as const, text: rest }]), ...word.parts.slice(1)];
  const value = { text: word.text.slice(found[0].length), span: word.span, parts };
  return { name: found[1] ?? '', value, span: word.span };
}
