import type { Edit } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';
import { belongsWhere } from './misplaced.ts';
import { columnOf, movedRows, rowAbove, STEP } from './rows.ts';

/** What puts a key at its level: rows to move by columns, or a line to write above it. */
export type LevelMend =
  | { readonly kind: 'move'; readonly columns: number; readonly edits: readonly Edit[] }
  | { readonly kind: 'write'; readonly line: string; readonly edits: readonly Edit[] }
  | { readonly kind: 'unknown' };

/** How the keys of a fault come to the level where they belong. */
export function levelMend(project: Project, fault: ComposeFault): LevelMend {
  const { at, mend, other, also = [], words } = fault;
  if (at === undefined) return { kind: 'unknown' };
  const keys = [at, ...also];
  const anchor = other ?? partOfService(project, fault);
  if (mend !== undefined) return fromReader(mend, words?.belongs ?? '');
  if (anchor !== undefined) return moved(project, keys, anchor, words?.stands ?? 'beside');
  return lineAbove(project, keys, belongsWhere(fault) ?? '');
}

function fromReader(mend: readonly Edit[], belongs: string): LevelMend {
  const [first] = mend;
  const written = first?.text.trim() ?? '';
  if (written !== '') return { kind: 'write', line: written, edits: mend };
  const columns = first === undefined ? 0 : first.text.length - (first.span.end - first.span.start);
  return belongs === '' ? { kind: 'unknown' } : { kind: 'move', columns, edits: mend };
}

function moved(project: Project, keys: readonly Span[], anchor: Span, stands: string): LevelMend {
  const [first] = keys;
  const from = first === undefined ? undefined : columnOf(project, first);
  const to = anchor.file === first?.file ? columnOf(project, anchor) : undefined;
  if (from === undefined || to === undefined) return { kind: 'unknown' };
  const columns = to + (stands === 'beneath' ? insideOf(project, anchor) : 0) - from;
  const edits = columns === 0 ? [] : movedRows(project, keys, columns);
  return edits.length === 0 ? { kind: 'unknown' } : { kind: 'move', columns, edits };
}

/** How far in the keys of a service stand; one step for whatever else. */
function insideOf(project: Project, anchor: Span): number {
  const service = project.view.services.find(({ key }) => key.start === anchor.start && key.file === anchor.file);
  const column = columnOf(project, anchor) ?? 0;
  const deeper = [...(service?.keys.values() ?? [])]
    .map((key) => (columnOf(project, key) ?? 0) - column)
    .filter((by) => by > 0);
  return deeper.length === 0 ? STEP : Math.min(...deeper);
}

/** The key of a service that a key at the wrong level stands below: it belongs beside that one. */
function partOfService(project: Project, { path = '', words }: ComposeFault): Span | undefined {
  const [section, name, part, ...rest] = path.split('.');
  if (section !== 'services' || words?.belongs !== 'services.*' || part === undefined || rest.length === 0)
    return undefined;
  return project.view.services.find((service) => service.name === name)?.keys.get(part);
}

function lineAbove(project: Project, keys: readonly Span[], belongs: string): LevelMend {
  const [first] = keys;
  const line = first === undefined ? undefined : lineFor(project, first, belongs);
  if (first === undefined || line === undefined) return { kind: 'unknown' };
  // The parts of a network, or of a service, that slipped with their line stand further in already.
  if (belongs === 'networks') return { kind: 'write', line, edits: rowAbove(project, first, 0, line) };
  const [head, ...tail] = movedRows(project, keys, STEP);
  if (head === undefined) return { kind: 'unknown' };
  const above = `${' '.repeat(columnOf(project, first) ?? 0)}${line}\n`;
  return { kind: 'write', line, edits: [{ ...head, text: `${above}${head.text}` }, ...tail] };
}

/** The line that lacks above a key; undefined where the key could belong to one that is there. */
function lineFor(project: Project, { file, start }: Span, belongs: string): string | undefined {
  if (belongs === 'networks') return 'networks:';
  if (belongs === 'services.*.environment') return 'environment:';
  // A service without its line is read under a name that is free.
  const named = project.view.services.find(({ key }) => key.file === file && key.start === start);
  return named === undefined || belongs !== 'services.*' ? undefined : `${named.name}:`;
}
