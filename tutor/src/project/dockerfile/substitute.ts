/** Looks a build variable up: its value, `null` where it is not set, undefined where its value is not known from the files. */
export type BuildVariables = (name: string) => string | null | undefined;

/** A text with its variables filled in, and what could not be read in it. */
export type Substituted = {
  /** Undefined where a value is not known. */
  readonly text: string | undefined;
  /** Offset and length of `${…` that is not closed or has a modifier that Docker does not know. */
  readonly fault?: { readonly from: number; readonly to: number };
};

/** How deep `${A:-${B:-…}}` may nest. */
const MAX_NESTING = 20;

/** Fills in `$A`, `${A}`, `${A:-x}`, `${A:+x}` and takes quotes off, as Docker does in every instruction but RUN, CMD and ENTRYPOINT. */
export function substitute(raw: string, variables: BuildVariables, mark: string): Substituted {
  const state: State = { raw, at: 0, variables, escape: mark, known: true, fault: undefined };
  const text = readUntil(state, '', 0);
  return { text: state.known ? text : undefined, ...(state.fault === undefined ? {} : { fault: state.fault }) };
}

type State = {
  readonly raw: string;
  at: number;
  readonly variables: BuildVariables;
  readonly escape: string;
  known: boolean;
  fault: { from: number; to: number } | undefined;
};

/** A variable that holds itself twice grows without end: a value longer than this counts as not known. */
const MAX_VALUE_UNITS = 32_768;

function tooLong(state: State): string {
  state.known = false;
  state.at = state.raw.length;
  return '';
}

/** Reads up to `end` (`''`: to the end of the text), which is left unread. */
function readUntil(state: State, end: '' | '}' | '"', depth: number): string {
  let text = '';
  while (state.at < state.raw.length) {
    const unit = state.raw[state.at] ?? '';
    if (unit === end) return text;
    if (text.length > MAX_VALUE_UNITS) return tooLong(state);
    if (unit === state.escape) text += readEscape(state, end);
    else if (unit === "'" && end !== '"') text += readSingle(state);
    else if (unit === '"' && end !== '"') text += readDouble(state, depth);
    else if (unit === '$') text += readVariable(state, depth);
    else {
      text += unit;
      state.at++;
    }
  }
  return text;
}

/** Inside double quotes the escape character keeps standing before an ordinary character. */
function readEscape(state: State, end: string): string {
  const next = state.raw[state.at + 1] ?? '';
  state.at += 2;
  return end === '"' && next !== '"' && next !== '$' && next !== state.escape ? state.escape + next : next;
}

function readSingle(state: State): string {
  const close = state.raw.indexOf("'", state.at + 1);
  const end = close < 0 ? state.raw.length : close;
  const text = state.raw.slice(state.at + 1, end);
  state.at = end + 1;
  return text;
}

function readDouble(state: State, depth: number): string {
  state.at++;
  const text = readUntil(state, '"', depth);
  state.at++;
  return text;
}

function readVariable(state: State, depth: number): string {
  if (state.raw[state.at + 1] === '{') return readBraces(state, depth);
  const name = /^(?:[A-Za-z_]\w*|[\d@*#?$!-])/.exec(state.raw.slice(state.at + 1, state.at + 300))?.[0];
  state.at += 1 + (name?.length ?? 0);
  return name === undefined ? '$' : lookUp(state, name);
}

function lookUp(state: State, name: string): string {
  // `$$`, `$1` and the like are empty in a build (tried).
  if (!/^[A-Za-z_]/.test(name)) return '';
  const value = state.variables(name);
  if (value === undefined) state.known = false;
  return value ?? '';
}

const BRACES = /^\$\{([A-Za-z_]\w*|\d+)(:[-+?]|[-+?]|##?|%%?|\/\/?)?/;

function readBraces(state: State, depth: number): string {
  const from = state.at;
  const found = BRACES.exec(state.raw.slice(from, from + 300));
  if (found === null || depth > MAX_NESTING) return faulty(state, from);
  state.at += found[0].length;
  const [, name = '', operator] = found;
  const operand = operator === undefined ? '' : readOperand(state, depth);
  if (state.raw[state.at] !== '}') return faulty(state, from);
  state.at++;
  return applied(state, name, operator, operand);
}

/** The operand decides nothing about being known unless it is used. */
function readOperand(state: State, depth: number): string | undefined {
  const known = state.known;
  state.known = true;
  const text = readUntil(state, '}', depth + 1);
  const operandKnown = state.known;
  state.known = known;
  return operandKnown ? text : undefined;
}

function applied(state: State, name: string, operator: string | undefined, operand: string | undefined): string {
  const value = state.variables(name);
  if (value === undefined) {
    state.known = false;
    return '';
  }
  const there = operator?.startsWith(':') === true ? value !== null && value !== '' : value !== null;
  switch (operator?.at(-1)) {
    case '-':
      return there ? (value ?? '') : use(state, operand);
    case '+':
      return there ? use(state, operand) : '';
    case '?':
      if (!there) state.fault ??= { from: state.at, to: state.at };
      return value ?? '';
    case undefined:
      return value ?? '';
    default:
      // Patterns (`${A#x}`, `${A/x/y}`) are rare; their result counts as not known.
      state.known = false;
      return '';
  }
}

function use(state: State, operand: string | undefined): string {
  if (operand === undefined) state.known = false;
  return operand ?? '';
}

/** Not closed, or no such modifier: the rest of the text is taken with it, and never read again. */
function faulty(state: State, from: number): string {
  const close = state.raw.indexOf('}', state.at);
  state.at = close < 0 ? state.raw.length : close + 1;
  state.fault ??= { from, to: state.at };
  state.known = false;
  return '';
}
