import { resolve } from 'node:path';
import { nearest } from '../core/nearest.ts';
import type { Chapter, Step } from '../core/step.ts';
import { chapter as builtIn } from '../generated/chapter.ts';
import { type CommandOption, type Options, UsageError, type World } from './command.ts';

/** The `--chapter` option of commands that judge steps. */
export const CHAPTER_OPTION = {
  chapter: { type: 'string', value: 'DIR', says: 'a chapter of your own (default: the built-in one)' },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** The chapter that `--chapter` names, or the built-in one, which was compiled when the package was built. */
export async function chosenChapter(options: Options, world: World): Promise<Chapter> {
  const folder = options.text('chapter');
  if (folder === undefined) return builtIn;
  const { chapterFromFolder } = await import('./chapter-folder.ts');
  return (await chapterFromFolder(resolve(world.host.folder, folder))).chapter;
}

/** The step of an id. Throws {@link UsageError} naming the nearest. */
export function stepNamed(chapter: Chapter, id: string): Step {
  const step = chapter.steps.find((candidate) => candidate.id === id || String(candidate.number) === id);
  if (step !== undefined) return step;
  const ids = chapter.steps.map((candidate) => candidate.id);
  const near = nearest(id, ids);
  throw new UsageError(
    `There is no step \`${id}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
    `Steps: ${ids.join(', ')}.`,
  );
}
