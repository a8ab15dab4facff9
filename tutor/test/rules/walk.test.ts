import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { filesFrom, judged } from './project.ts';

/** Rules that are told after each step, in their order: what the next step asks first, and nothing of the steps behind it. */
const TOLD: readonly (readonly [after: string, next: string, rules: readonly string[]])[] = [
  ['dockerfile', 'compose', ['compose-file-empty']],
  ['compose', 'web', ['web-port-unpublished', 'web-depends-on-missing', 'database-url-missing']],
  ['web', 'db', ['db-password-missing']],
  ['db', 'network', ['network-missing']],
  ['network', 'volume', ['volume-missing']],
];

describe('on the way through the chapter', () => {
  it.each(TOLD)('after %s the next thing is told, of %s', async (after, next, rules) => {
    const result = await judged(filesFrom(after));
    expect(errorsOf(result).map(({ rule, step }) => ({ rule, step }))).toEqual(
      rules.map((rule) => ({ rule, step: next })),
    );
  });

  it.each(['start', 'app'])('after %s nothing is told of later steps', async (after) => {
    const result = await judged(filesFrom(after));
    const next = chapter.steps[chapter.steps.findIndex((step) => step.id === after) + 1]?.id;
    expect([...new Set(errorsOf(result).map(({ step }) => step))].filter((step) => step !== next)).toEqual([]);
  });

  it('the finished project is given one advice and nothing else', async () => {
    const result = await judged(filesFrom(undefined));
    expect(result.diagnoses.map(({ rule, severity }) => ({ rule, severity }))).toEqual([
      { rule: 'hardcoded-credentials', severity: 'advice' },
    ]);
  });

  it('a fault in a step that waits is told all the same', async () => {
    const files = filesFrom(undefined);
    const broken = {
      ...files,
      'web/app.py': (files['web/app.py'] ?? '').replace('import os\n', 'import os(\n'),
      'compose.yaml': (files['compose.yaml'] ?? '').replace('user:password@db', 'user:passw0rd@db'),
    };
    const rules = errorsOf(await judged(broken)).map(({ rule }) => rule);
    expect(rules).toContain('database-url-wrong-password');
  });
});

function errorsOf(result: Result): Result['diagnoses'] {
  return result.diagnoses.filter(({ severity }) => severity === 'error');
}
