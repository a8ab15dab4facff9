import { describe, expect, it } from 'vitest';
import { type CheckWord, failed, passed } from '../../src/core/check.ts';
import type { RunEvent } from '../../src/core/events.ts';
import { type Run, run } from '../../src/core/run.ts';
import type { Chapter, Step } from '../../src/core/step.ts';

type Seen = { readonly page: 'not asked' | 'answers' };

const word: CheckWord<Seen> = {
  word: 'look',
  looksAt: 'files',
  run: ({ page }, parameters) => {
    if ((parameters as { readonly at: string }).at === 'file') return failed({ title: 'the file is empty' });
    return page === 'answers' ? passed : { state: 'skipped', needs: 'Docker' };
  },
};

function step(id: string, judgedFrom: Step['judgedFrom']): Step {
  return {
    id,
    number: 1,
    title: id,
    asks: id,
    achieved: id,
    needs: [],
    points: 1,
    judgedFrom,
    files: [],
    hints: [],
    checks: [{ id: 'a', asserts: id, word: 'look', with: { at: judgedFrom === 'files' ? 'file' : 'page' }, needs: [] }],
  };
}

function request(observe: Run<Seen>['observe']): Run<Seen> {
  const chapter = {
    id: 'c',
    title: 'c',
    about: '',
    steps: [step('files', 'files'), step('stack', 'stack')],
  } as unknown as Chapter;
  const around = { version: '0', chapter, composeFiles: [], engine: { mode: 'observed' }, textOf: () => '' } as const;
  return {
    chapter,
    steps: [],
    words: new Map([['look', word]]),
    rules: [
      {
        rule: 'file-empty',
        severity: 'error',
        step: 'files',
        explains: 'a',
        foretells: 'nothing',
        recognise: () => [{ title: 'nothing is in it', help: 'write something' }],
      },
    ],
    engine: 'asked',
    proof: 'not-asked',
    read: () => ({ page: 'not asked' }),
    observe,
    around: () => around,
    now: () => 0,
  };
}

describe('a run', () => {
  it('tells what the files say, and why, before the engine has answered', async () => {
    const told: RunEvent[] = [];
    let before: readonly RunEvent[] = [];
    await run(
      request(async () => {
        before = [...told];
        return { page: 'answers' };
      }),
      (event) => void told.push(event),
    );
    expect(before.map(({ kind }) => kind)).toEqual(['planned', 'checked', 'judged', 'diagnosed']);
    expect(before.at(-1)).toMatchObject({ diagnoses: [{ rule: 'file-empty', step: 'files' }] });
    expect(told.slice(before.length).map(({ kind }) => kind)).toEqual([
      'checked',
      'judged',
      'checked',
      'judged',
      'diagnosed',
      'finished',
    ]);
  });
});
