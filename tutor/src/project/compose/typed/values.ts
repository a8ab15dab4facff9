import { cutPair } from '../canonical/forms.ts';
import { castText } from '../cast.ts';
import { asString, concat, entry, made, mapping, sequence, slice, stringOf } from '../grow.ts';
import type { Entry, Mapping, Scalar, TreeNode } from '../tree.ts';
import { goText } from '../yaml/typed.ts';
import { asideExtensions, at, cannot, type Decoder, type Desk, emptyMapping, isNothing } from './decoder.ts';
import { inOrder } from './key-order.ts';
import { bytesOf, durationText, shortestFloat32, wholeOf } from './numbers.ts';
import { shellWords } from './shell-words.ts';

/** A string; a whole number becomes one. Empty: not printed. */
export const text: Decoder = (node, desk) => {
  const read = textEvenEmpty(node, desk);
  return read?.kind === 'scalar' && read.value === '' ? undefined : read;
};

/** A string of a list: an empty one is printed. */
export const item: Decoder = (node, desk) => textEvenEmpty(node, desk);

/** A string that is printed even when it is empty. */
export function textEvenEmpty(node: TreeNode, desk: Desk): TreeNode | undefined {
  if (node.kind !== 'scalar') return cannot(node, desk, 'a string');
  if (node.value === null) return made('', node.span);
  if (stringOf(node) !== undefined) return node;
  return isWhole(node) ? asString(node) : cannot(node, desk, 'a string');
}

function isWhole(node: Scalar): boolean {
  return node.kindOfValue === undefined && (typeof node.value === 'number' || typeof node.value === 'bigint');
}

/** True or false; false is not printed. */
export const flag: Decoder = (node, desk) => {
  const read = flagEvenFalse(node, desk);
  return read?.kind === 'scalar' && read.value === false ? undefined : read;
};

/** True or false, printed either way. */
export const flagEvenFalse: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node;
  const words = stringOf(node);
  const value = words === undefined ? undefined : castText(words, 'boolean');
  return value === undefined ? cannot(node, desk, 'true or false') : made(value, node.span);
};

/** A whole number; 0 is not printed. */
export const whole: Decoder = (node, desk) => dropZero(wholeEvenZero(node, desk));

/** A whole number, printed even when it is 0. */
export const wholeEvenZero: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  const words = stringOf(node);
  const value = words === undefined ? numberIn(node) : castText(words, 'whole');
  if (value === undefined || typeof value === 'boolean') return cannot(node, desk, 'a whole number');
  const kept = typeof value === 'number' ? truncated(value) : value;
  return kept === valueIn(node) ? node : made(kept, node.span);
};

/** A fraction as Go turns it into 64 bits of a whole number. */
function truncated(value: number): number | bigint {
  const whole = wholeOf(value);
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
}

/** A whole number of 0 or more that Compose keeps in some bits, so that greater ones start over; a string is not taken. 0 is not printed. */
export function count(bits: 16 | 32 | 64): Decoder {
  return (node, desk) => dropZero(countEvenZero(bits)(node, desk));
}

/** The same, printed even when it is 0. */
export function countEvenZero(bits: 16 | 32 | 64): Decoder {
  return (node, desk) => {
    if (isNothing(node)) return undefined;
    const value = numberIn(node);
    if (value === undefined || value < 0) return cannot(node, desk, 'a whole number');
    const kept = typeof value === 'bigint' ? value : Math.trunc(value) % 2 ** bits;
    return kept === value ? node : made(kept, node.span);
  };
}

function numberIn(node: TreeNode): number | bigint | undefined {
  const value = valueIn(node);
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

function valueIn(node: TreeNode): Scalar['value'] | undefined {
  return node.kind === 'scalar' ? node.value : undefined;
}

function dropZero(node: TreeNode | undefined): TreeNode | undefined {
  return node?.kind === 'scalar' && (node.value === 0 || node.value === 0n) ? undefined : node;
}

/** A number that Compose keeps in 32 bits; 0 is not printed. */
export const real: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  const words = stringOf(node);
  const value = words === undefined ? numberIn(node) : castText(words, 'number');
  if (value === undefined || typeof value === 'boolean') return cannot(node, desk, 'a number');
  return dropZero(made(shortestFloat32(Number(value)), node.span));
};

