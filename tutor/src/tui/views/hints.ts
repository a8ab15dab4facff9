import { bindingFor } from '../keys.ts';
import { type Model, textKey } from '../model.ts';
import { indent, piece, type Row, row } from '../rows.ts';
import { currentStep, rungsShown } from '../steps.ts';
import { blockRows } from './lesson.ts';
import { prose } from './prose.ts';

/** The rungs of the ladder shown so far, a block each, and what comes after them: that is only counted. */
export function hintRungs(model: Model): readonly (readonly Row[])[] {
  const step = currentStep(model);
  const shown = rungsShown(model, step);
  const left = step.hints.length - shown;
  const ladder = model.texts[textKey({ kind: 'hints', of: step.id })];
  if (ladder?.state === 'absent') return [prose(ladder.reason, model.size.columns, model.theme)];
  if (ladder?.state !== 'ready' || ladder.content.kind !== 'rungs') return [[row(piece(' reading', 'muted'))]];
  const rungs = ladder.content.rungs.slice(0, shown).map((blocks, at) => {
    const rows = blockRows(blocks, model.size.columns - HANG_CELLS, model.theme);
    const head = row(piece(` ${at + 1} of ${step.hints.length}`, at === shown - 1 ? 'strong' : 'muted'));
    return [head, ...rows.map((line) => (line.pieces.length === 0 ? line : indent(HANG_CELLS, line)))];
  });
  const more =
    left > 0
      ? `${left === 1 ? 'one more hint' : `${left} more hints`}: press h; the last one says what to write`
      : `that was the last hint; press ${canBeMended(model) ? 'f to see the mend, or ' : ''}s to compare your files with the solution`;
  return [...rungs, prose(more, model.size.columns, model.theme, 1, 'muted')];
}

function canBeMended(model: Model): boolean {
  return bindingFor('fix').refuses(model) === undefined;
}

const HANG_CELLS = 2;
