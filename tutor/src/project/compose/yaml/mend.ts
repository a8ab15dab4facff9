import type { Source } from './source.ts';

/** Puts `text` in the place of `remove` units at `at`. Offsets are those of the parsed text. */
export type Mend = { readonly at: number; readonly remove: number; readonly text: string };

/** The text with mends applied; places still lead to the learner's file. */
export function mended(source: Source, mends: readonly Mend[]): Source {
  const sorted = [...mends].sort((a, b) => a.at - b.at);
  const parts: string[] = [];
  const shifts: { readonly from: number; readonly mend: Mend }[] = [];
  let read = 0;
  let length = 0;
  for (const mend of sorted) {
    if (mend.at < read) continue;
    parts.push(source.text.slice(read, mend.at));
    length += mend.at - read;
    shifts.push({ from: length, mend });
    parts.push(mend.text);
    length += mend.text.length;
    read = mend.at + mend.remove;
  }
  parts.push(source.text.slice(read));
  const before = (offset: number) => source.place(unshifted(shifts, offset));
  return { file: source.file, text: parts.join(''), place: before };
}

function unshifted(shifts: readonly { readonly from: number; readonly mend: Mend }[], offset: number): number {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const last = shifts[low - 1];
  if (last === undefined) return offset;
  const { from, mend } = last;
  const inside = offset - from;
  if (inside < mend.text.length) return mend.at + Math.min(inside, mend.remove);
  return mend.at + mend.remove + (inside - mend.text.length);
}
