import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { resultJsonSchema, resultSchema } from '../../src/adapters/result-schema.ts';
import type { Result } from '../../src/core/result.ts';
import * as samples from '../reporters/samples.ts';

const results: readonly (readonly [string, Result])[] = [
  ['wrongPassword', samples.wrongPassword],
  ['filesPassed', samples.filesPassed],
  ['allPassed', samples.allPassed],
  ['blocked', samples.blocked],
  ['unknownCause', samples.unknownCause],
  ['withStack', { ...samples.allPassed, stack: samples.stack }],
];

/** A type with `readonly` taken off everywhere, so that lists compare; `Required` also drops every `?`. */
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;
type DeepRequired<T> = T extends readonly (infer Item)[]
  ? DeepRequired<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]-?: DeepRequired<T[Key]> }
    : T;

describe('the schema of a result', () => {
  test('has every key of the type and no other, as optional as there', () => {
    type Parsed = z.output<typeof resultSchema>;
    expectTypeOf<Mutable<Result>>().toExtend<Parsed>();
    expectTypeOf<Parsed>().toExtend<Result>();
    expectTypeOf<DeepRequired<Result>>().toExtend<DeepRequired<Parsed>>();
    expectTypeOf<DeepRequired<Parsed>>().toExtend<DeepRequired<Result>>();
    // @ts-expect-error a key that only the type has would be noticed
    expectTypeOf<DeepRequired<Parsed>>().toExtend<DeepRequired<Result & { readonly later?: string }>>();
  });

  for (const [name, result] of results) {
    test(`takes ${name} and gives it back unchanged, from JSON too`, () => {
      expect(resultSchema.parse(result)).toEqual(result);
      expect(resultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    });
  }

  test('refuses a state that there is none of, and says where it stands', () => {
    const [first, ...rest] = samples.blocked.steps;
    const wrong = resultSchema.safeParse({ ...samples.blocked, steps: [{ ...first, state: 'fine' }, ...rest] });
    expect(wrong.error?.issues.map(({ path }) => path)).toEqual([['steps', 0, 'state']]);
  });

  test('lets keys of a later version through', () => {
    expect(resultSchema.parse({ ...samples.blocked, laterKey: 1 })).toEqual(samples.blocked);
  });
});

describe('the published JSON Schema', () => {
  const validate = new Ajv2020({ strict: true }).compile(resultJsonSchema());

  for (const [name, result] of results) {
    test(`takes ${name}`, () => {
      validate(JSON.parse(JSON.stringify(result)));
      expect(validate.errors).toBeNull();
    });
  }

  test('takes keys of a later version and refuses another schema', () => {
    expect(validate({ ...samples.blocked, laterKey: 1 })).toBe(true);
    expect(validate({ ...samples.blocked, schema: 'compose-tutor/result/v2' })).toBe(false);
    expect(validate({ ...samples.blocked, score: { points: '7', max: 9 } })).toBe(false);
  });
});
