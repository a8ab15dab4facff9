import type { z } from 'zod';

/** A check word as the reader of a chapter knows it: its name, and what it says of parameters. */
export type KnownWord = {
  readonly word: string;
  /** What is wrong with the parameters a step gives it; empty where nothing is. */
  readonly faults: (parameters: unknown) => readonly ParameterFault[];
};

export type ParameterFault = {
  /** Within `with`. */
  readonly path: readonly (string | number)[];
  /** Lower case, no full stop. */
  readonly message: string;
};

/** A word whose parameters are described by a zod schema; none: it takes no parameters to judge here. */
export function knownWord(word: string, schema?: z.ZodType): KnownWord {
  return {
    word,
    faults(parameters) {
      const parsed = schema?.safeParse(parameters);
      if (!parsed || parsed.success) return [];
      return parsed.error.issues.map((issue) => ({
        path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
        message: issue.message.charAt(0).toLowerCase() + issue.message.slice(1),
      }));
    },
  };
}
