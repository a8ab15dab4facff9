import type { Span } from '../../core/span.ts';
import { joinTraced, sliceTraced, spanOfTraced, type Traced } from './traced.ts';
import type { Filling, Piece } from './tree.ts';

/** A variable's value, and where it is known from. `pieces` where its text stands in a file of the project. */
export type Found = {
  readonly value: string;
  readonly from: Exclude<Filling['from'], 'default' | 'unset'>;
  readonly pieces?: readonly Piece[];
};

/** Answers for a variable; undefined where it is not set, which is not the same as empty. */
export type Lookup = (name: string) => Found | undefined;

/** What went wrong, or was left empty, while variables were filled in. `at` is the use in the text. */
export type Complaint =
  | { readonly kind: 'invalid'; readonly text: string; readonly at: Span }
  | { readonly kind: 'unset'; readonly variable: string; readonly at: Span }
  | { readonly kind: 'required'; readonly variable: string; readonly reason: string; readonly at: Span }
  /** The budget is spent: nothing more is filled in. */
  | { readonly kind: 'too-large'; readonly at: Span };

/** How many units may still be filled in: variables that hold one another grow without bound. */
export type FillBudget = { units: number };

/** Units that all variables of one file may give. */
export const MAX_FILLED_UNITS = 1_000_000;

/** What filling variables into a text gave. */
export type Substituted = { readonly text: Traced; readonly complaints: readonly Complaint[] };

/**
 * Fills variables into a text as Compose does: `$A`, `${A}`, the operators `:-`, `-`, `:?`, `?`, `:+`, `+`, nested ones, and `$$` for a dollar sign.
 * A `$` before anything else stays. `here` is the place of the whole text, for uses whose own place is not known.
 * Defaults are filled in, and complain, even where they are not used (compose-go 2.9).
 */
export function substitute(
  text: Traced,
  lookup: Lookup,
  here: Span,
  budget: FillBudget = { units: MAX_FILLED_UNITS },
): Substituted {
  const complaints: Complaint[] = [];
  return { text: fill(text, { lookup, here, complaints, budget, depth: 0 }), complaints };
}

/** A value patched together from more pieces than this is given the place of its use alone. */
const MAX_PIECES = 100;

/** How deep defaults may lie in one another; deeper ones are not filled. */
const MAX_NESTING = 30;

type Desk = {
  readonly lookup: Lookup;
  readonly here: Span;
  readonly complaints: Complaint[];
  readonly budget: FillBudget;
  readonly depth: number;
};

function fill(text: Traced, desk: Desk): Traced {
  if (!text.value.includes('$')) return text;
  if (desk.depth > MAX_NESTING) return complainInvalid(text, text.value.length, desk);
  const parts: Traced[] = [];
  let at = 0;
  for (const use of referencesIn(text.value)) {
    if (use.start < at) continue;
    parts.push(sliceTraced(text, at, use.start));
    const filled =
      use.kind === 'invalid'
        ? complainInvalid(sliceTraced(text, use.start, text.value.length), 2, desk)
        : fillUse(sliceTraced(text, use.start, use.end), use.kind, desk);
    parts.push(filled);
    at = use.end;
  }
  parts.push(sliceTraced(text, at, text.value.length));
  return joinTraced(parts);
}

type Use = { readonly kind: 'dollar' | 'named' | 'braced' | 'invalid'; readonly start: number; readonly end: number };

const NAME = /[_A-Za-z][_A-Za-z0-9]*/y;
const OPERATOR = /:?[-+?]/y;

function* referencesIn(text: string): Generator<Use> {
  for (let at = text.indexOf('$'); at >= 0; ) {
    const use = referenceAt(text, at);
    if (use !== undefined) yield use;
    at = text.indexOf('$', use?.end ?? at + 1);
  }
}

function referenceAt(text: string, start: number): Use | undefined {
  const next = text[start + 1];
  if (next === '$') return { kind: 'dollar', start, end: start + 2 };
  if (next === '{') return bracedAt(text, start);
  const name = match(NAME, text, start + 1);
  return name === undefined ? undefined : { kind: 'named', start, end: start + 1 + name.length };
}