/** A size in bytes, printed as a string; 0 is not printed. A number with a fraction is read as 0. */
export const bytes: Decoder = (node, desk) => {
  const read = bytesEvenZero(node, desk);
  return read?.kind === 'scalar' && read.value === '0' ? undefined : read;
};

/** A size in bytes, printed even when it is 0. */
export const bytesEvenZero: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  const words = stringOf(node);
  if (words !== undefined) {
    const size = bytesOf(words);
    return size === undefined ? cannot(node, desk, 'a size', { words: sizeWords(desk, words) }) : printed(node, size);
  }
  if (node.kind !== 'scalar') return cannot(node, desk, 'a size');
  return printed(node, isWhole(node) ? BigInt(node.value as number | bigint) : 0n);
};

function printed(node: TreeNode, size: bigint): Scalar {
  return made(String(size), node.span);
}

function sizeWords(desk: Desk, got: string): Readonly<Record<string, string>> {
  return { key: String(desk.path.at(-1)), expected: 'a size', got: `\`${got}\`` };
}

/** A duration; `90s` is printed as `1m30s`. */
export const duration: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  const words = node.kind === 'scalar' ? goText(node) : undefined;
  const said = words === undefined ? undefined : durationText(words);
  if (said !== undefined) return words === said ? node : made(said, node.span);
  const got = words === undefined ? {} : { words: { ...sizeWords(desk, words), expected: 'a duration' } };
  return cannot(node, desk, 'a duration', got);
};

/** A duration of 0 is not printed. */
export const durationNotZero: Decoder = (node, desk) => {
  const read = duration(node, desk);
  return read?.kind === 'scalar' && read.value === '0s' ? undefined : read;
};

/** A command: a string is split as a shell would, nothing stays nothing. */
export const command: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind === 'sequence')
    return { ...node, items: node.items.flatMap((word, index) => item(word, at(desk, index)) ?? []) };
  const words = stringOf(node);
  if (words === undefined || node.kind !== 'scalar') return undefined;
  const split = shellWords(node);
  if (split !== undefined) return sequence(split, node.span);
  return cannot(node, desk, 'a command', {
    kind: 'refused',
    message: `\`${words}\` is not a command: a quote or a bracket is not closed`,
    words: { text: words },
  });
};

/** `healthcheck.test`: a string is run by a shell. */
export const test: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind === 'sequence') {
    const words = node.items.flatMap((word, index) => item(word, at(desk, index)) ?? []);
    return words.length === 0 ? undefined : { ...node, items: words };
  }
  if (stringOf(node) === undefined) return cannot(node, desk, 'a string or a list');
  return sequence([made('CMD-SHELL', node.span), node], node.span);
};

/** A string or a list of strings, printed as a list. */
export const strings: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (stringOf(node) !== undefined) return sequence([node], node.span);
  if (node.kind !== 'sequence') return cannot(node, desk, 'a string or a list');
  const items = node.items.map((one, index) =>
    stringOf(one) === undefined ? cannot(one, at(desk, index), 'a string') : one,
  );
  const read = items.filter((one) => one !== undefined);
  return read.length === 0 ? undefined : { ...node, items: read };
};

/** A list of strings and numbers, printed as strings. */
export const stringsOrNumbers: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (stringOf(node) !== undefined) return sequence([node], node.span);
  if (node.kind !== 'sequence') return cannot(node, desk, 'a list');
  const items = node.items.flatMap((one) => (one.kind === 'scalar' ? [asString(one)] : []));
  return items.length === 0 ? undefined : { ...node, items };
};

/** A value as Go prints it with `%v`: where a mapping stands in the place of a string, its text is printed. */
export function goPrint(node: TreeNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.value === null ? '<nil>' : goText(node);
    case 'sequence':
      return `[${node.items.map(goPrint).join(' ')}]`;
    case 'mapping':
      return `map[${[...node.entries]
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map((one) => `${one.key}:${goPrint(one.value)}`)
        .join(' ')}]`;
  }
}

function printAny(node: TreeNode): Scalar {
  return node.kind === 'scalar' ? asString(node) : made(goPrint(node), node.span);
}

type Pairs = { readonly empty: 'null' | 'text' };

