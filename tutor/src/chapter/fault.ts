import { LineIndex } from '../core/place.ts';
import type { Span } from '../core/span.ts';
import type { ProjectFiles } from '../project/files.ts';

/** What keeps a chapter from being read: the author's text to change, and what is so. */
export type ChapterFault = {
  readonly at: Span;
  /** Lower case, no full stop. */
  readonly message: string;
  /** One imperative sentence. */
  readonly help?: string;
};

/** A fault as one line: `tutor/steps/04-web/step.yaml:17:11 no check word is called "web-bilds"; write "web-builds"`. */
export function faultLine(fault: ChapterFault, files: ProjectFiles): string {
  const read = files.read(fault.at.file);
  const text = read.kind === 'text' ? read.text : '';
  const { line, column } = new LineIndex(text).point(fault.at.start);
  const help = fault.help === undefined ? '' : `; ${fault.help}`;
  return `${fault.at.file}:${line}:${column} ${fault.message}${help}`;
}
