import type { LessonBlock } from '../core/lesson.ts';
import { stripControls } from '../core/text.ts';
import { paintRow, type Theme } from '../tui/theme.ts';
import { blockRows } from '../tui/views/lesson.ts';
import type { World } from './command.ts';
import { renderOptions } from './render-options.ts';

/** Prints compiled Markdown to stdout, wrapped and coloured for it. */
export function showBlocks(blocks: readonly LessonBlock[], world: World): void {
  const { width, colour, unicode } = renderOptions(world);
  const theme: Theme = { colours: colour, characters: unicode ? 'unicode' : 'ascii' };
  // The screen keeps bold type without colours; a file or a pipe gets no escape at all.
  const plain = (line: string) => (colour === 'none' ? stripControls(line) : line);
  for (const row of blockRows(blocks, width, theme)) world.out(`${plain(paintRow(row, width, theme)).trimEnd()}\n`);
}

/** Prints a title with a line below it. */
export function showTitle(title: string, world: World): void {
  const { unicode } = renderOptions(world);
  world.out(` ${title}\n ${(unicode ? '─' : '-').repeat(title.length)}\n\n`);
}
