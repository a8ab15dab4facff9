import type { Step } from '../core/step.ts';
import type { CheckSeen, Model, Standing, StepSeen } from './model.ts';

/** The step at an index; the chapter has at least one. */
export function stepAt(model: Model, index: number): Step {
  const step = model.chapter.steps[index] ?? model.chapter.steps[0];
  if (step === undefined) throw new Error('a chapter has at least one step');
  return step;
}

export function currentStep(model: Model): Step {
  return stepAt(model, model.current);
}

export function seenOf(model: Model, step: string): StepSeen {
  return model.steps.find((seen) => seen.id === step) ?? { id: step, state: undefined, checks: [] };
}

export function hasPassed(model: Model, step: Step): boolean {
  return seenOf(model, step.id).state === 'passed';
}

/** Index of the first step still to pass; undefined when all have. */
export function firstOpen(model: Model): number | undefined {
  const index = model.chapter.steps.findIndex((step) => !hasPassed(model, step));
  return index < 0 ? undefined : index;
}

/** How a step stands. One that nobody has begun is `to do`, not `failed`. */
export function standingOf(model: Model, step: Step): Standing {
  const seen = seenOf(model, step.id);
  switch (seen.state) {
    case undefined:
      return 'to do';
    case 'passed':
      return 'passed';
    case 'blocked':
      return 'blocked';
    case 'skipped':
      return hasError(model, step) ? 'waiting' : 'to do';
    case 'failed':
      return isBegun(model, step) ? 'failed' : 'to do';
  }
}

function hasError(model: Model, step: Step): boolean {
  return model.diagnoses.some((one) => one.step === step.id && one.severity === 'error');
}

/**
 * Whether the learner has come to a step that fails. What an earlier step left there may pass a check of a later one,
 * so beyond the step at hand only a diagnosis tells; and that of the first open step speaks of what is not begun, too.
 */
function isBegun(model: Model, step: Step): boolean {
  if (model.progress.current === step.id) return true;
  const at = model.chapter.steps.indexOf(step);
  const isNext = firstOpen(model) === at;
  if (at > model.current) return hasError(model, step) && !isNext;
  // A learner who has opened no step yet has failed none.
  const tells = hasError(model, step) && !(isNext && model.progress.current === undefined);
  return tells || seenOf(model, step.id).checks.some((check) => check.state === 'passed');
}

/** How a check stands. */
export function standingOfCheck(check: CheckSeen): Standing {
  switch (check.state) {
    case undefined:
      return 'to do';
    case 'skipped':
      return 'waiting';
    default:
      return check.state;
  }
}

export function passedCount(model: Model): number {
  return model.chapter.steps.filter((step) => hasPassed(model, step)).length;
}

/** The rungs of the current step's ladder shown so far. */
export function rungsShown(model: Model, step: Step): number {
  return Math.min(model.progress.rungs[step.id] ?? 0, step.hints.length);
}

/** Rungs shown in the whole chapter. */
export function hintsTaken(model: Model): number {
  return model.chapter.steps.reduce((sum, step) => sum + rungsShown(model, step), 0);
}
