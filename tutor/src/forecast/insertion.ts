import type { Edit } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import { child, type TreeNode } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import { rowStart, textOfFile } from './rows.ts';

/** Spaces that one level of the chapter's files is indented by. */
const LEVEL = 2;

/**
 * Edits that add rows to a service, below its last row and as far in as its keys; none where the service is written in brackets,
 * has a key of that name already, or its file cannot be read. Rows are given without the service's own indentation,
 * in the chapter's form; they are written in the form of the file.
 */
export function addedToService(project: Project, service: Service, rows: readonly string[]): readonly Edit[] {
  const { file, start, end } = service.key;
  const text = textOfFile(project, file);
  if (text === undefined || isInBrackets(text, end)) return [];
  const margin = start - rowStart(text, start);
  const stop = endOfBlock(text, start, margin);
  // Keys that an anchor brings stand elsewhere.
  const inside = [...service.keys.values()].filter(
    (span) => span.file === file && span.start > start && span.start < stop,
  );
  if (inside.length === 0) return [];
  const indent = Math.min(...inside.map((span) => span.start - rowStart(text, span.start)));
  if (rowStart(text, inside[0]?.start ?? start) === rowStart(text, start)) return [];
  const own = rows.flatMap((row) => /^\w+(?=:)/.exec(row) ?? []);
  const block = text.slice(start, stop);
  // A key that another file sets aside is still written here.
  if (own.some((name) => new RegExp(`^ {${indent}}["']?${name}["']?[ \\t]*:`, 'm').test(block))) return [];
  const form = { step: indent > margin ? indent - margin : LEVEL, lists: listsOf(text) };
  const added = rows.map((row) => `\n${' '.repeat(indent)}${inForm(row, form)}`).join('');
  return [{ span: { file, start: stop, end: stop }, text: added }];
}

/** How a file is written: spaces of one level, and where the dashes of a list stand. */
type Form = { readonly step: number; readonly lists: 'deeper' | 'below-key' };

