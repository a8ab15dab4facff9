import type { Model } from './model.ts';

/** Whether the lesson has room beside the step. */
export function isWide(model: Model): boolean {
  return model.size.columns >= WIDE_COLUMNS;
}

const WIDE_COLUMNS = 110;

export function hasLessonBeside(model: Model): boolean {
  return isWide(model) && model.base === 'step' && model.pane === undefined && model.beside.shown === 'shown';
}
