import type { Model } from '../model.ts';
import { apart, cutPieces, piece, type Row, row, widthOf } from '../rows.ts';
import { spokenDiagnosis } from '../spoken-diagnosis.ts';
import { currentStep, hasPassed } from '../steps.ts';
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
  if (hasPassed(model, step)) return row(' ', piece('✓ Passed:', 'good'), ` ${step.achieved}`);
  const diagnosis = spokenDiagnosis(model);
  if (diagnosis === undefined) return row('');
  const left = row(' ', mark(diagnosis.severity === 'error' ? 'failed' : 'blocked'), ` ${diagnosis.title}`);
  if (diagnosis.primary === undefined) return left;
  const place = piece(placeText(diagnosis.primary), 'place');
  const room = columns - widthOf([place]) - GAP_CELLS;
  return room < LEAST_TITLE_CELLS ? left : apart({ pieces: cutPieces(left.pieces, room) }, place);
}
