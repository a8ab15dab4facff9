import { hasLessonBeside } from '../beside.ts';
import { type Action, bindingFor } from '../keys.ts';
import { isBusy, type Model, type Pane } from '../model.ts';
import { type Piece, piece, type Row, row, widthOf } from '../rows.ts';
import { spokenDiagnosis } from '../spoken-diagnosis.ts';
import { currentStep, hasPassed, rungsShown, seenOf } from '../steps.ts';
import { yesLabel } from './confirm.ts';
import type { Window } from './sheet.ts';

/** A key in the footer: how it is written, what it does, longest wording first. */
type Offer = { readonly shown: string; readonly label: readonly [string, ...string[]] };

/** The last row: keys that do something now, most likely first. Narrow screens lose them from the right; `?` and the first stay. */
export function footerRow(model: Model, shown: Window | undefined): Row {
  const offers = offersOf(model, shown);
  const room = model.size.columns - 1;
  const whole = cutOffers(offers, room, WIDE);
  if (whole.length >= Math.min(offers.length, ENOUGH_OFFERS)) return { pieces: lay(whole, WIDE) };
  return { pieces: lay(cutOffers(offers, room, NARROW), NARROW) };
}

/** So many keys are worth their full wording; where it leaves room for fewer, all wordings are short. */
const ENOUGH_OFFERS = 5;

type Wording = { readonly gap: number; readonly label: 'long' | 'short' };
const WIDE: Wording = { gap: 3, label: 'long' };
const NARROW: Wording = { gap: 2, label: 'short' };

function lay(offers: readonly Offer[], wording: Wording): readonly Piece[] {
  return offers.flatMap((offer, at) => {
    const label = wording.label === 'long' ? offer.label[0] : (offer.label.at(-1) ?? offer.label[0]);
    return row(at === 0 ? ' ' : ' '.repeat(wording.gap), piece(offer.shown, 'accent'), ` ${label}`).pieces;
  });
}

/** Takes keys away from the right, sparing the first and `?`, until the rest fits. */
function cutOffers(offers: readonly Offer[], room: number, wording: Wording): readonly Offer[] {
  let kept = offers;
  while (widthOf(lay(kept, wording)) > room) {
    const at = kept.findLastIndex((offer, index) => index > 0 && offer.shown !== '?');
    if (at < 0) return kept;
    kept = kept.filter((_, index) => index !== at);
  }
  return kept;
}

function offersOf(model: Model, shown: Window | undefined): readonly Offer[] {
  const { asking, pane } = model;
  if (asking !== undefined) {
    return [
      { shown: 'enter', label: ['no, change nothing', 'no'] },
      { shown: 'y', label: yesLabel(asking) },
    ];
  }
  const actions = offeredActions(model).filter((action) => bindingFor(action).refuses(model) === undefined);
  const offers = actions.map((action): Offer => {
    const binding = bindingFor(action);
    return { shown: binding.shown, label: binding.label(model) };
  });
  if (pane !== undefined) return [...paneOffers(pane, shown), ...offers];
  if (shown !== undefined) return [...offers.slice(0, 1), ...scrollOffers(shown), ...offers.slice(1)];
  if (model.base === 'home') return [...offers.slice(0, 1), { shown: '↑↓', label: ['choose'] }, ...offers.slice(1)];
  if (hasLessonBeside(model)) return [...offers.slice(0, 2), { shown: '↑↓', label: ['scroll it'] }, ...offers.slice(2)];
  if (model.base === 'starter') return [{ shown: 'enter', label: ['write them'] }, ...offers];
  return offers;
}

/** Scrolling, where there is more to see, and the key that closes. */
function paneOffers(pane: Pane, shown: Window | undefined): readonly Offer[] {
  return [...scrollOffers(shown), ...closeOffers(pane)];
}

function scrollOffers(shown: Window | undefined): readonly Offer[] {
  return shown !== undefined && shown.total > shown.height ? [{ shown: '↑↓', label: ['scroll'] }] : [];
}

function closeOffers(pane: Pane): readonly Offer[] {
  const close = (shown: string): readonly Offer[] => [{ shown, label: ['back'] }];
  switch (pane.kind) {
    case 'hints':
      return [];
    case 'lesson':
      return close('l');
    case 'explain':
      return close('e');
    case 'diff':
      return close('s');
    case 'stack':
      return close('g');
    case 'logs':
      return close('t');
    case 'help':
      return close('?');
    case 'activity':
      return [];
  }
}

/** What fits the moment, most likely first; keys that would do nothing are taken out afterwards. */
function offeredActions(model: Model): readonly Action[] {
  if (model.pane !== undefined) return offeredOverPane(model, model.pane);
  switch (model.base) {
    case 'starter':
      return ['quit'];
    case 'home':
      return ['open step', 'lesson', 'stack', 'up', 'help', 'quit'];
    case 'end':
      return ['quit', 'previous', 'home', 'stack', 'help'];
    case 'step':
      return offeredInStep(model);
  }
}

function offeredOverPane(model: Model, pane: Pane): readonly Action[] {
  const next: readonly Action[] = model.base === 'step' && hasPassed(model, currentStep(model)) ? ['next'] : [];
  switch (pane.kind) {
    case 'hints':
      return [...next, ...moreHints(model), 'open step', 'fix', 'compare', 'editor', 'lesson', 'help', 'quit'];
    case 'activity':
      return isBusy(model)
        ? ['cancel', 'open step', 'logs', 'stack', 'help', 'quit']
        : [...next, 'open step', 'logs', 'stack', 'explain', 'help', 'quit'];
    case 'stack':
      return [...next, 'editor', 'explain', 'up', 'logs', 'help', 'quit'];
    case 'diff':
      return [...next, 'editor', 'help', 'quit'];
    case 'lesson':
      return [...next, 'hint', 'editor', 'help', 'quit'];
    case 'help':
      return ['quit'];
    case 'explain':
    case 'logs':
      return [...next, 'editor', 'stack', 'help', 'quit'];
  }
}

/** After the last rung `h` closes, and so does enter: one of the two is enough to name. */
function moreHints(model: Model): readonly Action[] {
  const step = currentStep(model);
  return rungsShown(model, step) < step.hints.length ? ['hint'] : [];
}

function offeredInStep(model: Model): readonly Action[] {
  const step = currentStep(model);
  if (isBusy(model)) return ['cancel', model.activity?.kind ?? 'up', 'logs', 'stack', 'help', 'quit'];
  if (hasPassed(model, step)) {
    if (spokenDiagnosis(model)?.severity === 'error')
      return ['editor', 'explain', 'fix', 'next', 'compare', 'stack', 'help', 'quit'];
    return ['next', 'compare', 'stack', 'lesson', 'help', 'quit', 'up', 'home'];
  }
  if (step.judgedFrom === 'files' || seenOf(model, step.id).state === 'skipped') {
    return ['hint', 'fix', 'lesson', 'editor', 'explain', 'stack', 'help', 'quit'];
  }
  const isLast = model.chapter.steps.at(-1)?.id === step.id;
  return [isLast ? 'down' : 'up', 'hint', 'fix', 'logs', 'lesson', 'explain', 'stack', 'help', 'quit'];
}
