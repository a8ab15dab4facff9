import type { Piece } from '../tree.ts';
import { type Source, spanOf } from './source.ts';

/** A scalar's text as YAML decodes it, and the text that gives each stretch of it. */
export type Decoded = { readonly value: string; readonly pieces: readonly Piece[] };

/** Collects a value and its pieces. Offsets are those of the parsed text. */
export type Writer = {
  /** Appends text that stands in the source as it is; what goes on where the last piece ended becomes one with it. */
  readonly copy: (start: number, end: number) => void;
  /** Appends text that the source writes otherwise. */
  readonly put: (text: string, start: number, end: number) => void;
  /** What was collected; `empty` is where an empty value would stand. */
  readonly done: (empty: { readonly start: number; readonly end: number }) => Decoded;
};

/** A writer with nothing written. */
export function writer(source: Source): Writer {
  let value = '';
  const pieces: Piece[] = [];
  const push = (text: string, piece: Omit<Piece, 'to'>) => {
    value += text;
    pieces.push({ ...piece, to: value.length });
  };
  return {
    copy(start, end) {
      if (end <= start) return;
      const span = spanOf(source, start, end);
      const text = source.text.slice(start, end);
      const exact = span.end - span.start === text.length;
      const last = pieces.at(-1);
      if (!exact || last?.exact !== true || last.span.end !== span.start) {
        push(text, { from: value.length, span, exact });
        return;
      }
      pieces.pop();
      push(text, { ...last, span: { ...span, start: last.span.start } });
    },
    put(text, start, end) {
      if (text !== '') push(text, { from: value.length, span: spanOf(source, start, end), exact: false });
    },
    done(empty) {
      if (pieces.length > 0) return { value, pieces };
      const span = spanOf(source, empty.start, empty.end);
      return { value: '', pieces: [{ from: 0, to: 0, span, exact: span.start === span.end }] };
    },
  };
}
