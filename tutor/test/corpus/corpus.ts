import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { edited, type Files, filesFrom } from '../rules/project.ts';

/** What must be found: the rule, and where it points. */
export const expected = z.strictObject({ rule: z.string(), at: z.string().optional(), text: z.string().optional() });

/** What every entry begins from. */
export const start = {
  name: z.string().min(5),
  from: z.string().optional(),
  edit: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))).optional(),
  files: z.record(z.string(), z.string().nullable()).optional(),
};

const entry = z.strictObject({
  ...start,
  /** Variables of the caller's shell. */
  environment: z.record(z.string(), z.string()).optional(),
  /** Whether files may be run as programs, on a machine that has such permissions; of other files nothing is known. */
  modes: z.record(z.string(), z.enum(['executable', 'plain'])).optional(),
  /** Name of an entry of `working/` that it begins from, instead of the chapter's project. */
  like: z.string().optional(),
  expect: z.array(expected).default([]),
  /** Warnings and pieces of advice that have to stand there. */
  beside: z.array(expected).optional(),
  /** Why no engine of the lab can show it: its images are stand-ins. It is not run. */
  lab: z.string().optional(),
  forecast: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export type CorpusEntry = z.infer<typeof entry>;
export type Corpus = 'faults' | 'pairs' | 'working';

/** Every entry of a corpus with the file it stands in; throws with the place of what it cannot take. */
export function readCorpus(corpus: Corpus): readonly (CorpusEntry & { readonly file: string })[] {
  const folder = join(import.meta.dirname, corpus);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) =>
      z
        .array(entry)
        .parse(parse(readFileSync(join(folder, file), 'utf8')))
        .map((one) => ({ ...grown(one), file: `${corpus}/${file}` })),
    );
}

let working: ReadonlyMap<string, CorpusEntry> | undefined;

/** An entry that begins from one of `working/`, as one with whole files. */
function grown({ like, ...one }: CorpusEntry): CorpusEntry {
  if (like === undefined) return one;
  working ??= new Map(readCorpus('working').map((base) => [base.name, base]));
  const base = working.get(like);
  if (base === undefined) throw new Error(`${one.name}: no entry of working/ is called ${like}`);
  const { edit = {}, files, ...rest } = one;
  return { ...rest, like, from: 'none', files: { ...edited(filesOf(base), edit), ...files } };
}

/** The project of an entry. */
export function filesOf(one: CorpusEntry): Files {
  const whole = { ...edited(filesFrom(one.from), one.edit ?? {}), ...one.files };
  return Object.fromEntries(Object.entries(whole).filter((pair): pair is [string, string] => pair[1] !== null));
}
