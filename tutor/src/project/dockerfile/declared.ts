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
  for (const word of words) {
    if (word.text.includes('=')) declared.push(readPair(draft, word, variables));
    else bare.push(word);
  }
  return { variables: declared, bare };
}

/** `ARG A B=1`. Later ones see the values of earlier ones. */
export function readNames(
  draft: Draft,
  argument: PlacedText,
  variables: BuildVariables,
  each: (declared: Declared) => void,
): Declared[] {
  return quotedWords(argument, draft.escape).map((word) => {
    const whole = word.span(0, word.text.length);
    const declared = word.text.includes('=')
      ? readPair(draft, word, variables)
      : { name: word.text, nameAt: whole, span: whole };
    each(declared);
    return declared;
  });
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
  if (rest.trim() === '') return { variables: [], bare: [name] };
  const value = readValue(draft, placedSlice(argument, from, argument.text.length), variables);
  const nameAt = name.span(0, name.text.length);
  return { variables: [{ name: name.text, nameAt, value, span: argument.span(0, argument.text.length) }], bare: [] };
}

/** Words between blanks that stand outside quotes. */
function quotedWords(source: PlacedText, mark: string): PlacedText[] {
  const words: PlacedText[] = [];
  const text = source.text;
  let from: number | undefined;
  let quote = '';
  for (let at = 0; at <= text.length && words.length < MAX_WORDS; at++) {
    const unit = text[at] ?? '';
    if (unit === '' || (quote === '' && /\s/.test(unit))) {
      if (from !== undefined) words.push(placedSlice(source, from, at));
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
