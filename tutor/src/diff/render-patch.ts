import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { stripControls } from '../core/text.ts';

/** A file before and after a change. */
export type FileChange = { readonly file: string; readonly before: string; readonly after: string };

/** Lines of context around a change: enough to know where it is. */
const CONTEXT_LINES = 2;

/** What a change does to files, as a unified diff that `patch` reads. Control characters are taken out, so that it can be shown. */
export function renderPatch(changes: readonly FileChange[]): string {
  return changes
    .map(({ file, before, after }) => {
      const name = stripControls(file);
      return createTwoFilesPatch(`a/${name}`, `b/${name}`, plain(before), plain(after), undefined, undefined, {
        context: CONTEXT_LINES,
        headerOptions: FILE_HEADERS_ONLY,
      });
    })
    .join('');
}

function plain(text: string): string {
  return stripControls(text.replace(/\r\n?/g, '\n'));
}
