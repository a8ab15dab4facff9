import type { Step } from '../../core/step.ts';
import { cellsOf } from '../cells.ts';
import { nextIndex } from '../keys.ts';
import { isBusy, type Model } from '../model.ts';
import { indent, piece, type Row, row, wrap } from '../rows.ts';
import { spokenDiagnosis } from '../spoken-diagnosis.ts';
import { currentStep, firstOpen, hasPassed, seenOf, standingOf, stepAt } from '../steps.ts';
import { spellText } from '../theme.ts';

/** The one thing to do now, always right above the keys; an answer that is longer than a row begins further up. */
export function nextRows(model: Model): readonly Row[] {
  const room = model.size.columns - NEXT_CELLS - 1;
  const variants = sayNext(model).map((sentence) => spellText(sentence, model.theme));
  const shown = variants.find((sentence) => cellsOf(sentence) <= room) ?? variants.at(-1) ?? '';
  if (model.size.rows < TALL_ENOUGH_ROWS) return [row(...NEXT.pieces, shown)];
  return wrap([piece(shown)], room).map((line, at) =>
    at === 0 ? row(...NEXT.pieces, ...line.pieces) : indent(NEXT_CELLS, line),
  );
}

/** On lower screens one row is all that `next` gets. */
const TALL_ENOUGH_ROWS = 12;
const NEXT = row(' ', piece('next', 'accent'), '  ');
const NEXT_CELLS = 7;

/** What to do now, longest wording first. */
export function sayNext(model: Model): readonly [string, ...string[]] {
  if (model.asking !== undefined) return ['press y to go ahead; enter changes nothing', 'y goes ahead; enter does not'];
  if (model.notice !== undefined) return [model.notice.sentence];
  if (isBusy(model)) return sayWait(model);
  // What lies over the list, or over the empty folder, is closed before anything there can be chosen.
  if (model.pane !== undefined && (model.base === 'home' || model.base === 'starter'))
    return ['press enter to go back'];
  switch (model.base) {
    case 'starter':
      return ['press enter to write these files here, or q to leave the folder as it is', 'press enter to write them'];
    case 'home':
      return sayHome(model);
    case 'end':
      return ['press q; your work and progress are kept', 'press q; all is kept'];
    case 'step':
      return hasPassed(model, currentStep(model)) ? sayPassed(model) : sayOpen(model);
  }
}

function sayWait(model: Model): readonly [string, ...string[]] {
  if (isLong(model)) {
    return ['this takes longer than most; press t to read what the services say', 'it takes long: t shows the logs'];
  }
  if (model.activity?.kind === 'down') return ['wait until the containers have stopped, some 10 s', 'wait, some 10 s'];
  const isMadeAnew = model.activity?.parts.some((part) => part.state === 'doing' && part.note === 'recreate');
  if (isMadeAnew) return ['wait until the old container has stopped, some 10 s', 'wait, some 10 s'];
  const isBuilding = model.activity?.parts.some((part) => part.id.startsWith('image') && part.state !== 'done');
  if (isBuilding) {
    return [
      'wait; the first build fetches images and packages, which takes a minute or two',
      'wait; the first build takes a minute or two',
      'wait, a minute or two',
    ];
  }
  return ['wait; PostgreSQL makes its files on the first start, some 5 s', 'wait, some 5 s'];
}

/** Three times what a wait for a service takes as a rule. */
const LONG_WAIT_MS = 15_000;

function isLong(model: Model): boolean {
  const { doing } = model.activity ?? {};
  return doing?.sentence.startsWith('waiting for') === true && model.now - doing.since > LONG_WAIT_MS;
}

function sayHome(model: Model): readonly [string, ...string[]] {
  const open = firstOpen(model);
  const chosen = stepAt(model, model.chosen);
  if (open === undefined) return ['every step has passed; press enter to look at one again', 'every step has passed'];
  if (model.chosen !== open)
    return [`press enter to open step ${chosen.number}, ${chosen.id}`, 'press enter to open it'];
  const verb = open === 0 ? 'begin' : 'go on';
  return [`press enter to ${verb} with step ${chosen.number}, ${chosen.id}`, `press enter: ${chosen.id}`];
}

function sayPassed(model: Model): readonly [string, ...string[]] {
  const broken = model.chapter.steps.slice(0, model.current).find((step) => standingOf(model, step) === 'failed');
  if (broken !== undefined) {
    const { number, id } = broken;
    return [`step ${number}, ${id}, does not pass now: press ${number}`, `${id} does not pass: press ${number}`];
  }
  const next = nextIndex(model);
  if (next === 'end') return ['every step has passed; press n to look back on the chapter', 'all passed; press n'];
  if (next === 'none') return ['press a for all steps', 'press a'];
  const step = stepAt(model, next);
  return [`press n for step ${step.number}, ${step.id}`, `press n for ${step.id}`];
}

function sayOpen(model: Model): readonly [string, ...string[]] {
  const step = currentStep(model);
  const seen = seenOf(model, step.id);
  if (model.broken !== undefined) return ['press r to check again', 'press r'];
  if (seen.state === undefined) return sayReading(step);
  const earlier = waitsFor(model, step);
  if (earlier !== undefined) {
    return [
      `mend step ${earlier.number}, ${earlier.id}, first: press ${earlier.number}`,
      `first ${earlier.id}: press ${earlier.number}`,
    ];
  }
  return step.judgedFrom === 'stack' ? sayStack(model, step) : sayEdit(model, step);
}

function sayReading(step: Step): readonly [string, ...string[]] {
  return step.judgedFrom === 'stack'
    ? ['wait; Docker is being asked how your stack stands', 'wait; Docker is being asked']
    : ['wait; your files are being read', 'wait'];
}

/** The first earlier step that has not passed, where this one is not judged because of it. */
function waitsFor(model: Model, step: Step): Step | undefined {
  if (standingOf(model, step) === 'failed' || seenOf(model, step.id).state !== 'skipped') return undefined;
  const open = firstOpen(model);
  return open === undefined || open >= model.current ? undefined : stepAt(model, open);
}

function sayEdit(model: Model, step: Step): readonly [string, ...string[]] {
  const file = spokenDiagnosis(model)?.primary?.file ?? step.files[0];
  if (file === undefined) return ['press h for a hint', 'press h'];
  return [`edit ${file} and save; it is checked again by itself`, `edit ${file} and save`, 'edit and save'];
}

function sayStack(model: Model, step: Step): readonly [string, ...string[]] {
  if (model.engine?.mode === 'absent') {
    return ['start Docker, then press r; `tutor doctor` says what is missing', 'start Docker, then press r'];
  }
  const isLast = model.chapter.steps.at(-1)?.id === step.id;
  if (isLast) return ['press d to take the stack down; the data stays', 'press d to take it down'];
  const file = spokenDiagnosis(model)?.primary?.file;
  if (file !== undefined) return [`edit ${file}, save, then press u`, 'edit, save, then press u'];
  return ['press u to build and start your stack', 'press u to start it'];
}
