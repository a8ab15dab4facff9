import { describe, expect, it } from 'vitest';
import { type CheckWord, failed, type Outcome, passed } from '../../src/core/check.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { type Judging, judge } from '../../src/core/judge.ts';
import { planSteps } from '../../src/core/plan.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { Chapter, Step } from '../../src/core/step.ts';

type Looked = Readonly<Record<string, Outcome>>;

/** A word that gives whatever the context says of it. */
const word: CheckWord<Looked> = {
  word: 'look',
  looksAt: 'files',
  run: (context, parameters) => context[(parameters as { readonly at: string }).at] ?? passed,
};

function step(id: string, more: Partial<Step> = {}): Step {
  const checks = more.checks ?? [
    { id: `${id}-a`, asserts: `${id} a`, word: 'look', with: { at: `${id}-a` }, needs: [] },
  ];
  return {
    id,
    number: 1,
    title: id,
    asks: id,
    achieved: id,
    needs: [],
    points: 1,
    judgedFrom: 'files',
    files: [],
    hints: [],
    ...more,
    checks,
  };
}

function rule(slug: string, where: Partial<Rule<Looked>>, ...diagnoses: readonly Diagnosis[]): Rule<Looked> {
  return { rule: slug, severity: 'error', step: 'a', explains: 'a-a', recognise: () => diagnoses, ...where };
}

function judging(
  steps: readonly Step[],
  context: Looked,
  more: Partial<Judging<Looked>> & { readonly named?: readonly string[] } = {},
) {
  const chapter: Chapter = { id: 'c', title: 'c', about: '', steps } as unknown as Chapter;
  const words = new Map([['look', word]]);
  return judge<Looked>({
    context,
    plan: planSteps(chapter, more.named ?? []),
    words,
    rules: [],
    engine: 'asked',
    proof: 'not-asked',
    now: () => 0,
    ...more,
  });
}

const wrong = failed({ title: 'wrong' });
const diagnosis: Diagnosis = { title: 'found', help: 'mend it' };
const states = (judged: ReturnType<typeof judging>) =>
  Object.fromEntries(judged.steps.map((one) => [one.id, one.state]));

describe('a step', () => {
  it('passes when every check does', () => {
    expect(states(judging([step('a')], {}))).toEqual({ a: 'passed' });
  });

  it('earns its share of points for the checks that pass, to two decimals', () => {
    const checks = ['x', 'y', 'z'].map((id) => ({ id, asserts: id, word: 'look', with: { at: id }, needs: [] }));
    const judged = judging([step('a', { checks, points: 2 })], { x: wrong });
    expect(judged.steps[0]).toMatchObject({ state: 'failed', points: 1.33, max: 2 });
  });

  it('waits for a step it needs, and says for which', () => {
    const judged = judging([step('a'), step('b', { needs: ['a'] })], { 'a-a': wrong });
    expect(states(judged)).toEqual({ a: 'failed', b: 'skipped' });
    expect(judged.steps[1]?.checks[0]).toMatchObject({ state: 'skipped', needs: 'step a' });
  });

  it('is blocked, not failed, when the machine cannot answer', () => {
    const blocked: Outcome = {
      state: 'blocked',
      by: { rule: 'docker-daemon-unreachable', title: 'no engine answers', help: 'start it' },
    };
    const judged = judging([step('a', { judgedFrom: 'stack' })], { 'a-a': blocked });
    expect(judged.steps[0]).toMatchObject({ state: 'blocked', points: 0, max: 1 });
  });

  it('of the stack counts for nothing while the engine is off, and is blocked when it was asked for alone', () => {
    const stack = step('a', { judgedFrom: 'stack' });
    expect(judging([stack], {}, { engine: 'off' }).steps[0]).toMatchObject({ state: 'skipped', points: 0, max: 0 });
    expect(judging([stack], {}, { engine: 'off', named: ['a'] }).steps[0]).toMatchObject({ state: 'blocked', max: 1 });
  });

  it('skips a check whose need did not pass', () => {
    const checks = [
      { id: 'x', asserts: 'the first', word: 'look', with: { at: 'x' }, needs: [] },
      { id: 'y', asserts: 'the second', word: 'look', with: { at: 'y' }, needs: ['x'] },
    ];
    const judged = judging([step('a', { checks })], { x: wrong });
    expect(judged.steps[0]?.checks.map(({ state, needs }) => [state, needs])).toEqual([
      ['failed', undefined],
      ['skipped', 'the first'],
    ]);
  });

  it('judges a check marked proved only when the proof is asked for', () => {
    const checks = [{ id: 'x', asserts: 'x', word: 'look', with: { at: 'x' }, needs: [], when: 'proved' as const }];
    expect(judging([step('a', { checks })], {}).steps[0]?.checks).toEqual([]);
    expect(judging([step('a', { checks })], {}, { proof: 'asked' }).steps[0]?.checks).toHaveLength(1);
  });
});

