import type { BodyPattern } from '../answers.ts';
import { asText, isTrue } from '../evaluate.ts';
import type { Connection } from '../reading.ts';

/** What a name holds while a function is followed. */
export type Value =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  /** Texts with something between them that is not known. */
  | { readonly kind: 'pattern'; readonly texts: readonly string[] }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'json'; readonly texts: readonly string[] }
  | { readonly kind: 'response'; readonly status: number; readonly body: BodyPattern }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string | undefined }
  /** Something that is there: a connection, a cursor, an engine. `lazy`: it connects when it is used. */
  | { readonly kind: 'thing'; readonly lazy?: Connection }
  | { readonly kind: 'unknown' };

/** A value that is not known. */
export const UNKNOWN: Value = { kind: 'unknown' };

/** Something that is there and says nothing more. */
export const THING: Value = { kind: 'thing' };

/** Python's truth of a value; undefined where it is not known. */
export function truthOf(of: Value): boolean | undefined {
  switch (of.kind) {
    case 'constant':
      return isTrue(of.value);
    case 'thing':
    case 'response':
    case 'redirect':
      return true;
    case 'tuple':
      return of.items.length > 0;
    case 'pattern':
    case 'json':
      return of.texts.some((text) => text !== '') ? true : undefined;
    case 'unknown':
      return undefined;
  }
}

/** What a comparison of two values gives, where that can be told. */
export function compared(a: Value, operator: string, b: Value): Value | undefined {
  const isNone = (one: Value) => one.kind === 'constant' && one.value === null;
  const same =
    a.kind === 'constant' && b.kind === 'constant'
      ? a.value === b.value
      : isNone(b) && a.kind !== 'unknown'
        ? false
        : undefined;
  if (same === undefined) return undefined;
  if (operator === '==' || operator === 'is') return { kind: 'constant', value: same };
  return operator === '!=' || operator === 'is not' ? { kind: 'constant', value: !same } : undefined;
}

/** Texts in a row; what is not known leaves a gap. */
export function joinTexts(parts: readonly Value[]): Value {
  const texts = [''];
  const append = (text: string) => {
    texts[texts.length - 1] = `${texts.at(-1) ?? ''}${text}`;
  };
  for (const part of parts) {
    if (part.kind === 'constant') append(asText(part.value));
    else if (part.kind === 'pattern') {
      append(part.texts[0] ?? '');
      texts.push(...part.texts.slice(1));
    } else texts.push('');
  }
  return texts.length === 1 ? { kind: 'constant', value: texts[0] ?? '' } : { kind: 'pattern', texts };
}

/** Whether a value is surely a text. */
export function isTextValue(one: Value): boolean {
  return one.kind === 'pattern' || (one.kind === 'constant' && typeof one.value === 'string');
}
