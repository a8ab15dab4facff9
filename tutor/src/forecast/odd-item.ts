import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';
import { columnOf, textOfFile } from './rows.ts';

/** Of two items in different columns that are read as one, the one that stands unlike the items of the file's other lists; with the mend. */
export function oddItem(project: Project, fault: ComposeFault): ComposeFault {
  const { at, other, also = [], words } = fault;
  if (words?.slip !== 'item-too-deep' || at === undefined || other === undefined) return fault;
  const first = withDash(project, other);
  const [from, to] = [columnOf(project, at), columnOf(project, first)];
  if (from === undefined || to === undefined) return fault;
  const usual = usualColumn(project, first);
  if (usual !== from || usual === to) {
    return { ...fault, mend: [at, ...also].flatMap((span) => moved(project, span, to)) };
  }
  const text = textOfFile(project, first.file)?.slice(first.start, first.end) ?? '';
  return { ...fault, at: first, other: at, words: { ...words, text }, mend: moved(project, first, from) };
}

function withDash(project: Project, span: Span): Span {
  const text = textOfFile(project, span.file) ?? '';
  const dash = /- +$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  return { ...span, start: span.start - dash };
}

/** Where the items of a list would stand if they stood as far in as those of most lists; undefined where its key is not above it. */
function usualColumn(project: Project, item: Span): number | undefined {
  const text = textOfFile(project, item.file) ?? '';
  const counts = new Map<number, number>();
  for (const [, key = '', dash = ''] of text.matchAll(/^( *)[\w."'-]+:[ \t]*(?:#[^\n]*)?\r?\n( *)- /gm)) {
    const by = dash.length - key.length;
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const key = /^( *)[\w."'-]+:[ \t]*(?:#[^\n]*)?\r?\n *$/m.exec(lastRows(text, item.start))?.[1];
  return usual === undefined || key === undefined ? undefined : key.length + usual;
}

/** The row of a place as far as it, and the row above. */
function lastRows(text: string, offset: number): string {
  const row = text.lastIndexOf('\n', offset - 1);
  return text.slice(text.lastIndexOf('\n', row - 1) + 1, offset);
}

function moved(project: Project, span: Span, column: number) {
  const here = columnOf(project, span) ?? 0;
  return [{ span: { ...span, start: span.start - here, end: span.start }, text: ' '.repeat(column) }];
}
