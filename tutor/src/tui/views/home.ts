import type { Step } from '../../core/step.ts';
import type { Model } from '../model.ts';
import { apart, type Piece, piece, type Row, row } from '../rows.ts';
import { hintsTaken, passedCount, standingOf } from '../steps.ts';
import { pageRow } from './answers.ts';
import { count, spentTime } from './duration.ts';
import { fitHeight, spaced } from './fit.ts';
import { mark, markAndWord, pointer } from './marks.ts';
import { prose } from './prose.ts';

/** All steps of the chapter and how they stand. */
export function homeRows(model: Model, height: number): readonly Row[] {
  const { columns } = model.size;
  const about = prose(model.chapter.about.replaceAll('\n', ' ').trim(), columns, model.theme);
  const steps = model.chapter.steps.map((step, at) => stepRow(model, step, at));
  const sum = [...pageRow(model, model.size.columns < WORDS_FROM_COLUMNS ? 'bare' : 'labelled'), sumRow(model)];
  const from = firstShown(model, height);
  return fitHeight(height, [
    () => spaced(about, steps, sum),
    () => [...spaced(steps, sum)],
    () => [...steps, ...sum],
    () => steps,
    () => steps.slice(from),
  ]);
}

const WORDS_FROM_COLUMNS = 60;

function stepRow(model: Model, step: Step, at: number): Row {
  const isChosen = at === model.chosen;
  const standing = standingOf(model, step);
  const pointed = isChosen ? pointer : piece(' ');
  const role = isChosen ? 'strong' : 'text';
  const number = piece(String(step.number).padStart(String(model.chapter.steps.length).length), 'muted');
  if (model.size.columns < WORDS_FROM_COLUMNS) {
    return row(' ', pointed, ' ', number, ' ', mark(standing), piece(` ${step.id}`, role));
  }
  const idCells = Math.max(...model.chapter.steps.map(({ id }) => id.length));
  const left = row(
    ' ',
    pointed,
    ' ',
    number,
    '  ',
    ...markAndWord(standing),
    piece(`  ${step.id.padEnd(idCells)}  `, role),
    piece(step.asks, role),
  );
  return apart(left, ...noteOf(model, step));
}

/** Steps judged by observation say so until an engine has answered. */
function noteOf(model: Model, step: Step): readonly Piece[] {
  if (step.judgedFrom !== 'stack' || model.engine?.mode === 'observed') return [];
  return [piece('needs Docker', 'muted')];
}

/** Where a list starts that is taller than the screen: the marked step stays in view. */
function firstShown(model: Model, height: number): number {
  return Math.max(0, Math.min(model.chosen - 1, model.chapter.steps.length - height));
}

function sumRow(model: Model): Row {
  const { progress, chapter, engine } = model;
  const hints = hintsTaken(model);
  const parts = [
    `${passedCount(model)} of ${chapter.steps.length} passed`,
    ...(progress.spentMs < 60_000 ? [] : [spentTime(progress.spentMs)]),
    ...(hints === 0 ? [] : [count(hints, 'hint')]),
  ];
  const left = row(piece(` ${parts.join(' · ')}`, 'muted'));
  switch (engine?.mode) {
    case 'observed':
      return apart(left, piece(engineWords(engine.docker, engine.compose), 'muted'));
    case 'absent':
      return apart(left, piece('no Docker engine answers', 'warn'));
    default:
      return left;
  }
}

/** The first two numbers: what follows them tells a learner nothing. */
function short(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

function engineWords(docker: string | undefined, compose: string | undefined): string {
  const names = [
    ...(docker === undefined ? [] : [`Docker Engine ${short(docker)}`]),
    ...(compose === undefined ? [] : [`Compose ${short(compose)}`]),
  ];
  return names.length === 0 ? 'Docker runs' : `${names.join(', ')}: runs`;
}
