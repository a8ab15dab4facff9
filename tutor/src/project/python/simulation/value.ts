import type { BodyPattern } from '../answers.ts';
import { asText, isTrue } from '../evaluate.ts';
import type { Connection } from '../reading.ts';

/** What a name holds while a function is followed. Immutable: a list that grows is another list. */
export type Value =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  /** Texts with something between them that is not known. */
  | { readonly kind: 'pattern'; readonly texts: readonly string[] }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Value])[] }
  | { readonly kind: 'response'; readonly status: number; readonly body: BodyPattern }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string | undefined }
  | { readonly kind: 'exception'; readonly name: string; readonly message: string | undefined }
  /** Something that is there: a connection, a cursor, an engine. `lazy`: it connects when it is used. */
  | { readonly kind: 'thing'; readonly lazy?: Connection }
  | { readonly kind: 'unknown' };

/** A value that is not known. */
export const UNKNOWN: Value = { kind: 'unknown' };

/** Something that is there and says nothing more. */
export const THING: Value = { kind: 'thing' };

/** A known text, number, truth value, or None. */
export function constant(value: string | number | boolean | null): Value {
  return { kind: 'constant', value };
}

/** Python's truth of a value; undefined where it is not known. */
export function truthOf(of: Value): boolean | undefined {
  switch (of.kind) {
    case 'constant':
      return isTrue(of.value);
    case 'thing':
    case 'response':
    case 'redirect':
    case 'exception':
      return true;
    case 'tuple':
    case 'list':
      return of.items.length > 0;
    case 'map':
      return of.entries.length > 0;
    case 'pattern':
      return of.texts.some((text) => text !== '') ? true : undefined;
    case 'unknown':
      return undefined;
  }
}

/** What a comparison of two values gives, where that can be told. */
export function compared(a: Value, operator: string, b: Value): Value | undefined {
  if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') return ordered(a, operator, b);
  if (operator === 'in' || operator === 'not in') return contained(a, operator, b);
  const same = isSame(a, b);
  if (same === undefined) return undefined;
  if (operator === '==' || operator === 'is') return constant(same);
  return operator === '!=' || operator === 'is not' ? constant(!same) : undefined;
}

function isSame(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  const isNone = (one: Value) => one.kind === 'constant' && one.value === null;
  const oneIsNone = (isNone(b) && a.kind !== 'unknown') || (isNone(a) && b.kind !== 'unknown');
  return oneIsNone ? false : undefined;
}

function ordered(a: Value, operator: '<' | '>' | '<=' | '>=', b: Value): Value | undefined {
  if (a.kind !== 'constant' || b.kind !== 'constant') return undefined;
  const [x, y] = [a.value, b.value];
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  switch (operator) {
    case '<':
      return constant(x < y);
    case '>':
      return constant(x > y);
    case '<=':
      return constant(x <= y);
    case '>=':
      return constant(x >= y);
  }
}

function contained(a: Value, operator: 'in' | 'not in', b: Value): Value | undefined {
  if (a.kind !== 'constant') return undefined;
  let found: boolean | undefined;
  if (b.kind === 'map') found = b.entries.some(([key]) => key === a.value);
  else if (b.kind === 'constant' && typeof b.value === 'string') found = b.value.includes(asText(a.value));
  else if ((b.kind === 'list' || b.kind === 'tuple') && b.items.every((item) => item.kind === 'constant')) {
    found = b.items.some((item) => item.kind === 'constant' && item.value === a.value);
  }
  return found === undefined ? undefined : constant(found === (operator === 'in'));
}

/** Texts in a row; what is not known leaves a gap. */
export function joinTexts(parts: readonly Value[]): Value {
  const texts = [''];
  const append = (text: string) => {
    texts[texts.length - 1] = `${texts.at(-1) ?? ''}${text}`;
  };
  for (const part of parts) {
    if (part.kind === 'constant') append(asText(part.value));
    else if (part.kind === 'exception' && part.message !== undefined) append(part.message);
    else if (part.kind === 'pattern') {
      append(part.texts[0] ?? '');
      texts.push(...part.texts.slice(1));
    } else texts.push('');
  }
  return texts.length === 1 ? constant(texts[0] ?? '') : { kind: 'pattern', texts };
}

/** Whether a value is surely a text. */
export function isTextValue(one: Value): boolean {
  return one.kind === 'pattern' || (one.kind === 'constant' && typeof one.value === 'string');
}

/** The value of a key; undefined where the map has none. */
export function entryOf(map: Value & { kind: 'map' }, key: string): Value | undefined {
  return map.entries.find(([name]) => name === key)?.[1];
}

/** The map with a key set. */
export function withEntry(map: Value & { kind: 'map' }, key: string, to: Value): Value {
  return { kind: 'map', entries: [...map.entries.filter(([name]) => name !== key), [key, to]] };
}
