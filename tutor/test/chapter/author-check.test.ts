import { describe, expect, test } from 'vitest';
import { authorCheck, type Judge } from '../../src/chapter/author-check.ts';
import type { VerdictState } from '../../src/core/result.ts';
import { chapterOf, stepOf } from './small-chapter.ts';

const chapter = chapterOf([
  stepOf(1, 'first', { files: ['a'] }),
  stepOf(2, 'second', { files: ['b'] }),
  stepOf(3, 'run', { judgedFrom: 'stack' }),
]);
const solutions = { starter: { a: '', b: '' }, bySteps: { first: { a: 'yes' }, second: { b: 'yes' } } };

/** Passes a step when its file says yes. */
const honest: Judge = async (files) => verdicts(files.a === 'yes', files.b === 'yes');

function verdicts(first: boolean, second: boolean, run = false): Record<string, VerdictState> {
  const state = (passed: boolean): VerdictState => (passed ? 'passed' : 'failed');
  return { first: state(first), second: state(second), run: run ? 'passed' : 'skipped' };
}

const sound = {
  chapter,
  solutions,
  words: ['there'],
  rules: [{ rule: 'a-missing', step: 'first', page: true }],
  judge: honest,
};

const failures = async (parts: Partial<typeof sound>) =>
  (await authorCheck({ ...sound, ...parts })).filter(({ held }) => !held).map(({ claim, seen }) => `${claim}: ${seen}`);

describe('a chapter is proved', () => {
  test('claim by claim', async () => {
    expect(await authorCheck(sound)).toEqual(
      [
        'every check word is there',
        'every rule has a page',
        'every rule names a step of the chapter',
        'the starter passes no step',
        'the solution of `first` passes it, all before it, and nothing after it',
        'the solution of `second` passes it, all before it, and nothing after it',
        'no file passes `run`, and its solution keeps what passed before',
      ].map((claim) => ({ claim, held: true })),
    );
  });

  test.each<[string, Partial<typeof sound>, readonly string[]]>([
    [
      'a starter that passes a step already',
      { judge: async (files) => verdicts(true, files.b === 'yes') },
      ['the starter passes no step: first passed'],
    ],
    [
      'a solution that does not pass its step',
      { judge: async (files) => verdicts(files.a === 'yes', false) },
      [
        'the solution of `second` passes it, all before it, and nothing after it: second did not pass',
        'no file passes `run`, and its solution keeps what passed before: second did not pass',
      ],
    ],
    [
      'a solution that passes more than its own',
      { judge: async (files) => verdicts(files.a === 'yes', files.a === 'yes') },
      ['the solution of `first` passes it, all before it, and nothing after it: second passed'],
    ],
    [
      'a step of the stack that files pass',
      { judge: async (files) => verdicts(files.a === 'yes', files.b === 'yes', files.b === 'yes') },
      [
        'the solution of `second` passes it, all before it, and nothing after it: run passed',
        'no file passes `run`, and its solution keeps what passed before: run passed',
      ],
    ],
    [
      'a word that is not there',
      { words: [] },
      ['every check word is there: lacking: there in first, there in second and there in run'],
    ],
    [
      'a rule without a page, of a step that is not there',
      { rules: [{ rule: 'b-missing', step: 'frist', page: false }] },
      ['every rule has a page: lacking: b-missing', 'every rule names a step of the chapter: not so: b-missing'],
    ],
  ])('and refuted by %s', async (_, parts, expected) => {
    expect(await failures(parts)).toEqual(expected);
  });
});
