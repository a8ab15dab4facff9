import type { z } from 'zod';
import { nearest } from '../core/nearest.ts';

/** What a schema found, in our words: a predicate of the value, "is missing", and what to do. */
export type Predicate = { readonly says: string; readonly help?: string };

/** One zod issue as a predicate. `given` is what stands at its path. */
export function predicate(issue: z.core.$ZodIssue, given: unknown): Predicate {
  const missing = given === undefined || given === null;
  if (issue.code === 'invalid_type') {
    return {
      says: missing ? 'is missing' : `is ${kindOf(given)}; ${kindWords[issue.expected] ?? issue.expected} is wanted`,
    };
  }
  if (issue.code === 'invalid_value') {
    const wanted = issue.values.map(String);
    const close = nearest(String(given), wanted);
    const help = close ? `write "${close}"` : `write one of ${wanted.join(', ')}`;
    return { says: missing ? 'is missing' : `is "${String(given)}"`, help };
  }
  return { says: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) };
}

/** What stands at a path of a value. */
export function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  let value = whole;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

const kindWords: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function kindOf(value: unknown): string {
  if (typeof value === 'boolean') return String(value);
  return kindWords[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}
