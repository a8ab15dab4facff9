import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/core/place.ts';
import type { DiagnosisResult, Result } from '../../src/core/result.ts';
import { rules } from '../../src/generated/rules.ts';
import { applyEdits } from './apply-edits.ts';
import { type RuleCase, readCases } from './case.ts';
import { observedFrom } from './healthy.ts';
import { edited, type Files, filesFrom, judged } from './project.ts';

const FOLDER = join(import.meta.dirname, 'cases');
const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .sort();

for (const file of files) {
  const { rule, recognises, ignores } = readCases(readFileSync(join(FOLDER, file), 'utf8'));
  describe(rule, () => {
    it('has its cases in a file of its name', () => {
      expect(basename(file, '.yaml')).toBe(rule);
    });
    it.each(recognises)('recognises: $name', async (one) => {
      const result = await judgeCase(one);
      const found = result.diagnoses.filter((diagnosis) => diagnosis.rule === rule);
      expect(found.length, `found instead: ${summary(result)}`).toBeGreaterThan(0);
      expectAsWritten(one, found[0] as DiagnosisResult, result, rule);
      await expectFixed(one, found[0] as DiagnosisResult, result);
    });
    it.each(ignores)('ignores: $name', async (one) => {
      const result = await judgeCase(one);
      const found = result.diagnoses.filter((diagnosis) => diagnosis.rule === rule);
      expect(found.map((diagnosis) => diagnosis.title)).toEqual([]);
      if (one.because === 'works') expect(errors(result)).toEqual([]);
    });
  });
}

describe('every rule', () => {
  it.each(rules.map((one) => one.rule))('%s has a file of cases', (rule) => {
    expect(files).toContain(`${rule}.yaml`);
  });
});

type Start = Pick<RuleCase, 'from' | 'edit' | 'files' | 'modes' | 'environment' | 'observed'>;

function caseFiles(one: Start): Files {
  const start = edited(filesFrom(one.from), one.edit ?? {});
  const whole = Object.entries({ ...start, ...one.files }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return Object.fromEntries(whole);
}

async function judgeCase(one: Start): Promise<Result> {
  return judged(caseFiles(one), {
    environment: one.environment ?? {},
    ...(one.modes === undefined ? {} : { modes: one.modes }),
    ...(one.observed === undefined ? {} : { observed: observedFrom(one.observed) }),
  });
}

/** A case claims what it names and nothing more; beside it no other error may stand that it does not name. */
function expectAsWritten(one: RuleCase, found: DiagnosisResult, result: Result, rule: string): void {
  if (one.primary !== undefined) expect(placed(found.primary)).toBe(one.primary);
  if (one.labels !== undefined) expect(found.labels.map(placed)).toEqual(one.labels);
  if (one.severity !== undefined) expect(found.severity).toBe(one.severity);
  if (one.consequences !== undefined) expect([...found.consequences].sort()).toEqual([...one.consequences].sort());
  const text = [found.title, ...found.notes, found.help].join('\n');
  for (const words of one.says ?? []) expect(text).toContain(words);
  const beside = result.diagnoses.filter(
    (other) => other.severity === 'error' && other.rule !== rule && !(one.beside ?? []).includes(other.rule),
  );
  expect(beside.map((other) => `${other.rule}: ${other.title}`)).toEqual([]);
  if (found.severity !== 'error') return;
  const check = result.steps
    .find((step) => step.id === found.step)
    ?.checks.find((candidate) => candidate.id === found.check);
  expect(['failed', 'blocked']).toContain(check?.state);
}

/** A fix that is applied clears the first diagnosis of the rule, whatever its severity, and brings no error that was not there before. */
async function expectFixed(one: RuleCase, { fix, rule }: DiagnosisResult, before: Result): Promise<void> {
  if (one.fixed !== undefined) expect(fix?.confidence).toBe(one.fixed);
  // What was seen of a running stack is not what the mended files would make of it.
  if (fix === undefined || fix.confidence === 'template' || (one.observed !== undefined && one.fixed === undefined))
    return;
  const mended = await judged(applyEdits(caseFiles(one), fix.edits), {
    environment: one.environment ?? {},
    ...(one.modes === undefined ? {} : { modes: one.modes }),
  });
  const left = (result: Result) => result.diagnoses.filter((diagnosis) => diagnosis.rule === rule);
  if (one.fixed !== undefined) expect(left(mended).map((diagnosis) => diagnosis.title)).toEqual([]);
  else expect(left(mended).length).toBeLessThan(left(before).length);
  const leaves = one.leaves ?? [];
  const brought = mended.diagnoses.filter((diagnosis) => !leaves.includes(diagnosis.rule));
  const were = errors(before);
  expect(errors({ ...mended, diagnoses: brought }).filter((error) => !were.includes(error))).toEqual([]);
}

function placed(place: Place | undefined): string {
  return place === undefined ? 'none' : `${place.file}:${place.start.line}:${place.start.column} ${place.text}`;
}

function errors(result: Result): readonly string[] {
  return result.diagnoses
    .filter((diagnosis) => diagnosis.severity === 'error')
    .map((diagnosis) => `${diagnosis.rule}: ${diagnosis.title}`);
}

function summary(result: Result): string {
  return (
    result.diagnoses.map((diagnosis) => `${diagnosis.rule} at ${placed(diagnosis.primary)}`).join('; ') || 'nothing'
  );
}
