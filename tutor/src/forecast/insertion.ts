import type { Edit } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import { child, type TreeNode } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import { rowStart, textOfFile } from './rows.ts';

/** Spaces that one level of the chapter's files is indented by. */
const LEVEL = 2;

/**
 * Edits that add rows to a service, below its last row and as far in as its keys; none where the service is written in one row
 * or its file cannot be read. Rows are given without the service's own indentation.
 */
export function addedToService(project: Project, service: Service, rows: readonly string[]): readonly Edit[] {
  const { file } = service.key;
  const text = textOfFile(project, file);
  const inside = [...service.keys.values()].filter((span) => span.file === file);
  if (text === undefined || inside.length === 0) return [];
  const columns = inside.map((span) => span.start - rowStart(text, span.start));
  const indent = Math.min(...columns);
  const last = Math.max(...inside.map((span) => span.start));
  if (rowStart(text, last) === rowStart(text, service.key.start)) return [];
  const at = endOfBlock(text, last, indent);
  const added = rows.map((row) => `\n${' '.repeat(indent)}${row}`).join('');
  return [{ span: { file, start: at, end: at }, text: added }];
}

/** Edits that give a service a variable more, in the form in which it has the others. */
export function addedVariable(project: Project, service: Service, name: string, value: string): readonly Edit[] {
  const key = service.keys.get('environment');
  const written = child(service.source, 'environment');
  if (key === undefined || written === undefined)
    return service.envFiles.length > 0
      ? []
      : addedToService(project, service, ['environment:', `${' '.repeat(LEVEL)}${name}: ${value}`]);
  const text = textOfFile(project, key.file);
  const spans = spansIn(written).filter((span) => span.file === key.file && span.start > key.start);
  const last = Math.max(...spans.map((span) => span.start));
  if (text === undefined || spans.length === 0 || rowStart(text, last) === rowStart(text, key.start)) return [];
  const row = text.slice(rowStart(text, last));
  const indent = row.length - row.trimStart().length;
  const end = rowEnd(text, last);
  const line = written.kind === 'sequence' ? `- ${name}=${value}` : `${name}: ${value}`;
  return [{ span: { file: key.file, start: end, end }, text: `\n${' '.repeat(indent)}${line}` }];
}

function spansIn(node: TreeNode): readonly Span[] {
  if (node.kind === 'mapping') return node.entries.map((entry) => entry.keySpan);
  return node.kind === 'sequence' ? node.items.map((item) => item.span) : [];
}

/** Edits that add a section at the left margin, at the end of the first Compose file. */
export function addedSection(project: Project, name: string, rows: readonly string[]): readonly Edit[] {
  const file = project.compose.files[0];
  const text = file === undefined ? undefined : textOfFile(project, file);
  if (file === undefined || text === undefined) return [];
  const end = text.trimEnd().length;
  const added = [`${name}:`, ...rows.map((row) => `${' '.repeat(LEVEL)}${row}`)].join('\n');
  return [{ span: { file, start: end, end }, text: `\n\n${added}` }];
}

/** Edits that declare a name in a section at the left margin, which is added where it lacks. */
export function addedDeclaration(project: Project, section: 'networks' | 'volumes', name: string): readonly Edit[] {
  const key = project.view.sections.get(section);
  if (key === undefined) return addedSection(project, section, [`${name}:`]);
  const text = textOfFile(project, key.file);
  const first = project.view[section].find((one) => one.key.file === key.file && one.key.start > key.start);
  if (text === undefined || first === undefined || rowStart(text, first.key.start) === rowStart(text, key.start))
    return [];
  const indent = first.key.start - rowStart(text, first.key.start);
  const at = rowEnd(text, key.start);
  return [{ span: { file: key.file, start: at, end: at }, text: `\n${' '.repeat(indent)}${name}:` }];
}

/** The whole row or rows that a key and its one-line value take, with the line end before: what to take away to remove it. */
export function removedRow(project: Project, at: Span): readonly Edit[] {
  const text = textOfFile(project, at.file);
  if (text === undefined) return [];
  const start = rowStart(text, at.start);
  const end = rowEnd(text, at.start);
  return [
    start === 0
      ? { span: { file: at.file, start, end: Math.min(end + 1, text.length) }, text: '' }
      : { span: { file: at.file, start: start - 1, end }, text: '' },
  ];
}

/** The text that a span marks; undefined where its file cannot be read. */
export function textAt(project: Project, span: Span): string | undefined {
  return textOfFile(project, span.file)?.slice(span.start, span.end);
}

function rowEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const stop = end < 0 ? text.length : end;
  return text[stop - 1] === '\r' ? stop - 1 : stop;
}

/** The end of the last row that belongs to the key at `offset`: rows further in, or a list at the key's own level. */
function endOfBlock(text: string, offset: number, indent: number): number {
  let end = rowEnd(text, offset);
  let cursor = text.indexOf('\n', end) + 1;
  while (cursor > 0 && cursor < text.length) {
    const stop = rowEnd(text, cursor);
    const row = text.slice(cursor, stop);
    const blank = row.trim() === '' || row.trimStart().startsWith('#');
    const depth = row.length - row.trimStart().length;
    if (!blank && depth <= indent && !(depth === indent && row.trimStart().startsWith('-'))) break;
    if (!blank) end = stop;
    cursor = text.indexOf('\n', stop) + 1;
  }
  return end;
}
