import { z } from 'zod';
import { type Predicate, predicate, valueAt } from './issue.ts';

/** A check word as the reader of a chapter knows it: its name, and what it says of parameters. */
export type KnownWord = {
  readonly word: string;
  /** What is wrong with the parameters a step gives it; empty where nothing is. */
  readonly faults: (parameters: unknown) => readonly ParameterFault[];
};

/** What is wrong with one parameter, and where in `with` it stands. */
type ParameterFault = Predicate & { readonly path: readonly (string | number)[] };

/** The schema of a word's parameters. It is handed zod, so that a check that runs need not load it. */
export type ParametersSchema = (zod: typeof z) => z.ZodType;

/** A word with the schema of its parameters; without one it takes none. */
export function knownWord(word: string, parameters: ParametersSchema = (zod) => zod.strictObject({})): KnownWord {
  const schema = parameters(z);
  return {
    word,
    faults(given) {
      const parsed = schema.safeParse(given);
      if (parsed.success) return [];
      return parsed.error.issues.flatMap((issue) => {
        const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
        if (issue.code !== 'unrecognized_keys') return [{ path, ...predicate(issue, valueAt(given, issue.path)) }];
        return issue.keys.map((key) => ({ path: [...path, key], says: `is no parameter of \`${word}\`` }));
      });
    },
  };
}
