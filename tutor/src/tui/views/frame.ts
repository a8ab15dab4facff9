import { hasLessonBeside } from '../beside.ts';
import type { Model } from '../model.ts';
import { blank, type Row } from '../rows.ts';
import { activityRows } from './activity.ts';
import { type Bands, bandsOf } from './bands.ts';
import { confirmRows } from './confirm.ts';
import { endRows } from './end.ts';
import { cutBelow } from './fit.ts';
import { foldedRow } from './folded.ts';
import { footerRow } from './footer.ts';
import { homeRows } from './home.ts';
import { nextRows } from './next.ts';
import { besideSheet, besideWindow, sheetOf, windowIn, windowRows } from './sheet.ts';
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
  readonly next: readonly Row[];
  readonly keys: Row;
};

/** What the screen shows. Pure, and never more rows than there are. */
export function frameOf(model: Model): Frame {
  const bands = bandsOf(model);
  const open = sheetOf(model);
  const shown = open === undefined ? undefined : windowIn(model, open);
  const now = open !== undefined && shown !== undefined ? windowRows(open, shown) : nowRows(model, bands);
  return {
    bands,
    where: whereRow(model, shown),
    now: cutBelow(now, bands.nowRows),
    beside: hasLessonBeside(model) ? besideRows(model, bands.nowRows) : undefined,
    folded: bands.foldedRows === 1 ? foldedRow(model, bands.nowColumns) : undefined,
    next: nextRows(model),
    keys: footerRow(model, shown),
  };
}

function nowRows(model: Model, bands: Bands): readonly Row[] {
  const { asking, pane } = model;
  if (asking !== undefined) return confirmRows(model, asking);
  if (pane?.kind === 'activity') return activityRows(model, bands.nowRows);
  switch (model.base) {
    case 'starter':
      return starterRows(model, bands.nowRows);
    case 'home':
      return homeRows(model, bands.nowRows);
    case 'end':
      return endRows(model, bands.nowRows);
    case 'step':
      return stepRows(model, bands.nowColumns, bands.nowRows);
  }
}

function besideRows(model: Model, height: number): readonly Row[] {
  const open = besideSheet(model);
  const shown = besideWindow(model);
  const rows = open === undefined || shown === undefined ? [] : windowRows(open, shown);
  return Array.from({ length: height }, (_, at) => rows[at] ?? blank);
}
