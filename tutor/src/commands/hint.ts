import type { Result } from '../core/result.ts';
import type { Step } from '../core/step.ts';
import { chapter } from '../generated/chapter.ts';
import { stepNamed } from './chapter-option.ts';
import { type Command, EXIT, type Invocation } from './command.ts';
import { lookAt, readFolder } from './look.ts';
import { memoryOf } from './memory.ts';
import { DIR_OPTION, projectFolder } from './project-folder.ts';
import { showBlocks } from './show-blocks.ts';

export const command: Command = {
  name: 'hint',
  order: 3,
  summary: 'the next hint for a step, one rung at a time',
  arguments: '[STEP]',
  takes: { least: 0, most: 1 },
  about: `Each call shows the next rung: first where to look, last what to write. Without a step it is
for the first one that has not passed. The tutor remembers which rung you were at.`,
  options: { ...DIR_OPTION, again: { type: 'boolean', says: 'show the last rung again instead of the next' } },
  run: hint,
};

async function hint({ positionals, options, world }: Invocation): Promise<number> {
  const folder = projectFolder(options, world);
  const [named] = positionals;
  const result =
    named === undefined
      ? await lookAt(
          () => readFolder(folder, world.host),
          { chapter, steps: [], proof: 'not-asked' },
          () => undefined,
        )
      : undefined;
  const step = named === undefined ? firstOpen(result) : stepNamed(chapter, named);
  if (step === undefined) {
    world.out('Every step that is judged from files has passed. For the last two: tutor lesson deploy\n');
    return EXIT.passed;
  }
  const memory = memoryOf(folder, world);
  const before = memory.read().rungs[step.id] ?? 0;
  const rung = Math.min(step.hints.length, options.flag('again') ? Math.max(1, before) : before + 1);
  memory.update((remembered) => ({ ...remembered, rungs: { ...remembered.rungs, [step.id]: rung } }));
  world.out(`${step.id}: hint ${rung} of ${step.hints.length}\n\n`);
  const { hints } = await import('../generated/lessons.ts');
  showBlocks(hints[step.id]?.[rung - 1] ?? [], world);
  world.out(
    before >= step.hints.length && !options.flag('again') ? '\nThat was the last rung; there is no further one.\n' : '',
  );
  return EXIT.passed;
}

function firstOpen(result: Result | undefined): Step | undefined {
  const open = result?.steps.find((step) => step.state === 'failed');
  return chapter.steps.find((step) => step.id === open?.id);
}
