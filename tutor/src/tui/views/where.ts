import { isBusy, type Model } from '../model.ts';
import { apart, type Piece, piece, type Role, type Row, row, widthOf } from '../rows.ts';
import { currentStep, passedCount, standingOf } from '../steps.ts';
import { wholeTime } from './duration.ts';
import { mark, pointer } from './marks.ts';
import type { Window } from './sheet.ts';

/** Row 1: where I am in the chapter, and one word of state at the right. */
/** `shown`: what of a longer text is in view. */
export function whereRow(model: Model, shown: Window | undefined): Row {
  const right = rightOf(model, shown);
  const room = model.size.columns - widthOf(right) - EDGES_AND_GAP;
  const variants = isInStep(model) ? stepVariants(model) : chapterVariants(model);
  const left = variants.find((pieces) => widthOf(pieces) <= room) ?? variants.at(-1) ?? [];
  return apart({ pieces: left }, ...right);
}

/** One free cell at the right edge, two between left and right. */
const EDGES_AND_GAP = 3;
/** Below this, one manner for all views: what changes on a key should be what the key changed. */
const COMPACT_BELOW_COLUMNS = 60;
const NAME = piece('Compose tutor', 'strong');

function isInStep(model: Model): boolean {
  return model.base === 'step';
}

function stepVariants(model: Model): readonly (readonly Piece[])[] {
  const step = currentStep(model);
  const of = model.chapter.steps.length;
  const marks = marksOf(model);
  const title = paneTitle(model);
  const id = piece(step.id, 'strong');
  const at = model.current + 1;
  const roomy = [
    row(' ', NAME, '   ', ...marks, `   ${at} of ${of}   `, id, title).pieces,
    row(' ', ...marks, `   ${at} of ${of}   `, id, title).pieces,
  ];
  return [
    ...(model.size.columns < COMPACT_BELOW_COLUMNS ? [] : roomy),
    row(' ', ...marks, `  ${at}/${of} `, id, title).pieces,
    row(' ', ...marks, `  ${at}/${of} `, id).pieces,
    row(` ${at}/${of} `, id).pieces,
  ];
}

function chapterVariants(model: Model): readonly (readonly Piece[])[] {
  const { title, steps } = model.chapter;
  const passed = `${passedCount(model)}/${steps.length}`;
  const over = paneTitle(model);
  return [
    row(' ', NAME, `   ${title}`, over).pieces,
    row(' ', NAME, '   ', ...marksOf(model), over).pieces,
    row(' ', NAME, over).pieces,
    row(' ', ...marksOf(model)).pieces,
    row(` ${passed}`).pieces,
  ];
}

function marksOf(model: Model): readonly Piece[] {
  return model.chapter.steps.map((step, at) =>
    isInStep(model) && at === model.current ? pointer : mark(standingOf(model, step)),
  );
}

/** What lies over the step: `· lesson`. */
function paneTitle(model: Model): Piece {
  const names = { hints: 'hints', lesson: 'lesson', diff: 'solution', stack: 'stack', help: 'keys', logs: 'logs' };
  const { pane } = model;
  // A question lies over what was open.
  if (pane === undefined || model.asking !== undefined) return piece('');
  if (pane.kind === 'explain') return piece(' · explain', 'muted');
  if (pane.kind === 'activity') return piece(model.activity === undefined ? '' : ` · ${model.activity.kind}`, 'muted');
  return piece(` · ${names[pane.kind]}`, 'muted');
}

function rightOf(model: Model, shown: Window | undefined): readonly Piece[] {
  const scrolled =
    shown === undefined || shown.total <= shown.height
      ? []
      : [piece(`${shown.top + 1}–${Math.min(shown.total, shown.top + shown.height)}/${shown.total}   `, 'muted')];
  const isQuiet = stateWord(model).role === 'muted';
  const isNarrow = model.size.columns < COMPACT_BELOW_COLUMNS;
  return scrolled.length > 0 && isQuiet && isNarrow
    ? scrolled.map((one) => ({ ...one, text: one.text.trimEnd() }))
    : [...scrolled, stateWord(model)];
}

/** One word of state: what the program does for me right now. */
function stateWord(model: Model): Piece {
  const { activity } = model;
  if (activity !== undefined && isBusy(model)) {
    return piece(`${activity.kind} · ${wholeTime(model.now - activity.since)}`, 'accent');
  }
  if (model.look?.pace === 'slow') return piece('checking', 'accent');
  if (model.engineGone === 'gone') return piece('engine gone', 'warn');
  const quiet: Role = 'muted';
  return piece(model.watch, quiet);
}
