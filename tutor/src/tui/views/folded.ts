import { currentStep, hasPassed, type Model, spokenDiagnosis } from '../model.ts';
import { apart, piece, type Row, row } from '../rows.ts';
import { placeText } from './diagnosis.ts';
import { mark } from './marks.ts';

/** The step's state in one row, while a long text covers it. */
export function foldedRow(model: Model): Row {
  const step = currentStep(model);
  if (hasPassed(model, step)) return row(' ', piece('✓ Passed:', 'good'), ` ${step.achieved}`);
  const diagnosis = spokenDiagnosis(model);
  if (diagnosis === undefined) return row('');
  const left = row(' ', mark(diagnosis.severity === 'error' ? 'failed' : 'blocked'), ` ${diagnosis.title}`);
  return diagnosis.primary === undefined ? left : apart(left, piece(placeText(diagnosis.primary), 'place'));
}
