import { describe, expect, it } from 'vitest';
import type { DiagnosisResult, Result } from '../../src/core/result.ts';
import { judged } from '../rules/project.ts';
import { type CorpusEntry, filesOf, readCorpus } from './corpus.ts';

const look = (one: CorpusEntry): Promise<Result> =>
  judged(filesOf(one), { environment: one.environment ?? {}, modes: one.modes ?? {} });
const errors = (result: Result): readonly DiagnosisResult[] =>
  result.diagnoses.filter((one) => one.severity === 'error');
const placed = ({ rule, primary }: DiagnosisResult) => ({
  rule,
  at: primary === undefined ? undefined : `${primary.file}:${primary.start.line}:${primary.start.column}`,
  text: primary?.text,
});

/** Compares what an entry names: a place or text that it leaves out is not looked at. */
function asExpected(found: readonly DiagnosisResult[], one: CorpusEntry): void {
  const named = found.map(placed).map((seen, at) => {
    const wanted = one.expect[at];
    return {
      rule: seen.rule,
      ...(wanted?.at === undefined ? {} : { at: seen.at }),
      ...(wanted?.text === undefined ? {} : { text: seen.text }),
    };
  });
  expect(named).toEqual(
    one.expect.map(({ rule, at, text }) => ({
      rule,
      ...(at === undefined ? {} : { at }),
      ...(text === undefined ? {} : { text }),
    })),
  );
}

describe('one mistake gives one error, at its place', () => {
  it.each(readCorpus('faults'))('$file: $name', async (one) => {
    const result = await look(one);
    asExpected(errors(result), one);
    const wanted = one.beside ?? [];
    const rules = wanted.map(({ rule }) => rule);
    const beside = result.diagnoses.filter(({ rule, severity }) => severity !== 'error' && rules.includes(rule));
    asExpected(beside, { ...one, expect: wanted });
  });
});

describe('two mistakes give two errors', () => {
  it.each(readCorpus('pairs'))('$file: $name', async (one) => {
    const found = errors(await look(one));
    const byRule = [...found].sort((a, b) => (a.rule < b.rule ? -1 : 1));
    asExpected(byRule, { ...one, expect: [...one.expect].sort((a, b) => (a.rule < b.rule ? -1 : 1)) });
  });
});

describe('a project that works is never called wrong', () => {
  it.each(readCorpus('working'))('$file: $name', async (one) => {
    const result = await look(one);
    expect(errors(result).map(placed)).toEqual([]);
    expect(result.steps.filter((step) => step.state === 'failed').map((step) => step.id)).toEqual([]);
  });
});
