import { resolve } from 'node:path';
import type { Step } from '../core/step.ts';
import { renderDifferences } from '../diff/render-differences.ts';
import { chapter } from '../generated/chapter.ts';
import { stepNamed } from './chapter-option.ts';
import { type Command, EXIT, type Invocation } from './command.ts';
import { readFolder } from './look.ts';
import { DIR_OPTION, openFolder, projectFolder } from './project-folder.ts';
import { renderOptions } from './render-options.ts';
import { type Against, differencesOf, textDiffOf } from './solution-diff.ts';

export const command: Command = {
  name: 'diff',
  order: 6,
  summary: 'your files against the solution, by meaning',
  arguments: '[STEP]',
  takes: { least: 0, most: 1 },
  about: `Compares what the files mean: key order, quoting, short and long syntax, comments and your own
names do not count. Without a step it is the finished project. Exit 1 where there is a difference.`,
  options: {
    ...DIR_OPTION,
    text: { type: 'boolean', says: 'line by line instead of by meaning' },
    against: { type: 'string', value: 'DIR', says: 'a folder to compare with, instead of the solution' },
  },
  run: diff,
};

async function diff({ positionals, options, world }: Invocation): Promise<number> {
  const folder = projectFolder(options, world);
  const project = readFolder(folder, world.host);
  const step = positionals[0] === undefined ? lastFileStep() : stepNamed(chapter, positionals[0]);
  const other = options.text('against');
  const against: Against =
    other === undefined
      ? { kind: 'solution', step }
      : { kind: 'folder', folder: openFolder(resolve(world.host.folder, other)).realPath };
  if (options.flag('text')) {
    const text = textDiffOf(project, folder.name, against);
    world.out(text);
    return text === '' ? EXIT.passed : EXIT.work;
  }
  const differences = differencesOf(project, folder.name, against);
  world.out(
    renderDifferences(differences, {
      ...renderOptions(world),
      files: project.files,
      against: other ?? `the solution of step ${step.id}`,
    }),
  );
  return differences.length === 0 ? EXIT.passed : EXIT.work;
}

function lastFileStep(): Step {
  const step = chapter.steps.filter((candidate) => candidate.judgedFrom === 'files').at(-1);
  if (step === undefined) throw new Error('the chapter has no step that is judged from files');
  return step;
}
