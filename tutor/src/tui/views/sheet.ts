import { hasLessonBeside } from '../beside.ts';
import type { Content } from '../message.ts';
import { AT_THE_NEWEST, type Model, type Text, textKey } from '../model.ts';
import { piece, type Row, row } from '../rows.ts';
import { currentStep } from '../steps.ts';
import type { Theme } from '../theme.ts';
import { BAR_COLUMNS, bandsOf } from './bands.ts';
import { diffRows } from './diff.ts';
import { endRows } from './end.ts';
import { spaced } from './fit.ts';
import { helpRows } from './help.ts';
import { hintRungs } from './hints.ts';
import { blockRows } from './lesson.ts';
import { logRow } from './logs.ts';
import { prose } from './prose.ts';
import { stackRows } from './stack.ts';

/** A text that may be longer than the screen: its rows are made when they are shown. */
export type Sheet = {
  readonly total: number;
  readonly rows: (from: number, to: number) => readonly Row[];
  /** Where the newest part begins: what is shown of a sheet that is opened at its end. */
  readonly newest?: number;
};

/** The part of a sheet in view. */
export type Window = { readonly top: number; readonly height: number; readonly total: number };

/** What the open pane holds; undefined where nothing scrolls. */
export function sheetOf(model: Model): Sheet | undefined {
  const { pane, size, theme } = model;
  if (model.asking !== undefined) return undefined;
  switch (pane?.kind) {
    case undefined:
      return model.base === 'end' ? endSheet(model) : undefined;
    case 'activity':
      return undefined;
    case 'lesson':
      return sheet(textRows(model, { kind: 'lesson', of: lessonStep(model) }, size.columns));
    case 'explain':
      return sheet(textRows(model, { kind: 'explain', of: pane.rule }, size.columns));
    case 'diff':
      return sheet(textRows(model, { kind: 'diff', of: currentStep(model).id }, size.columns));
    case 'hints':
      return hintSheet(model);
    case 'stack':
      return sheet(stackRows(model));
    case 'help':
      return sheet(helpRows(model));
    case 'logs': {
      const { lines } = model.logs;
      if (lines.length === 0)
        return sheet(prose('no line yet; the logs come as the services write them', size.columns, theme, 1, 'muted'));
      return { total: lines.length, rows: (from, to) => lines.slice(from, to).map(logRow) };
    }
  }
}

/** The lesson beside the step. */
export function besideSheet(model: Model): Sheet | undefined {
  if (!hasLessonBeside(model)) return undefined;
  return sheet(textRows(model, { kind: 'lesson', of: currentStep(model).id }, besideColumns(model)));
}

/** Columns of the lesson beside the step, without the bar between them. */
export function besideColumns(model: Model): number {
  return model.size.columns - bandsOf(model).nowColumns - BAR_COLUMNS;
}

/** What of the pane is in view: never past its end. */
export function windowOf(model: Model): Window | undefined {
  const open = sheetOf(model);
  return open === undefined ? undefined : windowIn(model, open);
}

/** The same, for a sheet that is at hand: making one wraps a whole lesson. */
export function windowIn(model: Model, open: Sheet): Window | undefined {
  const { pane } = model;
  if (pane === undefined) return clamp(model.endTop, bandsOf(model).nowRows, open.total);
  if (pane.kind === 'activity') return undefined;
  const { nowRows } = bandsOf(model);
  const shown = clamp(pane.top ?? open.total, nowRows, open.total);
  // The newest part from its beginning, however tall it is.
  return pane.top === AT_THE_NEWEST && open.newest !== undefined && open.newest < shown.top
    ? { ...shown, top: open.newest }
    : shown;
}

function endSheet(model: Model): Sheet | undefined {
  const { nowRows } = bandsOf(model);
  const rows = endRows(model, nowRows);
  return rows.length <= nowRows ? undefined : sheet(rows);
}

function hintSheet(model: Model): Sheet {
  const rungs = hintRungs(model);
  const rows = spaced(...rungs);
  // The last block tells what comes after the rungs.
  const before = spaced(...rungs.slice(0, -2));
  return { ...sheet(rows), newest: before.length === 0 ? 0 : before.length + 1 };
}

/** What of the lesson beside the step is in view. */
export function besideWindow(model: Model): Window | undefined {
  const open = besideSheet(model);
  return open === undefined ? undefined : clamp(model.beside.top, bandsOf(model).nowRows, open.total);
}

function clamp(top: number, height: number, total: number): Window {
  return { top: Math.max(0, Math.min(top, total - height)), height, total };
}

/** The rows in view, with what lies below them named in the corner. */
export function windowRows(open: Sheet, shown: Window): readonly Row[] {
  const below = shown.total - shown.top - shown.height;
  const rows = open.rows(shown.top, shown.top + shown.height);
  const last = rows.at(-1);
  if (below <= 0 || last === undefined) return rows;
  return [...rows.slice(0, -1), { pieces: last.pieces, right: [piece(`↓ ${below}`, 'muted')] }];
}

/** The step whose lesson is read: the marked one in the list of steps, else the one at hand. */
export function lessonStep(model: Model): string {
  const index = model.base === 'home' ? model.chosen : model.current;
  return model.chapter.steps[index]?.id ?? currentStep(model).id;
}

function sheet(rows: readonly Row[]): Sheet {
  return { total: rows.length, rows: (from, to) => rows.slice(from, to) };
}

function textRows(
  model: Model,
  name: { readonly kind: 'lesson' | 'diff' | 'explain'; readonly of: string },
  columns: number,
): readonly Row[] {
  const text: Text = model.texts[textKey(name)] ?? { state: 'loading' };
  switch (text.state) {
    case 'loading':
      return [row(piece(' reading', 'muted'))];
    case 'absent':
      return prose(text.reason, columns, model.theme);
    case 'ready':
      return contentRows(text.content, columns, model.theme);
  }
}

function contentRows(content: Content, columns: number, theme: Theme): readonly Row[] {
  switch (content.kind) {
    case 'diff':
      return diffRows(content.lines, columns);
    case 'rungs':
      return content.rungs.flatMap((blocks) => blockRows(blocks, columns, theme));
    case 'lesson':
      return spaced(
        prose(content.lesson.title, columns, theme, 1, 'strong'),
        blockRows(content.lesson.blocks, columns, theme),
      );
  }
}
