import type { Span } from '../../core/span.ts';

/** A text that knows where each of its characters stands in a file of the project. */
export type PlacedText = {
  readonly text: string;
  /** The place of `text.slice(from, to)`; where the text has no unit-by-unit source, the place of all of it. */
  readonly span: (from: number, to: number) => Span;
};

/** A word of a command and its place, without the quotes around it. `source`: where its characters stand, for a word of several lines. */
export type PlacedWord = {
  readonly text: string;
  readonly span: Span;
  readonly source?: PlacedText;
  /** What parts of the text come from, where a shell filled variables in. */
  readonly pieces?: readonly Piece[];
};

/** `text.slice(from, to)` of a word is what a variable of the environment holds, or stands in the file as it is. */
export type Piece = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'written'; readonly span: Span }
);

/** A whole file, or a stretch of one that is taken as it stands. `start` is the offset of `text` in the file. */
export function placedAt(file: string, text: string, start = 0): PlacedText {
  return { text, span: (from, to) => ({ file, start: start + from, end: start + to }) };
}

/**
 * A word as a text of its own: what stands in it can be pointed at where word and source correspond unit by unit,
 * which is so exactly when both have the same length.
 */
export function placedWord(word: PlacedWord): PlacedText {
  const { text, span, source } = word;
  if (source !== undefined) return source;
  const exact = span.end - span.start === text.length;
  return {
    text,
    span: (from, to) => (exact ? { file: span.file, start: span.start + from, end: span.start + to } : span),
  };
}

/** A stretch of a file that gives characters of a joined text: `text[from]` stands at `offset`, and so on. */
export type Stretch = { readonly from: number; readonly offset: number };

/** A text joined from stretches of one file, in order; `end` is the offset behind its last character. */
export function placedStretches(file: string, text: string, stretches: readonly Stretch[], end: number): PlacedText {
  const offsetOf = (index: number): number => {
    const stretch = lastBefore(stretches, index);
    return stretch === undefined ? end : stretch.offset + (index - stretch.from);
  };
  return {
    text,
    span: (from, to) => ({
      file,
      start: from >= text.length ? end : offsetOf(from),
      end: to <= from ? (from >= text.length ? end : offsetOf(from)) : offsetOf(to - 1) + 1,
    }),
  };
}

/** A part of a placed text, as a placed text. */
export function placedSlice(source: PlacedText, from: number, to: number): PlacedText {
  return { text: source.text.slice(from, to), span: (start, end) => source.span(from + start, from + end) };
}

function lastBefore(stretches: readonly Stretch[], index: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.from ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return stretches[low];
}
