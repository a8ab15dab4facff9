import type { Key as InkKey } from 'ink';
import type { Key } from './keys.ts';

/** A key, and how often it was struck before it could be read. */
export type Struck = { readonly key: Key; readonly times: number };

const NAMED: readonly (readonly [keyof InkKey, Key])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
];

const TYPED: Readonly<Record<string, Key>> = { ' ': 'space', '\r': 'enter', '\n': 'enter', '\t': 'tab' };

/** What a terminal puts around a paste, as Ink reports it. */
const PASTE_BEGINS = '[200~';
const PASTE_ENDS = '[201~';
/** Different keys struck within one turn of the program; a longer text is a paste of a terminal that does not mark them. */
const MOST_KEYS_AT_ONCE = 4;

/**
 * Reads keys from what Ink reports. Keys typed fast come as one text, as does a paste: what is marked as pasted is no key,
 * the same character again and again is a key held down, and a few different ones are so many keys.
 */
export function keyReader(): (input: string, ink: InkKey) => readonly Struck[] {
  let isPasting = false;
  return (input, ink) => {
    if (input === PASTE_BEGINS || input === PASTE_ENDS) {
      isPasting = input === PASTE_BEGINS;
      return [];
    }
    return isPasting ? [] : struckKeys(input, ink);
  };
}

function struckKeys(input: string, ink: InkKey): readonly Struck[] {
  if (ink.ctrl) return input === 'c' || input === 'z' ? [{ key: `ctrl-${input}`, times: 1 }] : [];
  const named = NAMED.find(([flag]) => ink[flag] === true);
  if (named !== undefined) return [{ key: named[1], times: 1 }];
  if (ink.meta) return [];
  const runs = runsOf(input);
  const isTyped = runs.length === 1 || (input.length <= MOST_KEYS_AT_ONCE && !input.startsWith('['));
  return isTyped ? runs : [];
}

/** The same character in a row is one key, struck so often. */
function runsOf(input: string): readonly Struck[] {
  const runs: Struck[] = [];
  for (const character of input) {
    const key = TYPED[character] ?? character;
    const last = runs.at(-1);
    if (last?.key === key) runs[runs.length - 1] = { key, times: last.times + 1 };
    else runs.push({ key, times: 1 });
  }
  return runs;
}
