import { LineIndex, type Place } from './place.ts';
import type { EditResult } from './result.ts';

/**
 * A text with the edits of one fix made in it, in the file's own line ends. Undefined where the text is no longer the one
 * that the edits were worked out for: what stands there now is the learner's, and is not written over.
 */
export function mendedText(text: string, edits: readonly EditResult[]): string | undefined {
  const index = new LineIndex(text);
  if (edits.some((edit) => !isUnchanged(edit.place, index))) return undefined;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const cuts = edits
    .map((edit, order) => ({
      start: index.offset(edit.place.start),
      end: index.offset(edit.place.end),
      text: edit.text.replace(/\r?\n/g, end),
      order,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  let mended = '';
  let at = 0;
  for (const cut of cuts) {
    // Two edits of one stretch have no order that can be told.
    if (cut.start < at) return undefined;
    mended += text.slice(at, cut.start) + cut.text;
    at = cut.end;
  }
  return mended + text.slice(at);
}

/** The lines around an edit read as they did when it was worked out. */
function isUnchanged(place: Place, index: LineIndex): boolean {
  return place.source.every(({ line, text }) => index.line(line) === text);
}
