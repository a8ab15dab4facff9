import type { Span } from './span.ts';

/** A point in a file. Both start at 1; columns count UTF-16 units. */
export type Point = { readonly line: number; readonly column: number };

/** One line of a file, as it stands there. */
export type SourceLine = { readonly line: number; readonly text: string };

/** A span as people and programs read it: the shape of `primary` and `labels` in the result. */
export type Place = {
  readonly file: string;
  readonly start: Point;
  readonly end: Point;
  /** The marked characters. */
  readonly text: string;
  /** What this text does. */
  readonly message: string;
  /** The lines around. */
  readonly source: readonly SourceLine[];
};

/** How many lines before and after the marked ones a place carries. */
const CONTEXT_LINES = 2;
/** A single minified line must not flood a report. */
const MAX_LINE_UNITS = 400;
/** Marked text longer than this is cut: a whole service can be marked. */
const MAX_MARKED_UNITS = 400;
/** A place never carries more lines than this. */
const MAX_SOURCE_LINES = 12;

/** Finds the line of an offset: the start of every line of one text. Lines end in `\n`, `\r\n` or `\r`. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    const starts = [0];
    for (let at = 0; at < text.length; at++) {
      const unit = text[at];
      if (unit === '\n' || (unit === '\r' && text[at + 1] !== '\n')) starts.push(at + 1);
    }
    this.#starts = starts;
    this.#text = text;
  }

  /** Line and column of an offset. */
  point(offset: number): Point {
    const bounded = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: bounded - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offset of a point; the end of the text for one beyond it. */
  offset(point: Point): number {
    return Math.min((this.#starts[point.line - 1] ?? this.#text.length) + point.column - 1, this.#text.length);
  }

  /** How many lines the text has. */
  get lines(): number {
    return this.#starts.length;
  }

  /** The text of a line, without its end. */
  line(number: number): string {
    const start = this.#starts[number - 1] ?? this.#text.length;
    const end = this.#starts[number] ?? this.#text.length;
    return this.#text
      .slice(start, end)
      .replace(/[\r\n]+$/, '')
      .slice(0, MAX_LINE_UNITS);
  }
}

/** Turns a span into a place, given the text of its file. */
export function toPlace(span: Span, message: string, text: string): Place {
  const index = new LineIndex(text);
  const start = index.point(span.start);
  const end = index.point(span.end);
  const first = Math.max(1, start.line - CONTEXT_LINES);
  const last = Math.min(index.lines, end.line + CONTEXT_LINES, first + MAX_SOURCE_LINES - 1);
  const source: SourceLine[] = [];
  for (let line = first; line <= last; line++) source.push({ line, text: index.line(line) });
  return {
    file: span.file,
    start,
    end,
    text: text.slice(span.start, span.end).slice(0, MAX_MARKED_UNITS),
    message,
    source,
  };
}
