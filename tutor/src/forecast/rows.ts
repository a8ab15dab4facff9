import type { Edit } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';

/** Spaces of one step to the right in the chapter's files. */
export const STEP = 2;

/** How far a place stands from the left margin, in columns from 0; undefined where its file cannot be read. */
export function columnOf(project: Project, { file, start }: Span): number | undefined {
  const text = textOfFile(project, file);
  return text === undefined ? undefined : start - rowStart(text, start);
}

/** Whether only spaces and dashes stand before a place in its row. */
export function beginsRow(project: Project, { file, start }: Span): boolean {
  const text = textOfFile(project, file);
  return text !== undefined && /^[\s-]*$/.test(text.slice(rowStart(text, start), start));
}

/** Edits that move keys, and all that stands further in below each, `by` columns to the right; to the left where that is negative. */
export function movedRows(project: Project, keys: readonly Span[], by: number): readonly Edit[] {
  const moved = keys.map((key) => movedBlock(project, key, by));
  return moved.some((one) => one === undefined) ? [] : moved.flatMap((one) => one ?? []);
}

function movedBlock(project: Project, key: Span, by: number): readonly Edit[] | undefined {
  const { file } = key;
  const text = textOfFile(project, file);
  if (text === undefined || !beginsRow(project, key)) return undefined;
  const column = key.start - rowStart(text, key.start);
  const rows = [rowStart(text, key.start), ...rowsBelow(text, key.start, column)];
  return rows.map((start) => ({
    span: { file, start, end: start + Math.max(0, -by) },
    text: ' '.repeat(Math.max(0, by)),
  }));
}

/** Where each row starts that belongs to the key at `offset`: rows further in, and a list in the key's own column. */
function rowsBelow(text: string, offset: number, column: number): readonly number[] {
  const rows: number[] = [];
  for (let at = text.indexOf('\n', offset) + 1; at > 0 && at < text.length; at = text.indexOf('\n', at) + 1) {
    const row = /^ *(.*)/.exec(text.slice(at, rowEnd(text, at)));
    const content = row?.[1]?.trim() ?? '';
    const indent = (row?.[0].length ?? 0) - (row?.[1]?.length ?? 0);
    if (content === '') continue;
    if (indent < column || (indent === column && !content.startsWith('-'))) break;
    rows.push(at);
  }
  return rows;
}

/** An edit that puts a row of its own above the row of a place, at a column. */
export function rowAbove(project: Project, { file, start }: Span, column: number, row: string): readonly Edit[] {
  const text = textOfFile(project, file);
  if (text === undefined) return [];
  const at = rowStart(text, start);
  return [{ span: { file, start: at, end: at }, text: `${' '.repeat(column)}${row}\n` }];
}

/** The text of a file of the project; undefined where it cannot be read. */
export function textOfFile(project: Project, file: string): string | undefined {
  const read = project.files.read(file);
  return read.kind === 'text' ? read.text : undefined;
}

/** Where the row of an offset begins. */
export function rowStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function rowEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** A text with the whole of the lines that it stands in. */
export function rowAround(project: Project, at: Span): Span {
  const text = textOfFile(project, at.file) ?? '';
  const end = text.indexOf('\n', at.end);
  return { file: at.file, start: text.lastIndexOf('\n', at.start - 1) + 1, end: end < 0 ? text.length : end };
}
