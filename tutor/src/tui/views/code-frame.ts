import { codeFrames, FRAME_EDGE_CELLS, type Frame, type FrameLine, type MarkRole } from '../../core/frame.ts';
import type { Place } from '../../core/place.ts';
import { cellsOf } from '../cells.ts';
import { type Piece, piece, type Role, type Row, row } from '../rows.ts';
import { spellText, type Theme } from '../theme.ts';

/** How code frames are drawn. */
export type FrameShape = {
  readonly columns: number;
  readonly indentCells: number;
  /** `around`: the lines before and after too. `marked`: only the lines that carry a mark. */
  readonly lines: 'around' | 'marked';
  /** `shifted`: indentation that all lines share is left out, where the screen is narrow. */
  readonly margin: 'kept' | 'shifted';
};

/** A frame's rows with the place that they begin at. */
export type DrawnFrame = { readonly place: string; readonly rows: readonly Row[] };

const CONTEXT_LINES = 1;

/** The learner's lines with what is marked in them: `^` where to change, `-` what else to look at. */
export function drawFrames(
  primary: Place,
  labels: readonly Place[],
  shape: FrameShape,
  theme: Theme,
): readonly DrawnFrame[] {
  const frames = codeFrames(primary, labels, {
    columns: shape.columns - shape.indentCells - 1,
    cells: cellsOf,
    context: shape.lines === 'around' ? CONTEXT_LINES : 0,
    ellipsis: spellText('…', theme),
    indentation: shape.margin,
  });
  return frames.map((frame) => ({
    place: `${frame.file}:${frame.at.line}:${frame.at.column}`,
    rows: frame.lines.flatMap((line) =>
      line.kind === 'gap' && shape.lines === 'marked' ? [] : [drawLine(line, frame, shape)],
    ),
  }));
}

const MARK_ROLES: Readonly<Record<MarkRole, Role>> = { primary: 'bad', label: 'accent' };

function drawLine(line: FrameLine, frame: Frame, shape: FrameShape): Row {
  const margin = ' '.repeat(shape.indentCells);
  const edge = (number: string): Piece =>
    piece(`${number.padStart(frame.digits)} │ `.padEnd(frame.digits + FRAME_EDGE_CELLS), 'muted');
  switch (line.kind) {
    case 'gap':
      return row(margin, piece('…'.padStart(frame.digits), 'muted'));
    case 'source':
      return row(margin, edge(String(line.number)), line.text);
    case 'mark':
      return row(margin, edge(''), piece(`${line.underline} ${line.message}`.trimEnd(), MARK_ROLES[line.role]));
    case 'message':
      return row(margin, edge(''), piece(line.text, MARK_ROLES[line.role]));
  }
}
