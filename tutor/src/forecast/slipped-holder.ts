import type { Edit } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import { linesOf } from '../project/compose/yaml/lines.ts';
import { stepOf } from '../project/compose/yaml/steps.ts';
import type { Project } from '../project/project.ts';
import { columnOf, textOfFile } from './rows.ts';

/** A key that stands too far right itself, so that what belongs below it seems to stand beside it. */
export type SlippedHolder = {
  readonly span: Span;
  readonly key: string;
  /** Columns to the left. */
  readonly columns: number;
  readonly edits: readonly Edit[];
};

/** Of a key and what stands beside it instead of below, the key, where that is what breaks the file's step of indentation. */
export function slippedHolder(project: Project, { at, other, words }: ComposeFault): SlippedHolder | undefined {
  if (words?.stands !== 'beneath' || at === undefined || other === undefined || at.file !== other.file)
    return undefined;
  const text = textOfFile(project, other.file);
  const column = columnOf(project, other);
  if (text === undefined || column === undefined || column !== columnOf(project, at)) return undefined;
  const lines = linesOf(text);
  const index = lines.findIndex((line) => other.start >= line.start && other.start <= line.end);
  const outer = lines.slice(0, Math.max(0, index)).findLast((line) => !line.blank && line.indent < column);
  const step = stepOf(lines);
  if (outer === undefined || column - outer.indent !== 2 * step) return undefined;
  const start = other.start - column;
  return {
    span: other,
    key: text.slice(other.start, other.end),
    columns: step,
    edits: [{ span: { file: other.file, start, end: start + step }, text: '' }],
  };
}
