import type { PlacedText, PlacedWord } from './placed.ts';

/** A command's words and what stopped the splitting. */
export type SplitWords = {
  readonly words: readonly PlacedWord[];
  /** `quote`: a quote or `$(` is left open, `bracket`: a parenthesis where none can be; Compose refuses the text for both. */
  readonly fault?: 'quote' | 'bracket';
  /** Offset of `;`, `&`, `|`, `<` or `>` at which Compose stops reading: the rest is dropped without a word. */
  readonly stoppedAt?: number;
};

/**
 * Splits a command as Compose splits a `command:` or `entrypoint:` that is one string (go-shellwords, read in its source):
 * no variables, no shell; quotes are taken off, a backslash makes the next character plain.
 */
export function splitWords(source: PlacedText): SplitWords {
  const state: Splitting = { text: source.text, at: 0, word: undefined, quote: undefined, words: [] };
  while (state.at < state.text.length) {
    const stop = step(state);
    if (stop === 'stop') {
      endWord(state);
      return { words: place(source, state.words), stoppedAt: state.at };
    }
    if (stop === 'bracket') return { words: place(source, state.words), fault: 'bracket' };
    state.at++;
  }
  endWord(state);
  const words = place(source, state.words);
  return state.quote === undefined ? { words } : { words, fault: 'quote' };
}

type Split = { text: string; from: number; to: number; innerFrom: number; innerTo: number };

type Splitting = {
  readonly text: string;
  at: number;
  word: { text: string; from: number } | undefined;
  /** The quote that is open; `$(` for a command in parentheses, `\` for a backslash at the end. */
  quote: '"' | "'" | '`' | '$(' | '\\' | undefined;
  readonly words: Split[];
};

function step(state: Splitting): 'stop' | 'bracket' | undefined {
  const unit = state.text[state.at] ?? '';
  if (unit === '\\' && state.quote !== "'") return readEscape(state);
  if (/[ \t\r\n]/.test(unit)) {
    if (state.quote === undefined) endWord(state);
    else add(state, unit);
    return undefined;
  }
  if (isQuote(unit) && mayQuote(state, unit)) {
    if (unit === '`') add(state, unit);
    else begin(state);
    state.quote = state.quote === unit ? undefined : unit;
    return undefined;
  }
  if (unit === '(' || unit === ')') return bracket(state, unit);
  if (';&|<>'.includes(unit) && state.quote === undefined) return redirect(state, unit);
  add(state, unit);
  return undefined;
}

function readEscape(state: Splitting): undefined {
  const next = state.text[state.at + 1];
  if (next === undefined) {
    state.quote = '\\';
    return undefined;
  }
  add(state, next === 't' ? '\t' : next === 'n' ? '\n' : next);
  state.at++;
  return undefined;
}

function isQuote(unit: string): unit is '"' | "'" | '`' {
  return unit === '"' || unit === "'" || unit === '`';
}

function mayQuote(state: Splitting, unit: string): boolean {
  return state.quote === undefined || state.quote === unit;
}

function bracket(state: Splitting, unit: string): 'bracket' | undefined {
  if (state.quote === '"' || state.quote === "'" || state.quote === '`') {
    add(state, unit);
    return undefined;
  }
  if (unit === ')') {
    state.quote = state.quote === '$(' ? undefined : '$(';
    add(state, unit);
    return undefined;
  }
  if (state.quote === undefined && state.word?.text.endsWith('$') === true) {
    state.quote = '$(';
    add(state, unit);
    return undefined;
  }
  return 'bracket';
}

/** `2>` drops the digit before it, as the library does. */
function redirect(state: Splitting, unit: string): 'stop' {
  if (unit === '>' && state.word !== undefined && /^[0-9]/.test(state.word.text)) state.word = undefined;
  return 'stop';
}

function begin(state: Splitting): void {
  state.word ??= { text: '', from: state.at };
}

function add(state: Splitting, text: string): void {
  begin(state);
  if (state.word !== undefined) state.word.text += text;
}

function endWord(state: Splitting): void {
  if (state.word === undefined) return;
  const { text, from } = state.word;
  const raw = state.text.slice(from, state.at);
  const whole = raw.length === text.length + 2 && isQuote(raw[0] ?? '') && raw.slice(1, -1) === text;
  state.words.push({
    text,
    from,
    to: state.at,
    innerFrom: whole ? from + 1 : from,
    innerTo: whole ? state.at - 1 : state.at,
  });
  state.word = undefined;
}

function place(source: PlacedText, words: readonly Split[]): PlacedWord[] {
  return words.map(({ text, innerFrom, innerTo }) => ({ text, span: source.span(innerFrom, innerTo) }));
}
