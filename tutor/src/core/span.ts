/**
 * A stretch of text in one file of the learner's project.
 * Offsets count UTF-16 units from the start of the file; `end` is exclusive.
 * Lines and columns exist only at the edge: see {@link ../core/place.ts}.
 */
export type Span = {
  /** Path relative to the project folder, with `/`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
};

/** A span of `length` units that starts `offset` units into `span`; never longer than `span` itself. */
export function within(span: Span, offset: number, length: number): Span {
  const start = Math.min(span.start + offset, span.end);
  return { file: span.file, start, end: Math.min(start + length, span.end) };
}

/** Orders spans by file, then by start, then the shorter first. */
export function bySpan(a: Span, b: Span): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}
