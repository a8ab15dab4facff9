import { list } from '../../core/text.ts';
import { cellsOf } from '../cells.ts';
import type { Model } from '../model.ts';
import { apart, cutPieces, piece, type Row, row, widthOf } from '../rows.ts';
import { spokenDiagnosis } from '../spoken-diagnosis.ts';
import { currentStep, hasPassed } from '../steps.ts';
import { doingRows } from './activity.ts';
import { placeText } from './diagnosis.ts';
import { mark } from './marks.ts';

/** Two cells before the place, one behind it. */
const GAP_CELLS = 3;
/** A title cut shorter than this says nothing. */
const LEAST_TITLE_CELLS = 16;

/** The step's state in one row, while a long text covers it. */
export function foldedRow(model: Model, columns: number): Row {
  const step = currentStep(model);
  if (model.broken !== undefined) return row(' ', mark('blocked'), ` ${model.broken}`);
  const [doing] = doingRows(model);
  if (doing !== undefined) return doing;
  const diagnosis = spokenDiagnosis(model);
  if (hasPassed(model, step) && diagnosis?.severity !== 'error') return passedRow(step.achieved, columns);
  if (diagnosis === undefined) return row('');
  const left = row(' ', mark(diagnosis.severity === 'error' ? 'failed' : 'blocked'), ` ${diagnosis.title}`);
  if (diagnosis.primary === undefined) return left;
  const place = piece(placeText(diagnosis.primary), 'place');
  const room = columns - widthOf([place]) - GAP_CELLS;
  return room < LEAST_TITLE_CELLS ? left : apart({ pieces: cutPieces(left.pieces, room) }, place);
}

/** The whole sentence, or as many of its clauses as fit: cut in a word it would tell less. */
function passedRow(achieved: string, columns: number): Row {
  const passed = piece('✓ Passed:', 'good');
  const clauses = achieved.split(/, (?:and )?/);
  const wordings = [achieved, ...clauses.map((_, at) => `${list(clauses.slice(0, clauses.length - 1 - at))}.`)];
  const room = columns - widthOf([passed]) - GAP_CELLS;
  const fits = wordings.find((wording) => wording.length > 1 && cellsOf(wording) <= room);
  return row(' ', passed, ` ${fits ?? achieved}`);
}
