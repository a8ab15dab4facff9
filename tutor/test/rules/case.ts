import { parse } from 'yaml';
import { z } from 'zod';

/**
 * Cases of one rule, as a stranger reads and writes them. Each begins from the finished project of the chapter
 * (or from the files that an earlier step ends with, or from nothing) and changes it.
 */
export type RuleCases = z.infer<typeof schema>;
export type RuleCase = z.infer<typeof oneCase>;

const oneCase = z.strictObject({
  /** What the learner did, in words. */
  name: z.string().min(3),
  /** Begin from the files after this step (`start`: the starter; `none`: no file). Default: the finished project. */
  from: z.string().optional(),
  /** Replacements by file: each pair is a text that must be there, and what takes its place. */
  edit: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))).optional(),
  /** Whole files; null removes one. */
  files: z.record(z.string(), z.string().nullable()).optional(),
  /** Whether files may be run as programs, on a machine that has such permissions; of other files nothing is known. */
  modes: z.record(z.string(), z.enum(['executable', 'plain'])).optional(),
  /** Variables of the caller's shell. */
  environment: z.record(z.string(), z.string()).optional(),
  /** What the engine said, laid over a healthy stack; for rules that look at the running stack. */
  observed: z.unknown().optional(),
  /** `file:line:column text`: where the diagnosis points and what it marks; `none` where it has no place. */
  primary: z.string().optional(),
  /** The same for its labels, in order. */
  labels: z.array(z.string()).optional(),
  /** Words that must stand in title, notes or help. */
  says: z.array(z.string()).optional(),
  severity: z.enum(['error', 'warning', 'advice']).optional(),
  /** Slugs folded under it. */
  consequences: z.array(z.string()).optional(),
  /** Other rules that are rightly found beside it; default none among the errors. */
  beside: z.array(z.string()).optional(),
  /** Second mistakes that the first one rightly hid, and that its fix lays open; default none. */
  leaves: z.array(z.string()).optional(),
  /** The fix, applied, leaves no error of this rule, and brings none of another. */
  fixed: z.enum(['certain', 'likely']).optional(),
});

const schema = z.strictObject({
  rule: z.string(),
  recognises: z.array(oneCase).min(1),
  ignores: z
    .array(
      z.strictObject({
        ...oneCase.pick({
          name: true,
          from: true,
          edit: true,
          files: true,
          modes: true,
          environment: true,
          observed: true,
          beside: true,
        }).shape,
        /** `works`: the project is right, so no rule finds an error. Default: only this rule stays silent. */
        because: z.enum(['works', 'other']).optional(),
      }),
    )
    .default([]),
});

/** Reads a file of cases; throws with the place of what it cannot take. */
export function readCases(text: string): RuleCases {
  return schema.parse(parse(text, { merge: true }));
}
