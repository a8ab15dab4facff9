import type { Edit, Fix } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';
import { beginsRow, columnOf, STEP, textOfFile } from './rows.ts';

/** A list of one item without its dash, or without the space behind it. */
export function asListItem(project: Project, at: Span, key: Span | undefined): Fix | undefined {
  const text = textOf(project, at);
  const dash = /^[-*•–—]\s*/.exec(text)?.[0] ?? '';
  const title = dash === '' ? 'write it as a list item' : 'put a space after the dash';
  if (beginsRow(project, { ...at, end: at.start }) && !text.startsWith('- ')) {
    return likely(title, [{ span: { ...at, end: at.start + dash.length }, text: '- ' }]);
  }
  const column = key === undefined ? undefined : columnOf(project, key);
  const gap = key === undefined ? undefined : between(project, key, at);
  if (column === undefined || key === undefined || gap === undefined || !/^:[ \t]+$/.test(gap)) return undefined;
  const start = key.end + 1;
  return likely(title, [
    { span: { file: at.file, start, end: at.start + dash.length }, text: `\n${' '.repeat(column + STEP)}- ` },
  ]);
}

/** Keys with values that are meant as items of a list, each one text: `db_data: /data` under `volumes`. */
export function pairsAsItems(project: Project, at: Span, quoted: 'quoted' | 'plain'): Fix | undefined {
  const text = textOf(project, at);
  const rows = [...text.matchAll(/^([ \t]*)([^\s:#][^\s:]*):[ \t]+([^\s#][^\n#]*?)[ \t]*(?=#|$)/gm)];
  if (rows.length === 0 || rows.length !== text.split('\n').filter((row) => /^\s*[^\s#]/.test(row)).length)
    return undefined;
  const quote = quoted === 'quoted' ? '"' : '';
  return likely(
    rows.length > 1 ? 'write them as list items' : 'write it as a list item',
    rows.map(([row, indent = '', key = '', value = ''], index) => {
      const start = at.start + (rows[index]?.index ?? 0) + indent.length;
      const end = start + row.length - indent.length;
      return {
        span: { file: at.file, start, end },
        text: `- ${quote}${key}:${value.replace(/^["']|["']$/g, '')}${quote}`,
      };
    }),
  );
}

/** Items of a list that are meant as names with a colon: `- db_data` under `volumes` at the left margin. */
export function itemsAsNames(project: Project, at: Span): Fix | undefined {
  const text = textOf(project, at);
  const rows = [...text.matchAll(/^([ \t]*)-[ \t]+([\w.-]+)[ \t]*(?=#|$)/gm)];
  if (rows.length === 0 || rows.length !== text.split('\n').filter((row) => /^\s*-/.test(row)).length) return undefined;
  return likely(
    'write a colon behind the name, and no dash',
    rows.map(([row, indent = '', name = ''], index) => {
      const start = at.start + (rows[index]?.index ?? 0) + indent.length;
      const length = row.trimEnd().length - indent.length;
      return { span: { file: at.file, start, end: start + length }, text: `${name}:` };
    }),
  );
}

/** The one item of a list that is meant as a value on the row of its key. */
export function itemAsValue(project: Project, at: Span, key: Span | undefined): Fix | undefined {
  const inBrackets = /^\[\s*([^\s,\]]+)\s*\]$/.exec(textOf(project, at))?.[1];
  if (inBrackets !== undefined) return likely('take the brackets away', [{ span: at, text: inBrackets }]);
  const item = /^-[ \t]+([^\n]*)$/.exec(textOf(project, at))?.[0];
  const gap = key === undefined ? undefined : between(project, key, at);
  if (item === undefined || key === undefined || gap === undefined || !/^:\s*$/.test(gap)) return undefined;
  const dash = /^-[ \t]+/.exec(item)?.[0].length ?? 0;
  return likely('write it behind its key', [
    { span: { file: at.file, start: key.end, end: at.start + dash }, text: ': ' },
  ]);
}

/** A plain value as a text in quotes. */
export function inQuotes(project: Project, at: Span): Fix | undefined {
  const text = textOf(project, at);
  if (text === '' || /["'\n]/.test(text)) return undefined;
  return likely('put it in quotes', [{ span: at, text: `"${text}"` }]);
}

/** Another text in the place of a value. */
export function written(at: Span, text: string): Fix {
  return likely(`write \`${text}\``, [{ span: at, text }]);
}

/** The mend that the reader read on with. */
export function readerMend({ mend }: ComposeFault, title: string): Fix | undefined {
  return mend === undefined || mend.length === 0 ? undefined : likely(title, mend);
}

function likely(title: string, edits: readonly Edit[]): Fix {
  return { title, confidence: 'likely', edits };
}

function textOf(project: Project, { file, start, end }: Span): string {
  return textOfFile(project, file)?.slice(start, end) ?? '';
}

function between(project: Project, before: Span, after: Span): string | undefined {
  if (before.file !== after.file) return undefined;
  return textOfFile(project, before.file)?.slice(before.end, after.start);
}
