import { LineIndex } from '../../src/core/place.ts';
import type { EditResult } from '../../src/core/result.ts';
import type { Files } from './project.ts';

/** Applies the edits of a fix to a table of files. */
export function applyEdits(files: Files, edits: readonly EditResult[]): Files {
  const after: Record<string, string> = { ...files };
  for (const { place, text } of [...edits].reverse()) {
    const before = after[place.file] ?? '';
    const index = new LineIndex(before);
    after[place.file] = before.slice(0, index.offset(place.start)) + text + before.slice(index.offset(place.end));
  }
  return after;
}
