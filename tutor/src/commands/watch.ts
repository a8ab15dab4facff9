import { resolve } from 'node:path';
import { watchFiles } from '../adapters/watch.ts';
import type { Result } from '../core/result.ts';
import { watchedFiles } from '../forecast/watched.ts';
import { EXIT, type World } from './command.ts';
import { contextOf, readFolder } from './look.ts';
import type { ProjectFolder } from './project-folder.ts';

/**
 * The lines between which a round's report stands, for a program that reads it as it comes: an editor's problem matcher.
 * They are fixed; a round that a newer save cancels ends too, with nothing between.
 */
export const ROUND_BEGINS = 'compose-tutor: checking';
export const ROUND_ENDS = 'compose-tutor: checked';

/** Judges once, and again whenever a file of the project settles after a change, until Ctrl-C. A save cancels the run in flight. */
export async function watchAndCheck(
  folder: ProjectFolder,
  world: World,
  round: (signal: AbortSignal) => Promise<Result>,
  marks: 'marked' | 'unmarked',
): Promise<number> {
  let running = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  const files = (): readonly string[] => {
    const project = readFolder(folder, world.host);
    return watchedFiles(contextOf(project)).map((path) => resolve(folder.realPath, path));
  };
  const mark = (line: string): void => (marks === 'marked' ? world.out(`${line}\n`) : undefined);
  const play = async (signal: AbortSignal): Promise<void> => {
    mark(ROUND_BEGINS);
    try {
      await round(signal);
    } catch (error) {
      // A run that was cancelled by a newer save says nothing; every other fault is told, and the watch goes on.
      if (!signal.aborted) world.err(`${error instanceof Error ? error.message : String(error)}\n`);
    } finally {
      mark(ROUND_ENDS);
    }
  };
  const start = (): void => {
    running.abort();
    const mine = new AbortController();
    running = mine;
    const signal = AbortSignal.any([mine.signal, world.signal]);
    last = last.then(() => (signal.aborted ? undefined : play(signal)));
  };
  const watch = watchFiles(
    files(),
    {
      onChange: () => {
        watch.follow(files());
        start();
      },
      onMode: (mode) =>
        world.err(mode === 'polling' ? 'file events do not arrive here; looking every 100 ms instead\n' : ''),
    },
    world.signal,
  );
  start();
  await new Promise<void>((done) => {
    if (world.signal.aborted) done();
    else world.signal.addEventListener('abort', () => done(), { once: true });
  });
  await last;
  return EXIT.passed;
}
