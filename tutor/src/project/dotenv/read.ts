import type { Span } from '../../core/span.ts';
import type { ComposeFault } from '../compose/fault.ts';
import { faultOfComplaint } from '../compose/interpolate.ts';
import { type FillBudget, type Found, type Lookup, MAX_FILLED_UNITS, substitute } from '../compose/substitute.ts';
import type { Traced } from '../compose/traced.ts';
import type { Piece } from '../compose/tree.ts';
import { expandEscapes, unquote } from './quoted.ts';
import { exportLength, isNameCharacter, skipBlanks, skipSpace, trimSpaceEnd } from './space.ts';

/** One variable of an env file. */
export type DotenvVariable = {
  readonly name: string;
  readonly value: string;
  /** The text that gives the value; a variable passed through by name alone has the pieces of what it was given. */
  readonly pieces: readonly Piece[];
  /** The value's text in the file, inside its quotes; of a name that stands alone, the name. */
  readonly span: Span;
  readonly keySpan: Span;
};

/** What an env file gives: its variables, the last of a name winning, and what is wrong with it. */
export type DotenvReading = {
  readonly variables: ReadonlyMap<string, DotenvVariable>;
  readonly faults: readonly ComposeFault[];
};

/** What an env file may look at besides the lines above. */
export type DotenvScope = {
  /** Asked first, before the file's own lines. */
  readonly lookup: Lookup;
  /** Variables of earlier files: seen where `lookup` knows none. */
  readonly earlier?: Lookup;
  /** What the file is to Compose: named in the pieces of what its lines fill in. Default `dotenv`. */
  readonly as?: 'dotenv' | 'env-file';
};

/** Units of one env file. */
export const MAX_DOTENV_UNITS = 200_000;
/** Faults of one env file that are told. */
const MAX_DOTENV_FAULTS = 100;

/**
 * Reads `.env` or an env file as Compose does (compose-go 2.9, its own kind of godotenv): `export`, `A: b`, quotes over several lines,
 * escapes between double quotes, comments after ` #`, a name alone that passes a variable through, and variables filled in.
 * After a fault it goes on with the next line; Compose would stop.
 */
export function readDotenv(file: string, text: string, scope: DotenvScope): DotenvReading {
  const desk: Desk = { file, text, scope, variables: new Map(), faults: [], budget: { units: MAX_FILLED_UNITS } };
  if (text.length > MAX_DOTENV_UNITS) return { variables: desk.variables, faults: [tooLarge(file)] };
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    const start = statementStart(text, at);
    if (start === undefined) break;
    at = readStatement(desk, start);
  }
  return { variables: desk.variables, faults: desk.faults };
}

type Desk = DotenvSource & {
  readonly scope: DotenvScope;
  readonly variables: Map<string, DotenvVariable>;
  readonly faults: ComposeFault[];
  readonly budget: FillBudget;
};

/** The text of an env file. */
export type DotenvSource = { readonly file: string; readonly text: string };

function tooLarge(file: string): ComposeFault {
  const words = { file, what: 'characters', limit: String(MAX_DOTENV_UNITS) };
  return {
    kind: 'too-large',
    refuses: true,
    message: `${file} holds more than ${MAX_DOTENV_UNITS} characters`,
    at: { file, start: 0, end: 0 },
    words,
  };
}

function statementStart(text: string, from: number): number | undefined {
  let at = skipSpace(text, from);
  while (text[at] === '#') {
    const newline = text.indexOf('\n', at);
    if (newline < 0) return undefined;
    at = skipSpace(text, newline);
  }
  return at < text.length ? at : undefined;
}

/** Reads one statement and gives the offset after it. */
function readStatement(desk: Desk, start: number): number {
  const { text } = desk;
  const from = start + exportLength(text, start);
  if (from >= text.length) return refuse(desk, start, text.length, 'no variable name follows `export`');
  const name = readName(desk, from);
  if (typeof name === 'number') return name;
  const keySpan = { file: desk.file, start: from, end: trimSpaceEnd(text, from, name.end) };
  const key = text.slice(keySpan.start, keySpan.end);
  const after = skipBlanks(text, name.next);
  if (key.includes(' ')) keepMeant(desk, keySpan, name, after);
  if (key.includes(' '))
    return refuse(desk, keySpan.start, keySpan.end, 'a variable name holds no space', lineEnd(text, name.end));
  if (name.kind === 'alone') {
    passThrough(desk, key, keySpan);
    return after;
  }
  return readValue(desk, key, keySpan, after);
}

