import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../../src/core/result.ts';
import { readCases } from '../../rules/case.ts';
import { edited, type Files, filesFrom, judged } from '../../rules/project.ts';
import { type CorpusEntry, filesOf, readCorpus } from '../corpus.ts';
import { digestOf } from './seen.ts';

/** Corpora that run on an engine. `cases` are the mistakes in the tables of the rules' own tests. */
export const LIVE_CORPORA = ['working', 'faults', 'pairs', 'cases'] as const;
export type LiveCorpus = (typeof LIVE_CORPORA)[number];

/** A project to run, and what is said of it. */
export type LiveEntry = {
  readonly corpus: LiveCorpus;
  readonly file: string;
  readonly name: string;
  readonly digest: string;
  readonly files: Files;
  readonly environment: Readonly<Record<string, string>>;
  readonly modes: Readonly<Record<string, 'executable' | 'plain'>>;
};

/** Every entry of a corpus that an engine can be asked about. */
export function liveEntries(corpus: LiveCorpus): readonly LiveEntry[] {
  return corpus === 'cases'
    ? entriesOfCases()
    : readCorpus(corpus).flatMap((one) => (one.lab === undefined ? [entryOf(corpus, one)] : []));
}

/** What the tutor makes of its files alone. */
export function judgedEntry({ files, environment, modes }: LiveEntry): Promise<Result> {
  return judged(files, { environment, modes });
}

function entryOf(corpus: LiveCorpus, one: CorpusEntry & { readonly file: string }): LiveEntry {
  const files = filesOf(one);
  const environment = one.environment ?? {};
  const { name, file } = one;
  return { corpus, file, name, digest: digestOf(files, environment), files, environment, modes: one.modes ?? {} };
}

const CASES = join(import.meta.dirname, '..', '..', 'rules', 'cases');

function entriesOfCases(): readonly LiveEntry[] {
  const all = readdirSync(CASES)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => entriesOfCase(file));
  // One project may stand in the tables of two rules.
  return [...new Map(all.map((one) => [one.digest, one])).values()];
}

function entriesOfCase(file: string): readonly LiveEntry[] {
  const { recognises } = readCases(readFileSync(join(CASES, file), 'utf8'));
  return recognises
    .filter((one) => one.observed === undefined && (one.severity === undefined || one.severity === 'error'))
    .map((one) => {
      const whole = { ...edited(filesFrom(one.from), one.edit ?? {}), ...one.files };
      const files = Object.fromEntries(
        Object.entries(whole).filter((pair): pair is [string, string] => pair[1] !== null),
      );
      const environment = one.environment ?? {};
      const modes = one.modes ?? {};
      const digest = digestOf(files, { ...environment, ...modes });
      return { corpus: 'cases', file: `cases/${file}`, name: one.name, digest, files, environment, modes };
    });
}
