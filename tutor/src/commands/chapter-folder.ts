import { basename, dirname } from 'node:path';
import { projectFilesOnDisk } from '../adapters/disk.ts';
import { readChapter } from '../chapter/chapter.ts';
import { faultLine } from '../chapter/fault.ts';
import { readSolutions, type Solutions } from '../chapter/solutions.ts';
import { knownWord } from '../chapter/words.ts';
import type { Chapter } from '../core/step.ts';
import { checks } from '../generated/checks.ts';
import { parameters } from '../generated/parameters.ts';
import { CannotTell } from './command.ts';

/** Reads a chapter of somebody's own, validated; starter and solutions lie where its chapter.yaml says. Throws {@link CannotTell} with every fault and its place. */
export async function chapterFromFolder(
  folder: string,
): Promise<{ readonly chapter: Chapter; readonly solutions: Solutions }> {
  const files = projectFilesOnDisk(dirname(folder));
  const words = checks.map(({ word }) => knownWord(word, parameters[word]));
  const read = readChapter(files, basename(folder), words);
  if ('faults' in read)
    throw refused(
      folder,
      read.faults.map((fault) => faultLine(fault, files)),
    );
  const laid = readSolutions(files, read.folders, read.chapter);
  if ('faults' in laid)
    throw refused(
      folder,
      laid.faults.map((fault) => faultLine(fault, files)),
    );
  return { chapter: read.chapter, solutions: laid.solutions };
}

function refused(folder: string, lines: readonly string[]): CannotTell {
  return new CannotTell(
    `The chapter in ${folder} cannot be used:\n  ${lines.join('\n  ')}`,
    'Mend these places, and run `tutor author check` on it.',
  );
}
