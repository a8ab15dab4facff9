import { type PlacedText, placedSlice } from '../shell/placed.ts';
import { type Draft, MAX_WORDS, readValue } from './draft.ts';
import type { Declared } from './reading.ts';
import type { BuildVariables } from './substitute.ts';

/** What ENV, LABEL and ARG declare, and the words that are no `NAME=value`. */
export type DeclaredReading = {
  readonly variables: readonly Declared[];
  /** Words without `=` where one is needed. */
  readonly bare: readonly PlacedText[];
};

/** `ENV A=1 B="x y"`, and the old form `ENV A rest of the line`. */
export function readPairs(draft: Draft, argument: PlacedText, variables: BuildVariables): DeclaredReading {
  const words = quotedWords(argument, draft.escape);
  const first = words[0];
  if (first !== undefined && !first.text.includes('=')) return readOldPair(draft, argument, first, variables);
  const declared: Declared[] = [];
  const bare: PlacedText[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) continue;
    const apart = pairApart(argument, words, at);
    if (apart !== undefined) {
      declared.push(readApart(draft, apart, variables));
      bare.push(apart.whole);
      at += apart.words - 1;
    } else if (word.text.includes('=') && !word.text.startsWith('=')) declared.push(readPair(draft, word, variables));
    else {
      const last = lastBare(words, at);
      bare.push(between(argument, word, words[last] ?? word));
      at = last;
    }
  }
  return { variables: declared, bare };
}

type Apart = {
  readonly whole: PlacedText;
  readonly name: PlacedText;
  readonly value: PlacedText;
  readonly words: number;
};

/** `NAME = value`, `NAME =value`, `NAME= value`: one pair to whoever wrote it, and no pair to Docker (tried). */
function pairApart(argument: PlacedText, words: readonly Word[], at: number): Apart | undefined {
  const [first, second, third] = words.slice(at, at + 3);
  if (first === undefined || second === undefined || !/^[A-Za-z_]\w*=?$/.test(first.text)) return undefined;
  const ends = first.text.endsWith('=');
  const name = ends ? placedSlice(first, 0, first.text.length - 1) : first;
  const pair = (last: Word, count: number, value: PlacedText = last): Apart => ({
    whole: between(argument, first, last),
    name,
    value,
    words: count,
  });
  if (ends) return second.text.includes('=') ? undefined : pair(second, 2);
  if (second.text === '=') return third === undefined || third.text.includes('=') ? undefined : pair(third, 3);
  if (!second.text.startsWith('=')) return undefined;
  return pair(second, 2, placedSlice(second, 1, second.text.length));
}

function readApart(draft: Draft, { name, value, whole }: Apart, variables: BuildVariables): Declared {
  return {
    name: name.text,
    nameAt: name.span(0, name.text.length),
    value: readValue(draft, value, variables),
    span: whole.span(0, whole.text.length),
  };
}

/** Words that are no pairs and follow each other are one slip: a value with blanks and no quotes. */
function lastBare(words: readonly Word[], from: number): number {
  let last = from;
  while (words[last + 1]?.text.includes('=') === false) last++;
  return last;
}

/** The stretch of a line from one of its words to another. */
function between(argument: PlacedText, first: Word, last: Word): PlacedText {
  return placedSlice(argument, first.from, last.to);
}

/** `ARG A B=1`. Later ones see the values of earlier ones. */
export function readNames(
  draft: Draft,
  argument: PlacedText,
  variables: BuildVariables,
  each: (declared: Declared) => void,
): DeclaredReading {
  const words = quotedWords(argument, draft.escape);
  const declared: Declared[] = [];
  const bare: PlacedText[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) continue;
    // A name alone is a pair here; only a `=` that begins a word is one too many.
    const apart = word.text.endsWith('=') ? undefined : pairApart(argument, words, at);
    const whole = word.span(0, word.text.length);
    const one =
      apart !== undefined
        ? readApart(draft, apart, variables)
        : word.text.includes('=')
          ? readPair(draft, word, variables)
          : { name: word.text, nameAt: whole, span: whole };
    each(one);
    declared.push(one);
    if (apart === undefined) continue;
    bare.push(apart.whole);
    at += apart.words - 1;
  }
  return { variables: declared, bare };
}

function readPair(draft: Draft, word: PlacedText, variables: BuildVariables): Declared {
  const equals = word.text.indexOf('=');
  const name = word.text.slice(0, equals).replace(/^["']|["']$/g, '');
  return {
    name,
    nameAt: word.span(0, equals),
    value: readValue(draft, placedSlice(word, equals + 1, word.text.length), variables),
    span: word.span(0, word.text.length),
  };
}

function readOldPair(draft: Draft, argument: PlacedText, name: PlacedText, variables: BuildVariables): DeclaredReading {
  const rest = argument.text.slice(name.text.length);
  const from = name.text.length + (rest.length - rest.trimStart().length);
  // Docker refuses it. That the variable was to be set is known, and what to is not.
  if (rest.trim() === '') {
    const at = name.span(0, name.text.length);
    return { variables: [{ name: name.text, nameAt: at, span: at }], bare: [name] };
  }
  const apart = /^=\s+(?=\S)/.exec(argument.text.slice(from))?.[0].length ?? 0;
  const value = readValue(draft, placedSlice(argument, from + apart, argument.text.length), variables);
  const nameAt = name.span(0, name.text.length);
  if (apart > 0) {
    const at = argument.span(0, argument.text.length);
    const words = { name: name.text, value: argument.text.slice(from + apart) };
    draft.faults.push({ kind: 'equals-apart', refuses: false, at, words });
  }
  return { variables: [{ name: name.text, nameAt, value, span: argument.span(0, argument.text.length) }], bare: [] };
}

/** A word, and where it stands in the line. */
type Word = PlacedText & { readonly from: number; readonly to: number };

/** Words between blanks that stand outside quotes. */
function quotedWords(source: PlacedText, mark: string): Word[] {
  const words: Word[] = [];
  const text = source.text;
  let from: number | undefined;
  let quote = '';
  for (let at = 0; at <= text.length && words.length < MAX_WORDS; at++) {
    const unit = text[at] ?? '';
    if (unit === '' || (quote === '' && /\s/.test(unit))) {
      if (from !== undefined) words.push({ ...placedSlice(source, from, at), from, to: at });
      from = undefined;
      continue;
    }
    from ??= at;
    if (unit === mark && quote !== "'") at++;
    else if (quote === '' && (unit === '"' || unit === "'")) quote = unit;
    else if (unit === quote) quote = '';
  }
  return words;
}
