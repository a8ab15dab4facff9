import { type CalloutTone, type CodeRole, calloutWords, type LessonBlock, type LessonSpan } from '../../core/lesson.ts';
import { blank, continued, indent, type Piece, piece, type Role, type Row, row, widthOf, wrap } from '../rows.ts';
import { spellText, type Theme } from '../theme.ts';
import { proseWidth, spaced } from './fit.ts';

const CODE_ROLES: Readonly<Record<CodeRole, Role>> = {
  plain: 'text',
  key: 'key',
  string: 'string',
  number: 'number',
  comment: 'comment',
};

const TONE_ROLES: Readonly<Record<CalloutTone, Role>> = { important: 'accent', wrong: 'warn', tip: 'good' };

const CODE_INDENT_CELLS = 2;

/** Rows of a lesson or a page, wrapped to the columns; code is never wrapped. */
export function blockRows(blocks: readonly LessonBlock[], columns: number, theme: Theme): readonly Row[] {
  const room = { prose: proseWidth(columns, 1), code: columns - 2 };
  return between(blocks, room, theme).map((line) => (line.pieces.length === 0 ? line : indent(1, line)));
}

/** Cells that a row may have: prose is kept narrow, code is not. */
type Room = { readonly prose: number; readonly code: number };

function less(room: Room, cells: number): Room {
  return { prose: room.prose - cells, code: room.code - cells };
}

/** Blocks one under the other, a blank row between them. */
function between(blocks: readonly LessonBlock[], room: Room, theme: Theme): readonly Row[] {
  return spaced(...blocks.map((block) => rowsOf(block, room, theme)));
}

function rowsOf(block: LessonBlock, room: Room, theme: Theme): readonly Row[] {
  const width = room.prose;
  switch (block.kind) {
    case 'heading':
      return wrap(
        spanPieces(block.spans, theme).map((one) => ({ ...one, role: 'strong' as const })),
        width,
      );
    case 'paragraph':
      return wrap(spanPieces(block.spans, theme), width);
    case 'code':
      return codeRows(block, room.code);
    case 'list':
      return block.items.flatMap((item, at) =>
        itemRows(item, block.start === undefined ? '–' : `${block.start + at}.`, room, theme),
      );
    case 'callout':
      return [
        row(piece(calloutWords[block.tone], TONE_ROLES[block.tone])),
        ...barred(between(block.blocks, less(room, 2), theme)),
      ];
    case 'quote':
      return barred(between(block.blocks, less(room, 2), theme));
    case 'table':
      return tableRows(block.header, block.rows, width, theme);
  }
}

/** Stands a little to the right of the prose, where it has room; a line that is still too long goes on below. */
function codeRows(block: Extract<LessonBlock, { kind: 'code' }>, cells: number): readonly Row[] {
  const lengths = block.lines.map((tokens) => widthOf(tokens.map((token) => piece(token.text))));
  const free = cells - Math.max(0, ...lengths);
  const indentCells = Math.max(0, Math.min(CODE_INDENT_CELLS + 2, free));
  const caption =
    block.caption === '' ? [] : [indent(Math.min(CODE_INDENT_CELLS, indentCells), row(piece(block.caption, 'muted')))];
  const lines = block.lines.flatMap((tokens) =>
    continued(
      tokens.map((token) => piece(token.text, CODE_ROLES[token.role])),
      cells - indentCells,
    ).map((line) => indent(indentCells, line)),
  );
  return [...caption, ...lines];
}

function itemRows(item: readonly LessonBlock[], sign: string, room: Room, theme: Theme): readonly Row[] {
  const hang = sign.length + 1;
  const rows = item.flatMap((block) => rowsOf(block, less(room, hang), theme));
  return rows.map((line, at) =>
    at === 0 ? { pieces: [piece(`${sign} `, 'muted'), ...line.pieces] } : indent(hang, line),
  );
}

function barred(rows: readonly Row[]): readonly Row[] {
  return rows.map((line) => ({ pieces: [piece('│ ', 'muted'), ...line.pieces] }));
}

function spanPieces(spans: readonly LessonSpan[], theme: Theme): readonly Piece[] {
  return spans.flatMap((span) => spanPiece(span)).map((one) => ({ ...one, text: spellText(one.text, theme) }));
}

/** Code keeps its backticks: the words must read right without colour too. */
function spanPiece(span: LessonSpan): readonly Piece[] {
  switch (span.kind) {
    case 'text':
    case 'em':
      return [piece(span.text)];
    case 'strong':
      return [piece(span.text, 'strong')];
    case 'code':
      return [piece(`\`${span.text}\``, 'key')];
    case 'link':
      return span.text === span.href
        ? [piece(span.href, 'place')]
        : [piece(span.text), piece(' ('), piece(span.href, 'place'), piece(')')];
  }
}

type Cell = readonly LessonSpan[];

/** A table in columns where it fits, else a row of it as a list of its cells. */
function tableRows(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  width: number,
  theme: Theme,
): readonly Row[] {
  const cells = [header, ...rows].map((line) => line.map((cell) => spanPieces(cell, theme)));
  const widths = header.map((_, column) => Math.max(...cells.map((line) => widthOf(line[column] ?? []))));
  const total = widths.reduce((sum, one) => sum + one + TABLE_GAP_CELLS, -TABLE_GAP_CELLS);
  if (total > width) return stackedTable(cells, width);
  return cells.map((line, at) => ({
    pieces: line.flatMap((cell, column) => [
      ...(at === 0 ? cell.map((one) => ({ ...one, role: 'muted' as const })) : cell),
      piece(' '.repeat((widths[column] ?? 0) - widthOf(cell) + TABLE_GAP_CELLS)),
    ]),
  }));
}

const TABLE_GAP_CELLS = 3;

function stackedTable(cells: readonly (readonly (readonly Piece[])[])[], width: number): readonly Row[] {
  const [header, ...rows] = cells;
  return rows.flatMap((line, at) => {
    const [first, ...others] = line;
    const rest = others.flatMap((cell, column) =>
      wrap(
        [...(header?.[column + 1] ?? []).map((one) => ({ ...one, role: 'muted' as const })), piece(': '), ...cell],
        width - 2,
      ).map((wrapped) => indent(2, wrapped)),
    );
    return [...(at === 0 ? [] : [blank]), ...wrap(first ?? [], width), ...rest];
  });
}
