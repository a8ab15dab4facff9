import type { Span } from '../../../core/span.ts';

/** A text as the YAML parser gets it, and where its units stand in the learner's file. */
export type Source = {
  readonly file: string;
  readonly text: string;
  /** Offset in the learner's file of an offset in `text`. Rises with it; equal where nothing was mended. */
  readonly place: (offset: number) => number;
};

/** The span in the learner's file of a stretch of the parsed text. */
export function spanOf(source: Source, start: number, end: number): Span {
  return { file: source.file, start: source.place(start), end: source.place(end) };
}