describe('a rule', () => {
  it('that recognises an error fails the check it explains, also where the check holds', () => {
    const judged = judging([step('a')], {}, { rules: [rule('r', {}, diagnosis)] });
    expect(judged.steps[0]?.checks[0]?.state).toBe('failed');
  });

  it('that warns fails nothing', () => {
    const judged = judging([step('a')], {}, { rules: [rule('r', { severity: 'warning' }, diagnosis)] });
    expect(states(judged)).toEqual({ a: 'passed' });
    expect(judged.diagnoses).toHaveLength(1);
  });

  it('of the machine blocks and never fails', () => {
    const judged = judging([step('a')], {}, { rules: [rule('r', { fault: 'machine' }, diagnosis)] });
    expect(judged.steps[0]?.state).not.toBe('failed');
  });

  it('is heard in a step that is skipped: a fault there is still found', () => {
    const rules = [rule('r', { step: 'b', explains: 'b-a' }, diagnosis)];
    const judged = judging([step('a'), step('b', { needs: ['a'] })], { 'a-a': wrong }, { rules });
    expect(states(judged)).toEqual({ a: 'failed', b: 'skipped' });
    expect(judged.diagnoses.map((one) => one.rule)).toEqual(['r']);
    expect(judged.steps[1]?.checks[0]?.state).toBe('failed');
  });

  it('about what is not begun is silent while an earlier step fails, and speaks once it passes', () => {
    const rules = [rule('r', { step: 'b', explains: 'b-a' }, { ...diagnosis, subject: 'absent' })];
    const steps = [step('a'), step('b')];
    expect(judging(steps, { 'a-a': wrong }, { rules }).diagnoses).toEqual([]);
    expect(judging(steps, {}, { rules }).diagnoses.map((one) => one.rule)).toEqual(['r']);
  });

  it('of a step that is not judged says nothing', () => {
    const judged = judging(
      [step('a'), step('b')],
      {},
      { rules: [rule('r', { step: 'b', explains: 'b-a' }, diagnosis)], named: ['a'] },
    );
    expect(judged.diagnoses).toEqual([]);
  });
});

describe('consequences', () => {
  const cause = rule('cause', {}, diagnosis);

  it('are folded under their cause', () => {
    const judged = judging([step('a')], {}, { rules: [rule('follows', { followsFrom: ['cause'] }, diagnosis), cause] });
    expect(judged.diagnoses.map((one) => [one.rule, one.consequences])).toEqual([['cause', ['follows']]]);
  });

  it('of consequences go to the root', () => {
    const rules = [
      rule('last', { followsFrom: ['middle'] }, diagnosis),
      rule('middle', { followsFrom: ['cause'] }, diagnosis),
      cause,
    ];
    const judged = judging([step('a')], {}, { rules });
    expect(judged.diagnoses.map((one) => [one.rule, [...one.consequences].sort()])).toEqual([
      ['cause', ['last', 'middle']],
    ]);
  });

  it('stand alone when their cause is not there', () => {
    const judged = judging([step('a')], {}, { rules: [rule('follows', { followsFrom: ['cause'] }, diagnosis)] });
    expect(judged.diagnoses.map((one) => one.rule)).toEqual(['follows']);
  });

  it('of any error in files are named by the word files', () => {
    const judged = judging(
      [step('a')],
      {},
      { rules: [rule('seen', { followsFrom: ['files'] }, { ...diagnosis, basis: 'observed' }), cause] },
    );
    expect(judged.diagnoses.map((one) => [one.rule, one.consequences])).toEqual([['cause', ['seen']]]);
  });

  it('that name each other stay two', () => {
    const rules = [rule('one', { followsFrom: ['two'] }, diagnosis), rule('two', { followsFrom: ['one'] }, diagnosis)];
    expect(judging([step('a')], {}, { rules }).diagnoses.map((one) => one.rule)).toEqual(['one', 'two']);
  });

  it('leave errors before warnings before advice, and the machine last among errors', () => {
    const rules = [
      rule('advice', { severity: 'advice' }, diagnosis),
      rule('machine', { fault: 'machine' }, diagnosis),
      rule('warning', { severity: 'warning' }, diagnosis),
      rule('error', {}, diagnosis),
    ];
    expect(judging([step('a')], {}, { rules }).diagnoses.map((one) => one.rule)).toEqual([
      'error',
      'machine',
      'warning',
      'advice',
    ]);
  });
});
