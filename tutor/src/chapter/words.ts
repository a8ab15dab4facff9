import type { z } from 'zod';
import { type Predicate, predicate, valueAt } from './issue.ts';

/** A check word as the reader of a chapter knows it: its name, and what it says of parameters. */
export type KnownWord = {
  readonly word: string;
  /** What is wrong with the parameters a step gives it; empty where nothing is. */
  readonly faults: (parameters: unknown) => readonly ParameterFault[];
};

/** What is wrong with one parameter, and where in `with` it stands. */
export type ParameterFault = Predicate & { readonly path: readonly (string | number)[] };

/** A word whose parameters are described by a zod schema; none: it takes no parameters to judge here. */
export function knownWord(word: string, schema?: z.ZodType): KnownWord {
  return {
    word,
    faults(parameters) {
      const parsed = schema?.safeParse(parameters);
      if (!parsed || parsed.success) return [];
      return parsed.error.issues.map((issue) => ({
        path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
        ...predicate(issue, valueAt(parameters, issue.path)),
      }));
    },
  };
}
