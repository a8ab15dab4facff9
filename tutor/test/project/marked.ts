import type { Span } from '../../src/core/span.ts';

/** The characters that a span marks, so that a test can say them instead of counting. */
export function marked(text: string, span: Span | undefined): string | undefined {
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

/** Line (from 1) of a span's start. */
export function lineOf(text: string, span: Span): number {
  return text.slice(0, span.start).split('\n').length;
}
