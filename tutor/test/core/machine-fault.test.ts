import { describe, expect, it } from 'vitest';
import { type CheckWord, failed, type Outcome, passed } from '../../src/core/check.ts';
import { judge } from '../../src/core/judge.ts';
import { planSteps } from '../../src/core/plan.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { Chapter } from '../../src/core/step.ts';

type Looked = Readonly<Record<string, Outcome>>;

const word: CheckWord<Looked> = {
  word: 'look',
  looksAt: 'stack',
  run: (context, parameters) => context[(parameters as { readonly at: string }).at] ?? passed,
};

const step = (id: string, judgedFrom: 'files' | 'stack', needs: readonly string[]) => ({
  id,
  judgedFrom,
  needs,
  points: 1,
  checks: [{ id: `${id}-a`, asserts: id, word: 'look', with: { at: id }, needs: [] }],
});

const chapter = {
  id: 'c',
  steps: [step('app', 'files', []), step('deploy', 'stack', ['app']), step('teardown', 'stack', ['deploy'])],
} as unknown as Chapter;

const rule = (slug: string, more: Partial<Rule<Looked>> = {}): Rule<Looked> => ({
  rule: slug,
  severity: 'error',
  step: 'deploy',
  explains: 'deploy-a',
  recognise: () => [{ title: slug, help: 'mend it', basis: 'observed' }],
  ...more,
});

const lack = rule('disk-full', { fault: 'machine' });
const wrong = failed({ title: 'wrong' });

function judged(context: Looked, rules: readonly Rule<Looked>[], named: readonly string[] = []) {
  const { steps, diagnoses } = judge({
    context,
    plan: planSteps(chapter, named),
    words: new Map([['look', word]]),
    rules,
    engine: 'asked',
    proof: 'not-asked',
    now: () => 0,
  });
  return {
    states: Object.fromEntries(steps.map((one) => [one.id, one.state])),
    checks: Object.fromEntries(steps.map((one) => [one.id, one.checks[0]?.state])),
    diagnoses: diagnoses.map((one) => `${one.rule} in ${one.step}`),
    needs: steps.find((one) => one.id === 'deploy')?.checks[0]?.needs,
  };
}

describe('a lack of the machine', () => {
  it('blocks what it made fail, and what needs that', () => {
    expect(judged({ deploy: wrong }, [lack])).toEqual({
      states: { app: 'passed', deploy: 'blocked', teardown: 'blocked' },
      checks: { app: 'passed', deploy: 'blocked', teardown: 'passed' },
      diagnoses: ['disk-full in deploy'],
      needs: 'disk-full',
    });
  });

  it('takes the blame for what merely follows from it', () => {
    const follows = rule('service-exited', { followsFrom: ['disk-full'] });
    expect(judged({ deploy: wrong }, [lack, follows]).states.deploy).toBe('blocked');
  });

  it("leaves a mistake of the learner's a mistake", () => {
    expect(judged({ deploy: wrong }, [lack, rule('wrong-password')])).toMatchObject({
      states: { deploy: 'failed' },
      diagnoses: ['wrong-password in deploy', 'disk-full in deploy'],
    });
  });

  it('is told beside work that comes first, on a blocked check of a step that waits', () => {
    expect(judged({ app: wrong }, [lack])).toMatchObject({
      states: { app: 'failed', deploy: 'skipped' },
      checks: { deploy: 'blocked' },
      diagnoses: ['disk-full in deploy'],
    });
  });

  it('belongs to the first stack step that is judged', () => {
    expect(judged({}, [lack], ['teardown']).diagnoses).toEqual(['disk-full in teardown']);
  });
});

describe('what is not begun', () => {
  it('leaves its check waiting while an earlier step fails', () => {
    const later = rule('stack-still-running', {
      step: 'teardown',
      explains: 'teardown-a',
      recognise: () => [{ title: 'later', help: 'mend it', subject: 'absent' }],
    });
    expect(judged({ deploy: wrong }, [later])).toMatchObject({
      checks: { teardown: 'skipped' },
      diagnoses: [],
    });
    expect(judged({ deploy: wrong }, [later, lack]).diagnoses).toEqual(['disk-full in deploy']);
  });
});