/** The environment: a key without a value stays null. */
export const environment: Decoder = (node, desk) => pairs(node, desk, { empty: 'null' });

/** Labels, options of drivers and their like: nothing is the empty string. */
export const labels: Decoder = (node, desk) => pairs(node, desk, { empty: 'text' });

/** The same where Compose takes a mapping only. */
export const options: Decoder = (node, desk) =>
  node.kind === 'sequence' ? cannot(node, desk, 'a mapping') : pairs(node, desk, { empty: 'text' });

function pairs(node: TreeNode, desk: Desk, { empty }: Pairs): Mapping | undefined {
  if (isNothing(node)) return undefined;
  if (node.kind === 'scalar') return cannot(node, desk, 'a list or a mapping');
  const nothing = (of: TreeNode) => made(empty === 'null' ? null : '', of.span);
  const entries =
    node.kind === 'mapping'
      ? asideExtensions(node).entries.map((one) => ({
          ...one,
          value: isNothing(one.value) ? nothing(one.value) : printAny(one.value),
        }))
      : pairsOfList(node.items, desk, empty);
  return entries.length === 0 ? undefined : mapping(inOrder(entries, desk.target), node.span);
}

function pairsOfList(items: readonly TreeNode[], desk: Desk, empty: Pairs['empty']): readonly Entry[] {
  const entries = new Map<string, Entry>();
  items.forEach((one, index) => {
    const { key, value } = cutPair(printAny(one));
    const name = goText(key);
    if (empty === 'null' && /\p{White_Space}$/u.test(name)) blankAtEnd(one, key, at(desk, index));
    entries.set(name, entry(name, key.span, value ?? made(empty === 'null' ? null : '', key.span)));
  });
  return [...entries.values()];
}

function blankAtEnd(one: TreeNode, key: Scalar, desk: Desk): void {
  desk.faults.add({
    kind: 'refused',
    message: `the variable \`${goText(key)}\` has a space before its \`=\``,
    at: key.span,
    path: desk.path,
    words: { text: one.kind === 'scalar' ? goText(one) : '', key: goText(key) },
  });
}

/** A mapping of strings that Compose does not print otherwise: a number with a fraction or a boolean is refused. */
export const plainStrings: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind !== 'mapping') return cannot(node, desk, 'a mapping');
  const entries = asideExtensions(node).entries.flatMap((one) => {
    const value = textEvenEmpty(one.value, at(desk, one.key));
    return value === undefined ? [] : [{ ...one, value }];
  });
  return entries.length === 0 ? undefined : mapping(inOrder(entries, desk.target), node.span);
};

/** Options that may be given several times. */
export const manyOptions: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind !== 'mapping') return cannot(node, desk, 'a mapping');
  const entries = asideExtensions(node).entries.map((one) => {
    const items = one.value.kind === 'sequence' ? one.value.items : [one.value];
    return {
      ...one,
      value: sequence(
        items.map((each) => made(goPrint(each), each.span)),
        one.value.span,
      ),
    };
  });
  return entries.length === 0 ? undefined : mapping(inOrder(entries, desk.target), node.span);
};

/** `extra_hosts`, printed as a sorted list of `host=address`. */
export const hosts: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind === 'scalar') return cannot(node, desk, 'a list or a mapping');
  const addresses = node.kind === 'mapping' ? hostsOfMapping(node, desk) : hostsOfList(node.items, desk);
  const lines = addresses.flatMap<Scalar>(({ host, address, of }) => {
    const name = goText(host);
    if (name === '' || /[:=]/.test(name)) return badHost(of, name, desk);
    return [concat([host, made('=', host.span), bare(address)], of.span)];
  });
  const sorted = lines.sort((a, b) => (goText(a) < goText(b) ? -1 : 1));
  const some = node.kind === 'mapping' ? node.entries.length > 0 : lines.length > 0;
  return some ? sequence(sorted, node.span) : undefined;
};

type Host = { readonly host: Scalar; readonly address: Scalar; readonly of: TreeNode };

function hostsOfMapping(node: Mapping, desk: Desk): readonly Host[] {
  return asideExtensions(node).entries.flatMap<Host>((one) => {
    if (one.value.kind === 'mapping') return badHost(one.value, one.key, at(desk, one.key));
    const items = one.value.kind === 'sequence' ? one.value.items : [one.value];
    return items.map((each) => ({ host: made(one.key, one.keySpan), address: printAny(each), of: each }));
  });
}