/** `DB NAME=x`, `DB_NAME x`: what comes after is read with the name that was most likely meant. */
function keepMeant(desk: Desk, keySpan: Span, name: Name, after: number): void {
  const written = desk.text.slice(keySpan.start, keySpan.end);
  if (name.kind === 'assigned') {
    keep(desk, written.replace(/\s+/g, '_'), keySpan, ...stretch(desk, after, lineEnd(desk.text, after)));
    return;
  }
  const first = /^\S+\s+/.exec(written)?.[0] ?? '';
  keep(desk, first.trim(), keySpan, ...stretch(desk, keySpan.start + first.length, keySpan.end));
}

function stretch({ file, text }: DotenvSource, start: number, until: number): readonly [Span, Traced] {
  const end = trimSpaceEnd(text, start, until);
  const span = { file, start, end };
  return [span, { value: text.slice(start, end), pieces: [{ from: 0, to: end - start, span, exact: true }] }];
}

type Name = { readonly kind: 'assigned' | 'alone'; readonly end: number; readonly next: number };

/** Finds where a name ends; the offset to go on from where a character cannot be part of one. */
function readName(desk: Desk, from: number): Name | number {
  const { text } = desk;
  for (let at = from; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '=' || character === ':') return { kind: 'assigned', end: at, next: at + 1 };
    if (character === '\n') return { kind: 'alone', end: at, next: at + 1 };
    if (!isNameCharacter(character)) {
      const said = `\`${character}\` cannot be part of a variable name`;
      return refuse(desk, at, at + character.length, said, lineEnd(text, at));
    }
    at += character.length;
  }
  // A last line without its end is taken for the value of a variable without a name.
  return { kind: 'assigned', end: from, next: from };
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}

function refuse(desk: Desk, start: number, end: number, message: string, goOn: number = end): number {
  if (desk.faults.length >= MAX_DOTENV_FAULTS) return goOn;
  const text = desk.text.slice(start, end);
  desk.faults.push({
    kind: 'dotenv-syntax',
    refuses: true,
    message,
    at: { file: desk.file, start, end },
    words: { file: desk.file, text },
  });
  return goOn;
}

function passThrough(desk: Desk, name: string, keySpan: Span): void {
  const found = desk.scope.lookup(name);
  if (found === undefined) return;
  const pieces = found.pieces ?? [{ from: 0, to: found.value.length, span: keySpan, exact: false }];
  desk.variables.set(name, { name, value: found.value, pieces, span: keySpan, keySpan });
}

function readValue(desk: Desk, name: string, keySpan: Span, start: number): number {
  const { text } = desk;
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return readPlain(desk, name, keySpan, start);
  const quoted = unquote(desk, start);
  const end = lineEnd(text, start);
  if (quoted === undefined) {
    // Read on as if it were closed at the end of its line.
    keep(desk, name, keySpan, ...stretch(desk, start + 1, end));
    return refuse(desk, start, end, 'the quote that opens here is never closed');
  }
  const span = { file: desk.file, start: start + 1, end: quoted.close };
  if (quote === "'") keep(desk, name, keySpan, span, quoted.content);
  else fillIn(desk, name, keySpan, span, expandEscapes(quoted.content));
  return quoted.close + 1;
}

function readPlain(desk: Desk, name: string, keySpan: Span, start: number): number {
  const { text, file } = desk;
  const newline = lineEnd(text, start);
  const comment = text.slice(start, newline).indexOf(' #');
  const end = trimSpaceEnd(text, start, comment < 0 ? newline : start + comment);
  const span = { file, start, end };
  const pieces: readonly Piece[] = [{ from: 0, to: end - start, span, exact: true }];
  fillIn(desk, name, keySpan, span, { value: text.slice(start, end), pieces });
  return Math.min(newline + 1, text.length);
}

function fillIn(desk: Desk, name: string, keySpan: Span, span: Span, content: Traced): void {
  const lookup: Lookup = (variable) =>
    desk.scope.lookup(variable) ?? above(desk, variable) ?? desk.scope.earlier?.(variable);
  const { text, complaints } = substitute(content, lookup, span, desk.budget);
  for (const complaint of complaints) desk.faults.push(faultOfComplaint(complaint));
  keep(desk, name, keySpan, span, text);
}

function above(desk: Desk, name: string): Found | undefined {
  const variable = desk.variables.get(name);
  return variable === undefined
    ? undefined
    : { value: variable.value, from: desk.scope.as ?? 'dotenv', pieces: variable.pieces };
}

function keep(desk: Desk, name: string, keySpan: Span, span: Span, { value, pieces }: Traced): void {
  desk.variables.set(name, { name, value, pieces, span, keySpan });
}
