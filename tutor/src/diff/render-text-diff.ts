import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { stripControls } from '../core/text.ts';
import type { ProjectFiles } from '../project/files.ts';

/** Lines of context around a change. */
const CONTEXT_LINES = 3;

/**
 * A plain unified diff from the learner's files to the solution's: `+` is what the solution has.
 * `pairs` names the files, each with the learner's that has its part; files that are equal give nothing.
 * Control characters are taken out, so that it can be shown.
 */
export function renderTextDiff(
  yours: ProjectFiles,
  theirs: ProjectFiles,
  pairs: readonly { readonly yours: string; readonly theirs: string }[],
): string {
  return pairs.map((pair) => oneFile(yours, theirs, pair)).join('');
}

function oneFile(
  yours: ProjectFiles,
  theirs: ProjectFiles,
  pair: { readonly yours: string; readonly theirs: string },
): string {
  const mine = yours.read(pair.yours);
  const other = theirs.read(pair.theirs);
  if (mine.kind !== 'text' && mine.kind !== 'absent')
    return `Your ${stripControls(pair.yours)} is no text that can be compared.\n`;
  const [before, after] = [mine, other].map((read) => (read.kind === 'text' ? plain(read.text) : ''));
  if (before === after) return '';
  return createTwoFilesPatch(
    mine.kind === 'text' ? `yours/${stripControls(pair.yours)}` : '/dev/null',
    other.kind === 'text' ? `solution/${stripControls(pair.theirs)}` : '/dev/null',
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context: CONTEXT_LINES, headerOptions: FILE_HEADERS_ONLY },
  );
}

function plain(text: string): string {
  return stripControls(text.replace(/\r\n?/g, '\n'));
}
