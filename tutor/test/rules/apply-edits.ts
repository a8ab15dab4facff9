import { mendedText } from '../../src/core/mend.ts';
import type { EditResult } from '../../src/core/result.ts';
import type { Files } from './project.ts';

/** Applies the edits of a fix to a table of files, as `tutor fix` does; throws where it would refuse them. */
export function applyEdits(files: Files, edits: readonly EditResult[]): Files {
  const after: Record<string, string> = { ...files };
  for (const file of new Set(edits.map((edit) => edit.place.file))) {
    // A byte order mark is no part of the text that is read, and is kept.
    const [, mark = '', before = ''] = /^(\ufeff?)([\s\S]*)$/.exec(files[file] ?? '') ?? [];
    const mended = mendedText(
      before,
      edits.filter((edit) => edit.place.file === file),
    );
    if (mended === undefined) throw new Error(`the edits of ${file} overlap, or are of another text`);
    after[file] = mark + mended;
  }
  return after;
}
