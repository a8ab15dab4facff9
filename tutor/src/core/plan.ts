import type { Chapter, Step } from './step.ts';

/** A step as it will be judged: which of its checks, in order. */
export type Planned = { readonly step: Step; readonly asked: 'named' | 'all' | 'needed' };

/**
 * The steps to judge: the named ones and the file steps that they need, in the chapter's order; all where none is named.
 * Named alone, a step is judged without the stack steps before it (contract, *check STEP…*).
 */
export function planSteps(chapter: Chapter, named: readonly string[]): readonly Planned[] {
  if (named.length === 0) return chapter.steps.map((step) => ({ step, asked: 'all' }));
  const wanted = new Set<string>();
  const want = (id: string): void => {
    const step = chapter.steps.find((candidate) => candidate.id === id);
    if (step === undefined || wanted.has(id)) return;
    if (step.judgedFrom === 'stack' && !named.includes(id)) return;
    wanted.add(id);
    if (step.judgedFrom === 'files' || id !== step.needs.at(-1)) step.needs.forEach(want);
  };
  named.forEach(want);
  return chapter.steps
    .filter((step) => wanted.has(step.id))
    .map((step) => ({ step, asked: named.includes(step.id) ? 'named' : 'needed' }));
}