function hostsOfList(items: readonly TreeNode[], desk: Desk): readonly Host[] {
  return items.flatMap<Host>((one, index) => {
    const line = printAny(one);
    const words = goText(line);
    const cut = [words.indexOf('='), words.indexOf(':')].find((place) => place >= 0);
    if (cut === undefined) return badHost(one, words, at(desk, index));
    const host = slice(line, 0, cut);
    const rest = slice(line, cut + 1, words.length);
    return splitAt(rest, ',').map((address) => ({ host, address, of: one }));
  });
}

function badHost(one: TreeNode, words: string, desk: Desk): readonly never[] {
  desk.faults.add({
    kind: 'refused',
    message: `\`${words}\` is no host with its address`,
    at: one.span,
    path: desk.path,
    words: { text: words },
  });
  return [];
}

/** An address without brackets around it. */
function bare(address: Scalar): Scalar {
  const words = goText(address);
  return words.length > 2 && words.startsWith('[') && words.endsWith(']')
    ? slice(address, 1, words.length - 1)
    : address;
}

function splitAt(node: Scalar, separator: string): readonly Scalar[] {
  let from = 0;
  return goText(node)
    .split(separator)
    .map((part) => {
      const cut = slice(node, from, from + part.length);
      from += part.length + 1;
      return cut;
    });
}

/** The mode of a file: a string is octal, a number is as it is; both are printed in octal. */
export const fileMode: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  const words = stringOf(node);
  if (words !== undefined) {
    if (!/^[-+]?[0-7]+$/.test(words)) return cannot(node, desk, 'an octal number');
    const sign = words.startsWith('-') ? -1 : 1;
    const mode = Number.parseInt(words.replace(/^[-+]/, ''), 8);
    return mode < 2 ** 63 ? made(octal(sign * mode), node.span) : cannot(node, desk, 'an octal number');
  }
  if (node.kind !== 'scalar' || !isWhole(node)) return cannot(node, desk, 'an octal number');
  return made(octal(Number(node.value)), node.span);
};

function octal(mode: number): string {
  return `0${mode.toString(8)}`;
}

/** A limit: one number, or two. */
export const ulimit: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind === 'scalar') {
    const value = numberIn(node);
    if (value === undefined) return cannot(node, desk, 'a whole number or a mapping');
    return value === 0 ? limits(undefined, undefined, node, desk) : node;
  }
  if (node.kind === 'sequence') return cannot(node, desk, 'a whole number or a mapping');
  const part = (key: string) => node.entries.find((one) => one.key === key);
  return limits(part('soft'), part('hard'), node, desk);
};

function limits(soft: Entry | undefined, hard: Entry | undefined, node: TreeNode, desk: Desk): Mapping {
  const { format } = desk.target;
  const entries = [['soft', soft] as const, ['hard', hard] as const].flatMap(([key, one]) => {
    const value = one === undefined ? undefined : whole(one.value, at(desk, key));
    if (value !== undefined) return [entry(key, one?.keySpan ?? node.span, value)];
    return format === 'yaml' ? [entry(key, node.span, made(0, node.span))] : [];
  });
  return entries.length === 0 ? emptyMapping(node) : mapping(entries, node.span);
}

/** `all` or a number of devices; `all` is printed as -1. */
export const deviceCount: Decoder = (node, desk) => {
  const words = stringOf(node);
  if (words?.toLowerCase() === 'all') return made(-1, node.span);
  if (node.kind === 'scalar' && node.kindOfValue === 'float') return cannot(node, desk, 'a whole number or `all`');
  return whole(node, desk);
};

/** Keys of ssh agents, as Compose lists them. */
export const sshKeys: Decoder = (node, desk) => {
  if (isNothing(node)) return undefined;
  if (node.kind !== 'mapping') return cannot(node, desk, 'a mapping');
  const keys = inOrder(asideExtensions(node).entries, desk.target).map((one) => {
    const path = isNothing(one.value) ? '' : goPrint(one.value);
    return made(path === '' ? one.key : `${one.key}: ${path}`, one.keySpan);
  });
  return keys.length === 0 ? undefined : sequence(keys, node.span);
};
