import type { Standing } from '../core/palette.ts';
import type { CheckResult, Result, StepResult } from '../core/result.ts';
import { cells } from './cells.ts';
import { fitted, glyphOf, hanging, justified, type Sheet, stateOf } from './sheet.ts';
import { hasLearnersError, isOfMachine, standingOf, standingOfStep, unexplained, waitsFor } from './standing.ts';

/** Every step with its state as glyph and word, and below a failed one the checks that did not pass. */
export function stepRows(result: Result, sheet: Sheet): readonly string[] {
  const idCells = Math.max(...result.steps.map((step) => step.id.length));
  // Where no cause is known at all, each finding has a block of its own below.
  const open = new Set(hasLearnersError(result) ? unexplained(result).map(({ check }) => check) : []);
  return result.steps.flatMap((step) => [
    ...stepRow(step, idCells, result, sheet),
    ...listedChecks(step, result).flatMap((check) =>
      checkRow(check, open.has(check) ? 'said' : 'unsaid', standingOfStep(step, result), sheet),
    ),
  ]);
}

function stepRow(step: StepResult, idCells: number, result: Result, sheet: Sheet): readonly string[] {
  const standing = standingOfStep(step, result);
  const lead = ` ${stateOf(standing, sheet)}  ${step.id.padEnd(sheet.size === 'wide' ? idCells : 0)}`;
  const note = sheet.clean(noteOf(step, result));
  const room = sheet.columns - 1 - cells(lead) - cells(note) - 4;
  const title = sheet.size === 'wide' ? `  ${sheet.clean(step.title)}` : '';
  // A reason to wait is worth more than the end of a title.
  const shown =
    standing === 'waiting' && title !== '' && room > LEAST_TITLE ? fitted(title, room + 2, sheet).trimEnd() : title;
  const row = justified(lead + shown, sheet.paint('muted', note), sheet);
  if (cells(row.line) > sheet.columns) return hanging(`${lead}  `, step.title, sheet);
  if (row.fits || standing === 'failed') return [row.line];
  return [row.line, ...hanging(' '.repeat(CHECK_INDENT), note, sheet)];
}

const LEAST_TITLE = 20;

/** What a step waits for; of a failed one, how much of it holds. */
function noteOf(step: StepResult, result: Result): string {
  const standing = standingOfStep(step, result);
  const reason = waitsFor(step);
  if (standing === 'waiting') return reason === undefined ? '' : `after ${reason.replace(/^step /, '')}`;
  if (standing === 'blocked') return isToldBelow(step, result) ? '' : (reason ?? '');
  if (standing !== 'failed') return '';
  const passed = step.checks.filter((check) => check.state === 'passed').length;
  return `${passed} of ${step.checks.length} checks`;
}

function isToldBelow(step: StepResult, result: Result): boolean {
  return result.diagnoses.some((diagnosis) => diagnosis.step === step.id && isOfMachine(diagnosis, result));
}

const CHECK_INDENT = 4;

/** Of a failed step all that did not pass; of any other what failed although the step waits or is not come to yet. */
function listedChecks(step: StepResult, result: Result): readonly CheckResult[] {
  const isFailed = standingOfStep(step, result) === 'failed';
  return step.checks.filter((check) => check.state === 'failed' || (isFailed && check.state !== 'passed'));
}

function checkRow(check: CheckResult, finding: 'said' | 'unsaid', standing: Standing, sheet: Sheet): readonly string[] {
  // A step that is to do has only things to do, and what there is of them so far.
  const isToDo = standing === 'to do';
  const lead = `${' '.repeat(CHECK_INDENT)}${glyphOf(isToDo ? 'to do' : standingOf(check.state), sheet)} `;
  const found = (finding === 'said' || isToDo) && check.finding !== undefined ? `: ${check.finding}` : '';
  const reason = check.needs === undefined ? '' : ` (${check.state === 'skipped' ? 'after: ' : ''}${check.needs})`;
  return hanging(lead, `${check.asserts}${found}${reason}`, sheet);
}
