import { indent, type Piece, piece, type Role, type Row, row, wrap } from '../rows.ts';
import { spellText, type Theme } from '../theme.ts';
import { proseWidth } from './fit.ts';

/** A paragraph of plain text, wrapped, so many cells from the left edge. */
export function prose(
  text: string,
  columns: number,
  theme: Theme,
  indentCells = 1,
  role: Role = 'text',
): readonly Row[] {
  return wrap([piece(spellText(text, theme), role)], proseWidth(columns, indentCells)).map((line) =>
    indent(indentCells, line),
  );
}

/** `help  attach db …`: a label, and a text that is wrapped beside it. */
export function labelled(
  label: Piece,
  text: string,
  columns: number,
  theme: Theme,
  indentCells: number,
): readonly Row[] {
  const start = indentCells + label.text.length + 2;
  const lines = wrap([piece(spellText(text, theme))], proseWidth(columns, start));
  return lines.map((line, at) =>
    at === 0 ? { pieces: [...row(' '.repeat(indentCells), label, '  ').pieces, ...line.pieces] } : indent(start, line),
  );
}