/** A braced use goes to the last `}` of its line where an operator follows the name: the first closing one is looked for within. */
function bracedAt(text: string, start: number): Use {
  const invalid: Use = { kind: 'invalid', start, end: start + 2 };
  const name = match(NAME, text, start + 2);
  if (name === undefined) return invalid;
  const after = start + 2 + name.length;
  const operator = match(OPERATOR, text, after);
  if (operator === undefined) return text[after] === '}' ? { kind: 'braced', start, end: after + 1 } : invalid;
  const newline = text.indexOf('\n', after);
  const close = text.lastIndexOf('}', newline < 0 ? text.length : newline);
  return close < after + operator.length ? invalid : { kind: 'braced', start, end: close + 1 };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function fillUse(text: Traced, kind: 'dollar' | 'named' | 'braced', desk: Desk): Traced {
  switch (kind) {
    case 'dollar':
      return { value: '$', pieces: [{ from: 0, to: 1, span: placeOf(text, desk), exact: false }] };
    case 'named':
      return fillPlain(text.value.slice(1), text, desk);
    case 'braced':
      return fillBraced(text, desk);
  }
}

/** Complains of a text that begins with `${`: marked is all up to its closing brace, or its line where it has none. */
function complainInvalid(text: Traced, least: number, desk: Desk): Traced {
  const line = /^[^\n]*/.exec(text.value)?.[0] ?? '';
  const close = line.indexOf('}');
  const end = Math.max(least, close < 0 ? line.trimEnd().length : close + 1);
  desk.complaints.push({
    kind: 'invalid',
    text: text.value.slice(0, end),
    at: spanOfTraced(text, 0, end) ?? desk.here,
  });
  return { value: '', pieces: [] };
}

function fillBraced(text: Traced, desk: Desk): Traced {
  const close = firstClose(text.value);
  const end = close < 0 ? text.value.length : close + 1;
  const use = sliceTraced(text, 0, end);
  const name = match(NAME, use.value, 2) ?? '';
  const operator = match(OPERATOR, use.value, 2 + name.length);
  if (operator === undefined) return fillPlain(name, use, desk);
  const deeper = { ...desk, depth: desk.depth + 1 };
  const argument = fill(sliceTraced(use, 2 + name.length + operator.length, end - 1), deeper);
  const value = operate(operator, name, argument, use, desk);
  return joinTraced([value, fill(sliceTraced(text, end, text.value.length), deeper)]);
}

/** Where the first `{` of a text is closed, counted as Compose counts: the character after a `{` is never a brace; -1 where it is not. */
function firstClose(text: string): number {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '}') {
      open--;
      if (open === 0) return at;
    }
    if (text[at] === '{') {
      open++;
      at++;
    }
  }
  return -1;
}

function operate(operator: string, name: string, argument: Traced, use: Traced, desk: Desk): Traced {
  const found = desk.lookup(name);
  const filled = found !== undefined && (!operator.startsWith(':') || found.value !== '');
  switch (operator.at(-1)) {
    case '-':
      return filled ? fromFound(found, name, use, desk) : fromDefault(argument, name, use, desk);
    case '+':
      return filled
        ? fromDefault(argument, name, use, desk)
        : found === undefined
          ? unset(name, use, desk)
          : fromFound(found, name, use, desk);
    default:
      if (!filled)
        desk.complaints.push({ kind: 'required', variable: name, reason: argument.value, at: placeOf(use, desk) });
      return found === undefined ? unset(name, use, desk) : fromFound(found, name, use, desk);
  }
}

function fillPlain(name: string, use: Traced, desk: Desk): Traced {
  const found = desk.lookup(name);
  if (found !== undefined) return fromFound(found, name, use, desk);
  desk.complaints.push({ kind: 'unset', variable: name, at: placeOf(use, desk) });
  return unset(name, use, desk);
}

function placeOf(use: Traced, desk: Desk): Span {
  return spanOfTraced(use, 0, use.value.length) ?? desk.here;
}

function fromFound(found: Found, name: string, use: Traced, desk: Desk): Traced {
  const place = placeOf(use, desk);
  desk.budget.units -= found.value.length;
  if (desk.budget.units < 0) {
    desk.complaints.push({ kind: 'too-large', at: place });
    return { value: '', pieces: [] };
  }
  const variable: Filling = { name, use: place, from: found.from };
  const whole: readonly Piece[] = [{ from: 0, to: found.value.length, span: place, exact: false }];
  const { pieces = [] } = found;
  const known = pieces.length === 0 || pieces.length > MAX_PIECES ? whole : pieces;
  return { value: found.value, pieces: known.map((piece) => ({ ...piece, variable })) };
}

/** A default stands in the text itself; what a nested variable filled keeps its own name. */
function fromDefault(argument: Traced, name: string, use: Traced, desk: Desk): Traced {
  const place = placeOf(use, desk);
  const variable: Filling = { name, use: place, from: 'default' };
  if (argument.value === '') return { value: '', pieces: [{ from: 0, to: 0, span: place, exact: false, variable }] };
  return {
    value: argument.value,
    pieces: argument.pieces.map((piece) => (piece.variable === undefined ? { ...piece, variable } : piece)),
  };
}

function unset(name: string, use: Traced, desk: Desk): Traced {
  const place = placeOf(use, desk);
  return {
    value: '',
    pieces: [{ from: 0, to: 0, span: place, exact: false, variable: { name, use: place, from: 'unset' } }],
  };
}
