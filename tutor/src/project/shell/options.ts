import type { Span } from '../../core/span.ts';
import { type Piece, type PlacedWord, placedWord } from './placed.ts';
import type { Setting } from './start.ts';

/** What a program's options are: names of those that take a value, and of those that do not. */
export type OptionTable = {
  /** Every name of an option that takes a value, with its main name: `-h` → `host`. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of options without a value. */
  readonly flags: ReadonlySet<string>;
  /** What an option of neither list is taken for. */
  readonly unknown: 'flag' | 'value';
};

/** A program's words taken apart. */
export type OptionsReading = {
  /** Options with a value, in order; one can be given several times. */
  readonly given: readonly { readonly option: string; readonly setting: Setting }[];
  readonly flags: ReadonlySet<string>;
  /** Words that are no options. */
  readonly positional: readonly PlacedWord[];
};

/** Reads options up to the end; with `first-word`, up to the first word that is none (which is left in `positional` with all behind it). */
export function readOptions(
  words: readonly PlacedWord[],
  table: OptionTable,
  stopAt: 'end' | 'first-word',
): OptionsReading {
  const given: { option: string; setting: Setting }[] = [];
  const flags = new Set<string>();
  const positional: PlacedWord[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    if (word === undefined) break;
    if (word.text === '--') {
      positional.push(...words.slice(at + 1));
      break;
    }
    if (!/^-./.test(word.text)) {
      if (stopAt === 'first-word') {
        positional.push(...words.slice(at));
        break;
      }
      positional.push(word);
      at++;
      continue;
    }
    at += readOption(word, words[at + 1], table, given, flags);
  }
  return { given, flags, positional };
}

/** Reads one option; answers how many words it took. */
function readOption(
  word: PlacedWord,
  next: PlacedWord | undefined,
  table: OptionTable,
  given: { option: string; setting: Setting }[],
  flags: Set<string>,
): 1 | 2 {
  const equals = word.text.startsWith('--') ? word.text.indexOf('=') : -1;
  const name = equals < 0 ? word.text : word.text.slice(0, equals);
  const option = table.values[name];
  if (equals > 0) {
    given.push({ option: option ?? name, setting: partOf(word, name, equals + 1) });
    return 1;
  }
  if (option !== undefined || (table.unknown === 'value' && !table.flags.has(name) && !isAttached(name, table))) {
    if (next !== undefined) given.push({ option: option ?? name, setting: settingOf(next, name, word.span) });
    return next === undefined ? 1 : 2;
  }
  const short = name.slice(0, 2);
  const attached = name.startsWith('--') ? undefined : table.values[short];
  // `-b0.0.0.0:8000`, `-p8000`.
  if (attached !== undefined && name.length > 2) given.push({ option: attached, setting: partOf(word, short, 2) });
  else flags.add(name);
  return 1;
}

function isAttached(name: string, table: OptionTable): boolean {
  return !name.startsWith('--') && name.length > 2 && table.values[name.slice(0, 2)] !== undefined;
}

function settingOf(word: PlacedWord, name: string, nameAt: Span): Setting {
  return { text: word.text, at: word.span, from: { kind: 'option', name, nameAt }, ...partsBehind(word, 0) };
}

/** The part of a word behind `--name=`. */
function partOf(word: PlacedWord, name: string, from: number): Setting {
  const placed = placedWord(word);
  return {
    text: word.text.slice(from),
    at: placed.span(from, word.text.length),
    from: { kind: 'option', name, nameAt: placed.span(0, name.length) },
    ...partsBehind(word, from),
  };
}

/** What the word is put together from, behind its first `from` characters. */
function partsBehind({ text, pieces }: PlacedWord, from: number): Pick<Setting, 'pieces' | 'variable'> {
  if (pieces === undefined) return {};
  const behind = pieces
    .filter((piece) => piece.to > from)
    .map((piece): Piece => {
      const cut = Math.max(0, from - piece.from);
      const moved = { from: piece.from + cut - from, to: piece.to - from };
      return piece.kind === 'variable'
        ? { ...piece, ...moved }
        : { ...piece, ...moved, span: { ...piece.span, start: piece.span.start + cut } };
    });
  const only = behind.find((piece) => piece.from === 0 && piece.to === text.length - from);
  return { pieces: behind, ...(only?.kind === 'variable' ? { variable: only.name } : {}) };
}

/** The setting of an option that counts: the last one given. */
export function lastOf(reading: OptionsReading, option: string): Setting | undefined {
  return reading.given.findLast((one) => one.option === option)?.setting;
}

/** All settings of an option, in order. */
export function allOf(reading: OptionsReading, option: string): readonly Setting[] {
  return reading.given.filter((one) => one.option === option).map((one) => one.setting);
}

/** Makes a table from `-h --host` lists. */
export function optionTable(
  values: Readonly<Record<string, string>>,
  flags: string,
  unknown: 'flag' | 'value',
): OptionTable {
  const byName: Record<string, string> = {};
  for (const [option, names] of Object.entries(values)) for (const name of names.split(' ')) byName[name] = option;
  return { values: byName, flags: new Set(flags.split(' ')), unknown };
}
