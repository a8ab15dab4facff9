import { createInterface } from 'node:readline/promises';
import { systemClock } from '../adapters/clock.ts';
import { copiesFolder, projectFilesOnDisk, writeSafely } from '../adapters/disk.ts';
import { projectKey } from '../adapters/state.ts';
import { filesBefore } from '../chapter/solutions.ts';
import type { Step } from '../core/step.ts';
import { chapter } from '../generated/chapter.ts';
import { solutions } from '../generated/solutions.ts';
import { stepNamed } from './chapter-option.ts';
import { CannotTell, type Command, EXIT, type Invocation, UsageError, type World } from './command.ts';
import { DIR_OPTION, type ProjectFolder, projectFolder } from './project-folder.ts';

export const command: Command = {
  name: 'reset',
  order: 7,
  summary: 'lay down the starting point of a step, keeping copies',
  arguments: '[STEP]',
  takes: { least: 0, most: 1 },
  about: `Writes the files that a step changes as they are before it: the starter, and the solutions of
the steps before. What it replaces is kept as a copy, outside your project.`,
  options: {
    ...DIR_OPTION,
    all: { type: 'boolean', says: 'every file of the starter, from the beginning' },
    yes: { type: 'boolean', short: 'y', says: 'do not ask' },
  },
  run: reset,
};

async function reset({ positionals, options, world }: Invocation): Promise<number> {
  const [named] = positionals;
  if ((named === undefined) === !options.flag('all'))
    throw new UsageError(
      '`tutor reset` needs one step, or --all.',
      `Steps: ${chapter.steps.map(({ id }) => id).join(', ')}.`,
    );
  const folder = projectFolder(options, world);
  const files = startingPoint(named === undefined ? undefined : stepNamed(chapter, named));
  const changed = changedFiles(folder, files);
  if (changed.length === 0) {
    world.out('Nothing to do: these files are as the step begins already.\n');
    return EXIT.passed;
  }
  world.out(`This replaces, and keeps a copy of:\n${changed.map((file) => `  ${file}\n`).join('')}`);
  if (!options.flag('yes') && !(await agreed(world))) {
    world.out('Nothing was changed.\n');
    return EXIT.passed;
  }
  for (const { file, kept } of layDown(folder, files, world))
    world.out(`wrote   ${file}${kept === undefined ? '' : `, the old one is kept as ${kept}`}\n`);
  return EXIT.passed;
}

/** The files that a step changes, as they are before it; every file of the starter without a step. */
export function startingPoint(step: Step | undefined): Readonly<Record<string, string>> {
  if (step === undefined) return solutions.starter;
  const before = filesBefore(chapter, solutions, step.id);
  return Object.fromEntries(Object.entries(before).filter(([file]) => step.files.includes(file)));
}

/** Which of these files differ from what is there. */
export function changedFiles(folder: ProjectFolder, files: Readonly<Record<string, string>>): readonly string[] {
  const there = projectFilesOnDisk(folder.realPath);
  return Object.entries(files)
    .filter(([file, text]) => {
      const read = there.read(file);
      return read.kind !== 'text' || read.text !== text;
    })
    .map(([file]) => file);
}

/** A file that was written, and the path of the copy of what it replaced. */
export type Laid = { readonly file: string; readonly kept: string | undefined };

/** Writes the files, keeping a copy of each that is replaced; answers those that it wrote. */
export function layDown(folder: ProjectFolder, files: Readonly<Record<string, string>>, world: World): readonly Laid[] {
  const copies = copiesFolder(world.host.stateFolder, projectKey(folder.realPath), new Date(systemClock.now()));
  return Object.entries(files).flatMap(([file, text]) => {
    const written = writeSafely(folder.realPath, file, text, copies);
    if (written.kind === 'unchanged') return [];
    if (written.kind === 'failed')
      throw new CannotTell(
        `${file} cannot be written in ${folder.path} (${written.reason}).`,
        'Give yourself permission to write there, and run this again.',
      );
    return [{ file, kept: written.kept }];
  });
}

async function agreed(world: World): Promise<boolean> {
  if (world.host.terminal.stdin !== 'terminal')
    throw new UsageError('There is no terminal to ask in.', 'Say --yes to go on without being asked.');
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await ask.question('Go on? [y/N] ', { signal: world.signal })).trim());
  } finally {
    ask.close();
  }
}
