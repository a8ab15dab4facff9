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

/** Complaints of one text that are kept. */
const MAX_COMPLAINTS = 100;

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
  if (desk.depth > MAX_NESTING) return complainInvalid(text, desk);
  const parts: Traced[] = [];
  let at = 0;
  for (const use of usesOfVariables(text.value)) {
    parts.push(sliceTraced(text, at, use.start), fillUse(text, use, desk));
    at = use.end;
  }
  parts.push(sliceTraced(text, at, text.value.length));
  return joinTraced(parts);
}

type Use = {
  readonly kind: 'dollar' | 'named' | 'braced' | 'invalid';
  readonly start: number;
  readonly end: number;
  /** Where the line ends that it stands on. */
  readonly line: number;
};

/** The end of a line, and its last `}`; -1 where it has none. */
type LineEnds = { readonly end: number; readonly close: number };

function* usesOfVariables(text: string): Generator<Use> {
  let ends: LineEnds = { end: -1, close: -1 };
  for (let at = text.indexOf('$'); at >= 0; ) {
    if (at >= ends.end) ends = endsOfLine(text, at);
    const use = referenceIn(text, at, ends);
    if (use !== undefined) yield use;
    at = text.indexOf('$', use?.end ?? at + 1);
  }
}

function endsOfLine(text: string, at: number): LineEnds {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  const close = text.lastIndexOf('}', end);
  return { end, close: close < at ? -1 : close };
}

const NAME = /[_A-Za-z][_A-Za-z0-9]*/y;
const OPERATOR = /:?[-+?]/y;

function referenceIn(text: string, start: number, ends: LineEnds): Use | undefined {
  const next = text[start + 1];
  const line = ends.end;
  if (next === '$') return { kind: 'dollar', start, end: start + 2, line };
  if (next === '{') return { ...bracedIn(text, start, ends.close), start, line };
  const name = match(NAME, text, start + 1);
  return name === undefined ? undefined : { kind: 'named', start, end: start + 1 + name.length, line };
}

/** A use in braces, `${A:-b}`, goes to the brace that closes it; where the count of braces is never even, to the last one of its line. */
function bracedIn(text: string, start: number, close: number): Pick<Use, 'kind' | 'end'> {
  const invalid = { kind: 'invalid', end: start + 2 } as const;
  const name = match(NAME, text, start + 2);
  if (name === undefined) return invalid;
  const after = start + 2 + name.length;
  const operator = match(OPERATOR, text, after);
  if (operator === undefined) return text[after] === '}' ? { kind: 'braced', end: after + 1 } : invalid;
  if (close < after + operator.length) return invalid;
  return { kind: 'braced', end: firstClose(text, start, close) + 1 };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function fillUse(text: Traced, { kind, start, end, line }: Use, desk: Desk): Traced {
  if (kind === 'invalid') return complainInvalid(sliceTraced(text, start, line), desk);
  const use = sliceTraced(text, start, end);
  switch (kind) {
    case 'dollar':
      return { value: '$', pieces: [{ from: 0, to: 1, span: placeOf(use, desk), exact: false }] };
    case 'named':
      return fillPlain(use.value.slice(1), use, desk);
    case 'braced':
      return fillBraced(use, desk);
  }
}

/** Complains of a line that begins with `${`: marked is all up to its closing brace, or to its end where it has none. */
function complainInvalid(line: Traced, desk: Desk): Traced {
  if (desk.complaints.length < MAX_COMPLAINTS) {
    const close = line.value.indexOf('}');
    const end = Math.max(2, close < 0 ? line.value.trimEnd().length : close + 1);
    const at = spanOfTraced(line, 0, end) ?? desk.here;
    desk.complaints.push({ kind: 'invalid', text: line.value.slice(0, end), at });
  }
  return { value: '', pieces: [] };
}

function fillBraced(use: Traced, desk: Desk): Traced {
  const name = match(NAME, use.value, 2) ?? '';
  const operator = match(OPERATOR, use.value, 2 + name.length);
  if (operator === undefined) return fillPlain(name, use, desk);
  const argument = sliceTraced(use, 2 + name.length + operator.length, use.value.length - 1);
  return operate(operator, name, fill(argument, { ...desk, depth: desk.depth + 1 }), use, desk);
}

/** Where the `{` after `start` is closed, counted as Compose counts: the character after a `{` is never a brace; `last` where it is not. */
function firstClose(text: string, start: number, last: number): number {
  let open = 0;
  for (let at = start; at <= last; at++) {
    if (text[at] === '}') {
      open--;
      if (open === 0) return at;
    }
    if (text[at] === '{') {
      open++;
      at++;
    }
  }
  return last;
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
  if (desk.complaints.length < MAX_COMPLAINTS)
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
