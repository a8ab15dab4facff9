import { systemClock } from '../adapters/clock.ts';
import { copiesFolder, projectFilesOnDisk, writeSafely } from '../adapters/disk.ts';
import { projectKey } from '../adapters/state.ts';
import { mendedText } from '../core/mend.ts';
import type { DiagnosisResult } from '../core/result.ts';
import { type FileChange, renderPatch } from '../diff/render-patch.ts';
import { CannotTell, type World } from './command.ts';
import type { ProjectFolder } from './project-folder.ts';

/** A mend that a diagnosis offers. */
export type Fix = NonNullable<DiagnosisResult['fix']>;

/** A file as it is and as a mend makes it. `mark`: what the file begins with and the text does not hold. */
type Change = FileChange & { readonly mark: string };

/** What a mend does to the learner's files, as a patch. Throws {@link CannotTell} where they have changed since it was found. */
export function patchOf(fix: Fix, folder: ProjectFolder): string {
  return renderPatch(changesOf(fix, folder));
}

/** Writes a mend, keeping a copy of each file that it changes; answers a line a file. Throws {@link CannotTell}. */
export function applyFix(fix: Fix, folder: ProjectFolder, world: World): readonly string[] {
  const copies = copiesFolder(world.host.stateFolder, projectKey(folder.realPath), new Date(systemClock.now()));
  return changesOf(fix, folder).map(({ file, after, mark }) => {
    const written = writeSafely(folder.realPath, file, mark + after, copies);
    if (written.kind === 'failed')
      throw new CannotTell(
        `${file} cannot be written in ${folder.path} (${written.reason}).`,
        'Give yourself permission to write there, and run this again.',
      );
    const kept = written.kind === 'written' ? written.kept : undefined;
    return `mended  ${file}${kept === undefined ? '' : `, the old one is kept as ${kept}`}`;
  });
}

function changesOf(fix: Fix, folder: ProjectFolder): readonly Change[] {
  const files = projectFilesOnDisk(folder.realPath);
  return [...new Set(fix.edits.map((edit) => edit.place.file))].map((file) => {
    const read = files.read(file);
    if (read.kind !== 'text' && read.kind !== 'absent') throw changed(file);
    const before = read.kind === 'text' ? read.text : '';
    const after = mendedText(
      before,
      fix.edits.filter((edit) => edit.place.file === file),
    );
    if (after === undefined) throw changed(file);
    return { file, before, after, mark: read.kind === 'text' && read.mark === 'utf8-bom' ? '\ufeff' : '' };
  });
}

function changed(file: string): CannotTell {
  return new CannotTell(`${file} has changed since it was looked at.`, 'Save it, and look again.');
}