/** Whether the dashes of the lists in a file stand in the column of their key. */
function listsOf(text: string): Form['lists'] {
  const isBelow = /^( *)[\w.-]+:[ \t]*(?:#.*)?\r?\n\1- /m.test(text);
  return isBelow && !/^( *)[\w.-]+:[ \t]*(?:#.*)?\r?\n\1 +- /m.test(text) ? 'below-key' : 'deeper';
}

/** A row of the chapter's form in that of a file. */
function inForm(row: string, { step, lists }: Form): string {
  const content = row.trimStart();
  const depth = (row.length - content.length) / LEVEL - (content.startsWith('- ') && lists === 'below-key' ? 1 : 0);
  return ' '.repeat(Math.max(0, depth) * step) + content;
}

/** Whether what stands behind a key is written between brackets. */
function isInBrackets(text: string, keyEnd: number): boolean {
  return /^["']?[ \t]*:[ \t]*(?:[&!]\S+[ \t]+)*[{[]/.test(text.slice(keyEnd, keyEnd + MOST_BEHIND_KEY));
}

/** Units behind a key in which its bracket is looked for. */
const MOST_BEHIND_KEY = 100;

/** Edits that give a service a variable more, in the form in which it has the others. */
export function addedVariable(project: Project, service: Service, name: string, value: string): readonly Edit[] {
  return addedVariables(project, service, [[name, value]]);
}

/** Edits that give a service variables, by name and value, in the form in which it has the others. */
export function addedVariables(
  project: Project,
  service: Service,
  variables: readonly (readonly [name: string, value: string])[],
): readonly Edit[] {
  const key = service.keys.get('environment');
  const written = child(service.source, 'environment');
  if (key === undefined || written === undefined)
    return service.envFiles.length > 0
      ? []
      : addedToService(project, service, [
          'environment:',
          ...variables.map(([name, value]) => `${' '.repeat(LEVEL)}${name}: ${asValue(value)}`),
        ]);
  const text = textOfFile(project, key.file);
  const spans = spansIn(written).filter((span) => span.file === key.file && span.start > key.start);
  const last = Math.max(...spans.map((span) => span.start));
  if (text === undefined || spans.length === 0 || rowStart(text, last) === rowStart(text, key.start)) return [];
  // Variables that an anchor brings stand elsewhere.
  if (isInBrackets(text, key.end) || last >= endOfBlock(text, key.start, key.start - rowStart(text, key.start)))
    return [];
  const row = text.slice(rowStart(text, last));
  const indent = row.length - row.trimStart().length;
  const end = endOfBlock(text, last, indent);
  const lines = variables.map(([name, value]) =>
    written.kind === 'sequence' ? itemOf(text, spans, `${name}=${value}`) : `${name}: ${asValue(value)}`,
  );
  const added = lines.map((line) => `\n${' '.repeat(indent)}${line}`).join('');
  return [{ span: { file: key.file, start: end, end }, text: added }];
}

/** A list item, in quotes where all others are. */
function itemOf(text: string, others: readonly Span[], item: string): string {
  const quotes = new Set(others.map(({ start }) => /["']/.exec(text[start] ?? '')?.[0]));
  const [quote] = quotes;
  if (quotes.size === 1 && quote !== undefined && !item.includes(quote)) return `- ${quote}${item}${quote}`;
  return /[:#]\s|\s#|:$|^[^\w$]/.test(item) ? `- '${item.replaceAll("'", "''")}'` : `- ${item}`;
}

/** A value as YAML reads it back: in quotes where it would be something else without. */
function asValue(value: string): string {
  const plain = /^[A-Za-z/$][^\n]*$/.test(value) && !/:\s|\s#|:$/.test(value);
  const other = /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
  return plain && !other ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
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
  const step = /^[\w.-]+:[ \t]*(?:#.*)?\r?\n( +)\S/m.exec(text)?.[1]?.length ?? LEVEL;
  const added = [`${name}:`, ...rows.map((row) => `${' '.repeat(step)}${row}`)].join('\n');
  return [{ span: { file, start: end, end }, text: `\n\n${added}` }];
}

/** Edits that declare a name in a section at the left margin, which is added where it lacks. */
export function addedDeclaration(project: Project, section: 'networks' | 'volumes', name: string): readonly Edit[] {
  const key = project.view.sections.get(section);
  if (key === undefined) return addedSection(project, section, [`${name}:`]);
  const text = textOfFile(project, key.file);
  const first = project.view[section].find((one) => one.key.file === key.file && one.key.start > key.start);
  if (text === undefined || isInBrackets(text, key.end)) return [];
  const isBare = /^[ \t]*:[ \t]*(?:#.*)?$/.test(text.slice(key.end, rowEnd(text, key.start)));
  if (!isBare || (first === undefined && endOfBlock(text, key.start, 0) > rowEnd(text, key.start))) return [];
  const indent = first === undefined ? LEVEL : first.key.start - rowStart(text, first.key.start);
  const at = rowEnd(text, key.start);
  return [{ span: { file: key.file, start: at, end: at }, text: `\n${' '.repeat(indent)}${name}:` }];
}

/**
 * What to take away to remove a key, or an item of a list, with all that belongs to it: its rows, or between brackets
 * its stretch of the row with one comma. None where it cannot be told what belongs to it.
 */
export function removedEntry(project: Project, at: Span): readonly Edit[] {
  const { file } = at;
  const text = textOfFile(project, file);
  if (text === undefined) return [];
  const from = rowStart(text, at.start);
  const before = text.slice(from, at.start).replace(/["']$/, '');
  if (!/^[ \t]*(?:- +)*$/.test(before)) return removedFromBrackets(file, text, at.start);
  const column = before.length;
  const dash = before.lastIndexOf('-');
  // The first key of an item leaves its dash to the next one.
  const end = endOfBlock(text, at.start, column);
  const next = text.slice(end).match(/^(?:[ \t]*(?:#[^\n]*)?\r?\n)+( *)(?=[^\s#-])/);
  const isWhole = dash < 0 || at.end > rowEnd(text, at.start) || next?.[1]?.length !== column;
  if (!isWhole) return [{ span: { file, start: at.start, end: end + (next?.[0].length ?? 0) }, text: '' }];
  const stop = dash < 0 ? end : endOfBlock(text, at.start, dash);
  return [
    from === 0
      ? { span: { file, start: 0, end: Math.min(text.indexOf('\n', stop) + 1 || text.length, text.length) }, text: '' }
      : { span: { file, start: text[from - 2] === '\r' ? from - 2 : from - 1, end: stop }, text: '' },
  ];
}

/** An entry between brackets ends before its comma, or before the bracket that is not its own. */
function removedFromBrackets(file: string, text: string, offset: number): readonly Edit[] {
  const quoted = /["']/.test(text[offset - 1] ?? '');
  const start = quoted ? offset - 1 : offset;
  const end = endInBrackets(text, start);
  const comma = /,\s*$/.exec(text.slice(0, start));
  if (end === undefined || (comma === null && !/[[{]\s*$/.test(text.slice(0, start)))) return [];
  const trimmed = text.slice(0, end).trimEnd().length;
  if (comma !== null) return [{ span: { file, start: comma.index, end: trimmed }, text: '' }];
  const after = /^,\s*/.exec(text.slice(end))?.[0].length;
  return [{ span: { file, start, end: after === undefined ? trimmed : end + after }, text: '' }];
}

function endInBrackets(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (/["']/.test(sign) && /[\s:[{,]/.test(text[at - 1] ?? ' ')) {
      const close = text.indexOf(sign, at + 1);
      if (close < 0) return undefined;
      at = close;
    } else if (/[[{]/.test(sign)) depth += 1;
    else if (/[\]}]/.test(sign) && depth > 0) depth -= 1;
    else if (/[\]},]/.test(sign) && depth === 0) return at;
  }
  return undefined;
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
