import { describe, expect, it } from 'vitest';
import type { DiagnosisResult, Result } from '../../src/core/result.ts';
import { applyEdits } from '../rules/apply-edits.ts';
import { type Files, judged } from '../rules/project.ts';
import { type CorpusEntry, filesOf, readCorpus } from './corpus.ts';

/** What the mend of each fault leaves behind: the fault itself, or a new one. */
describe('a mend leaves no error', () => {
  it.each(readCorpus('faults'))('$file: $name', async (one) => {
    const files = filesOf(one);
    const [first] = errors(await look(one, files));
    const fix = first?.fix;
    if (fix === undefined || fix.confidence === 'template') return;
    const mended = errors(await look(one, applyEdits(files, fix.edits)));
    expect(mended.map(({ rule, title }) => `${rule}: ${title}`)).toEqual([]);
  });
});

function look(one: CorpusEntry, files: Files): Promise<Result> {
  return judged(files, { environment: one.environment ?? {}, modes: one.modes ?? {} });
}

function errors({ diagnoses }: Result): readonly DiagnosisResult[] {
  return diagnoses.filter(({ severity }) => severity === 'error');
}
