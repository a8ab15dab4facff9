import { chapter } from '../generated/chapter.ts';
import { stepNamed } from './chapter-option.ts';
import { type Command, EXIT, type Invocation } from './command.ts';
import { showBlocks, showTitle } from './show-blocks.ts';

export const command: Command = {
  name: 'lesson',
  order: 4,
  summary: 'the text of a step',
  arguments: '[STEP]',
  takes: { least: 0, most: 1 },
  about: 'Shows what a step teaches; without a step, the list of lessons.',
  options: {},
  run: lesson,
};

async function lesson({ positionals, world }: Invocation): Promise<number> {
  const [named] = positionals;
  if (named === undefined) {
    world.out(`${chapter.title}\n\n`);
    for (const step of chapter.steps) world.out(`  ${step.number}  ${step.id.padEnd(12)}${step.title}\n`);
    world.out('\nnext  read one: tutor lesson app\n');
    return EXIT.passed;
  }
  const step = stepNamed(chapter, named);
  const { lessons } = await import('../generated/lessons.ts');
  const read = lessons[step.id];
  showTitle(read?.title ?? step.title, world);
  showBlocks(read?.blocks ?? [], world);
  return EXIT.passed;
}
