import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DiagnosisResult, Result } from '../../src/core/result.ts';
import { applyEdits } from '../rules/apply-edits.ts';
import { type Files, judged } from '../rules/project.ts';
import { type CorpusEntry, filesOf, readCorpus } from './corpus.ts';

const isFull = process.env.TUTOR_FULL === '1';
const seed = Number(process.env.TUTOR_SEED ?? 0);
/** Of all entries so many are looked at by `npm test`: other ones for each `TUTOR_SEED`. */
const SAMPLE = 250;

type Entry = CorpusEntry & { readonly file: string };

/** Second mistakes of the learner, which the first one rightly hid: what is left is a mistake of its own. */
const SECOND: Readonly<Record<string, { readonly leaves: readonly string[]; readonly because: string }>> = {
  'the password begins with an at sign': {
    leaves: ['database-url-wrong-password'],
    because: 'once it can be read it is another password than that of the address',
  },
  'the services stand at the left margin, as a first version of Compose had them': {
    leaves: ['network-missing'],
    because: 'a file of that time has no network of its own; the step that asks for one comes later',
  },
};

const entries: readonly Entry[] = (['faults', 'pairs', 'working'] as const).flatMap((corpus) => readCorpus(corpus));
const key = (one: Entry): string => createHash('sha1').update(`${seed} ${one.file} ${one.name}`).digest('hex');
const looked = isFull ? entries : [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, SAMPLE);

/** Each mend is made alone: what it was to mend is gone, and no error is there that was not there before. */
describe(`a mend leaves no error, and brings none (${isFull ? 'all' : `${SAMPLE} entries, seed ${seed}`})`, () => {
  it.each(looked)('$file: $name', async (one) => {
    const files = filesOf(one);
    const before = await look(one, files);
    const found: string[] = [];
    for (const diagnosis of before.diagnoses) found.push(...(await leftBy(one, files, before, diagnosis)));
    expect(found).toEqual([]);
  });

  it('lists no second mistake that is none', () => {
    const names = entries.map(({ name }) => name);
    expect(Object.keys(SECOND).filter((name) => !names.includes(name))).toEqual([]);
  });
});

/** What is wrong with the mend of a diagnosis; nothing where it has none that is applied. */
async function leftBy(
  one: Entry,
  files: Files,
  before: Result,
  diagnosis: DiagnosisResult,
): Promise<readonly string[]> {
  const { fix } = diagnosis;
  if (fix === undefined || fix.confidence === 'template') return [];
  const after = await look(one, applyEdits(files, fix.edits));
  const stays = timesOf(after, diagnosis) >= timesOf(before, diagnosis) ? [`is not gone: ${named(diagnosis)}`] : [];
  const were = new Set(errors(before).map(named));
  const leaves = SECOND[one.name]?.leaves ?? [];
  const brought = errors(after).filter(
    (error) =>
      !were.has(named(error)) && !leaves.includes(error.rule) && !isNextWork(one, after, diagnosis.step, error.step),
  );
  return [...stays, ...brought.map((error) => `${fix.title}: ${named(error)}`)];
}

/** On the way through the chapter a step that is mended brings the next one, which is not begun. */
function isNextWork({ from }: Entry, { steps }: Result, mended: string, told: string): boolean {
  const at = (id: string): number => steps.findIndex((step) => step.id === id);
  return from !== undefined && at(told) > at(mended);
}

function look(one: Entry, files: Files): Promise<Result> {
  return judged(files, { environment: one.environment ?? {}, modes: one.modes ?? {} });
}

function timesOf({ diagnoses }: Result, wanted: DiagnosisResult): number {
  return diagnoses.filter((one) => named(one) === named(wanted)).length;
}

function errors({ diagnoses }: Result): readonly DiagnosisResult[] {
  return diagnoses.filter(({ severity }) => severity === 'error');
}

function named({ rule, title }: DiagnosisResult): string {
  return `${rule}: ${title}`;
}
