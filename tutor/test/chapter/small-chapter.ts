import type { Chapter, Step, StepCheck } from '../../src/core/step.ts';

/** A step of which a test names only what it is about. */
export function stepOf(number: number, id: string, parts: Partial<Step> = {}): Step {
  return {
    id,
    number,
    title: id,
    asks: id,
    achieved: id,
    needs: [],
    points: 1,
    judgedFrom: 'files',
    files: [],
    checks: [checkOf('there')],
    hints: ['1', '2', '3'],
    ...parts,
  };
}

/** A check called like its word. */
function checkOf(word: string): StepCheck {
  return { id: word, asserts: word, word, with: {}, needs: [], when: 'always' };
}

/** A chapter of these steps. */
export function chapterOf(steps: readonly Step[]): Chapter {
  const closing = { built: [], learnt: [], ahead: [] };
  return { id: 'small', title: 'Small', about: 'Small.', steps, roles: {}, closing };
}
