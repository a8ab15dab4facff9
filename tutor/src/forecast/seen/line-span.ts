import { LineIndex } from '../../core/place.ts';
import type { Span } from '../../core/span.ts';
import type { ProjectFiles } from '../../project/files.ts';

/** What a line of a project file says, without what is indented before and empty behind it; undefined where there is no such line. */
export function lineSpan(
  files: ProjectFiles,
  file: string,
  line: number,
): { readonly span: Span; readonly text: string } | undefined {
  const read = files.read(file);
  if (read.kind !== 'text') return undefined;
  const index = new LineIndex(read.text);
  if (line < 1 || line > index.lines) return undefined;
  const whole = index.line(line);
  const text = whole.trim();
  if (text === '') return undefined;
  const start = index.offset({ line, column: 1 }) + (whole.length - whole.trimStart().length);
  return { span: { file, start, end: start + text.length }, text };
}
