import { cellsOf } from './cells.ts';
import type { Model } from './model.ts';
import { piece, type Row, row } from './rows.ts';
import { paintRow } from './theme.ts';
import { BAR_COLUMNS } from './views/bands.ts';
import { frameOf } from './views/frame.ts';
import { besideColumns } from './views/sheet.ts';

/** One whole frame as text of the terminal: a line a row of the screen, each cut to its width and coloured. */
export function frameText(model: Model): string {
  const { bands, where, now, beside, folded, next, keys } = frameOf(model);
  const { columns } = model.size;
  const { theme } = model;
  const { nowColumns } = bands;
  const paint = (of: Row): string => paintRow(of, of.right === undefined ? columns : nowColumns, theme);
  const middle = Array.from({ length: bands.nowRows }, (_, at) => now[at] ?? row());
  const rule = bands.kind === 'whole' ? [paintRow(ruleRow(columns), columns + 1, theme)] : [];
  const lines = [
    paintRow(where, columns, theme),
    ...rule,
    ...(beside === undefined ? middle.map(paint) : paintBeside(model, middle, beside)),
    ...(folded === undefined ? [] : [paint(folded)]),
    ...next.map(paint),
    ...rule,
    ...(bands.kind === 'whole' ? [paintRow(keys, columns, theme)] : []),
  ];
  return lines.slice(0, model.size.rows).join('\n');
}

/** From edge to edge: the one row without a free cell at its right. */
function ruleRow(columns: number): Row {
  return row(piece('─'.repeat(columns), 'muted'));
}

/** The step, a bar, and the lesson at its right. */
function paintBeside(model: Model, left: readonly Row[], beside: readonly Row[]): readonly string[] {
  const { theme } = model;
  const columns = besideColumns(model);
  const leftColumns = model.size.columns - columns - BAR_COLUMNS;
  const bar = paintRow(row(piece('│', 'muted')), BAR_COLUMNS, theme);
  return left.map((of, at) => {
    const text = paintRow(of, leftColumns, theme);
    const blank = ' '.repeat(Math.max(0, leftColumns - cellsOf(text.replace(STYLE, ''))));
    return `${text}${blank}${bar} ${paintRow(beside[at] ?? row(), columns, theme)}`;
  });
}

const STYLE = /\x1b\[[\d;]*m/g;
