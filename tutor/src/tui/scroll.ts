import { hasLessonBeside } from './beside.ts';
import type { Key } from './keys.ts';
import { type Model, tell } from './model.ts';
import { besideWindow, type Window, windowOf } from './views/sheet.ts';

/** What scrolling keys do: move through the open text, or through the list of steps. Undefined for all other keys. */
export function scroll(model: Model, key: Key, times: number): Model | undefined {
  const shown = windowOf(model);
  const { pane } = model;
  if (shown !== undefined && pane !== undefined && pane.kind !== 'activity') {
    const top = movedTop(shown, key, times);
    if (top === undefined) return undefined;
    if (pane.kind !== 'logs') return { ...model, pane: { ...pane, top } };
    const isAtEnd = top >= shown.total - shown.height;
    return { ...model, pane: { kind: 'logs', top: isAtEnd ? undefined : top } };
  }
  if (shown !== undefined && pane === undefined) {
    const endTop = movedTop(shown, key, times);
    return endTop === undefined ? undefined : { ...model, endTop };
  }
  if (pane === undefined && model.base === 'home') return moveChoice(model, key, times);
  if (hasLessonBeside(model) && isScrollKey(key)) return scrollBeside(model, key, times);
  return isScrollKey(key) ? tell(model, 'everything is in view; press l for the lesson') : undefined;
}

function isScrollKey(key: Key): boolean {
  return movedTop({ top: 0, height: 1, total: 1 }, key, 1) !== undefined;
}

/** Where a key leads from what is in view, never past either end. */
function movedTop(shown: Window, key: Key, times: number): number | undefined {
  const last = Math.max(0, shown.total - shown.height);
  const page = Math.max(1, shown.height - 1);
  const to = (top: number): number => Math.max(0, Math.min(top, last));
  switch (key) {
    case 'down':
    case 'j':
      return to(shown.top + times);
    case 'up':
    case 'k':
      return to(shown.top - times);
    case 'space':
    case 'pageDown':
      return to(shown.top + page * times);
    case 'b':
    case 'pageUp':
      return to(shown.top - page * times);
    case 'home':
      return 0;
    case 'end':
      return last;
    default:
      return undefined;
  }
}

/** The lesson beside the step has the scrolling keys to itself: nothing else scrolls there. */
function scrollBeside(model: Model, key: Key, times: number): Model | undefined {
  const shown = besideWindow(model);
  const top = shown === undefined ? undefined : movedTop(shown, key, times);
  return top === undefined ? undefined : { ...model, beside: { ...model.beside, top } };
}

function moveChoice(model: Model, key: Key, times: number): Model | undefined {
  const top = movedTop({ top: model.chosen, height: 1, total: model.chapter.steps.length }, key, times);
  return top === undefined ? undefined : { ...model, chosen: top };
}
