import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { expected, filesOf, start } from './corpus.ts';

/** One thing that is done to a project or to the machine; its README says what each of them means. */
const action = z.union([
  z.string().min(3),
  z.strictObject({ edit: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))) }),
  z.strictObject({ files: z.record(z.string(), z.string().nullable()) }),
  z.strictObject({ start: z.string().min(3) }),
  z.strictObject({ wait: z.number().positive() }),
  z.strictObject({ until: z.string().min(3), in: z.string() }),
]);

const entry = z.strictObject({
  ...start,
  /** Done before the stack is started. */
  before: z.array(action).default([]),
  up: z.enum(['yes', 'no']).default('yes'),
  /** Done to the stack once it has settled. */
  do: z.array(action).default([]),
  /** What the tutor is asked at last. */
  ask: z.string().default('tutor check'),
  /** Variables of the shell that asks. */
  asking: z.record(z.string(), z.string()).optional(),
  /** Programs that stand first in that shell's PATH; their names stand in `asking` as `$PROGRAMS`. */
  programs: z.record(z.string(), z.string()).optional(),
  expect: z.array(expected),
  /** Warnings and pieces of advice that have to stand beside. */
  beside: z.array(z.string()).default([]),
  /** What has to stand in the evidence of the first: the answer of the engine, the page or the database, verbatim. */
  saw: z.array(z.string().min(2)),
  /** What follows from the first and is not told on its own. */
  folds: z.array(z.string()).optional(),
  /** `blocked` where the fault is the machine's. */
  state: z.enum(['failed', 'blocked', 'passed']).default('failed'),
});

export type RunningEntry = z.infer<typeof entry> & { readonly file: string };
export type Action = z.infer<typeof action>;

const FOLDER = join(import.meta.dirname, 'running');

/** Every fault of a running stack with the file it stands in; throws with the place of what it cannot take. */
export function readRunning(): readonly RunningEntry[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) =>
      z
        .array(entry)
        .parse(parse(readFileSync(join(FOLDER, file), 'utf8'), { merge: true }))
        .map((one) => ({ ...one, file: `running/${file}` })),
    );
}

/** The project as it is started first. */
export function firstFiles(one: RunningEntry) {
  const { name, from, edit, files } = one;
  return filesOf({
    name,
    ...(from === undefined ? {} : { from }),
    ...(edit === undefined ? {} : { edit }),
    ...(files === undefined ? {} : { files }),
    expect: [],
  });
}
