import { hasLessonBeside, type Model, spokenDiagnosis } from '../model.ts';
import { piece, type Row, row } from '../rows.ts';
import { activityRows } from './activity.ts';
import { type Bands, bandsOf } from './bands.ts';
import { confirmRows } from './confirm.ts';
import { placeText, titleRows } from './diagnosis.ts';
import { endRows } from './end.ts';
import { cutBelow } from './fit.ts';
import { foldedRow } from './folded.ts';
import { footerRow } from './footer.ts';
import { homeRows } from './home.ts';
import { nextRow } from './next.ts';
import { besideSheet, besideWindow, sheetOf, windowOf, windowRows } from './sheet.ts';
import { starterRows } from './starter.ts';
import { stepRows } from './step.ts';
import { whereRow } from './where.ts';

/** One whole screen, band by band. */
export type Frame = {
  readonly bands: Bands;
  readonly where: Row;
  readonly now: readonly Row[];
  /** The lesson beside the step, where there is room for it. */
  readonly beside: readonly Row[] | undefined;
  readonly folded: Row | undefined;
  readonly next: Row;
  readonly keys: Row;
};

/** What the screen shows. Pure, and never more rows than there are. */
export function frameOf(model: Model): Frame {
  const bands = bandsOf(model);
  return {
    bands,
    where: whereRow(model),
    now: cutBelow(nowRows(model, bands), bands.nowRows),
    beside: hasLessonBeside(model) ? besideRows(model) : undefined,
    folded: bands.foldedRows === 1 ? foldedRow(model) : undefined,
    next: nextRow(model),
    keys: footerRow(model),
  };
}

function nowRows(model: Model, bands: Bands): readonly Row[] {
  const { asking, pane } = model;
  if (asking !== undefined) return confirmRows(model, asking);
  const open = sheetOf(model);
  const shown = windowOf(model);
  if (open !== undefined && shown !== undefined) return windowRows(open, shown);
  if (pane?.kind === 'activity') return activityRows(model, bands.nowRows);
  switch (model.base) {
    case 'starter':
      return starterRows(model, bands.nowRows);
    case 'home':
      return homeRows(model, bands.nowRows);
    case 'end':
      return endRows(model, bands.nowRows);
    case 'step':
      return bands.kind === 'small' ? smallRows(model, bands) : stepRows(model, bands.stepColumns, bands.nowRows);
  }
}

/** The smallest screens: the sentence and its place, and the step's checks where rows are left. */
function smallRows(model: Model, bands: Bands): readonly Row[] {
  const diagnosis = spokenDiagnosis(model);
  if (diagnosis === undefined) return stepRows(model, model.size.columns, bands.nowRows);
  const title = titleRows(diagnosis, model.size.columns, model.theme);
  const place = diagnosis.primary === undefined ? [] : [row(' ', piece(placeText(diagnosis.primary), 'place'))];
  return [...title, ...place];
}

function besideRows(model: Model): readonly Row[] {
  const open = besideSheet(model);
  const shown = besideWindow(model);
  return open === undefined || shown === undefined ? [] : windowRows(open, shown);
}
