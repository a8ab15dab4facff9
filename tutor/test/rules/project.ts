import { filesAfter } from '../../src/chapter/solutions.ts';
import { lookAt } from '../../src/commands/look.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Result } from '../../src/core/result.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { solutions } from '../../src/generated/solutions.ts';
import { filesFromTable, join, type ProjectFiles } from '../../src/project/files.ts';
import { readProject } from '../../src/project/project.ts';

/** Path to text. */
export type Files = Readonly<Record<string, string>>;

/** The finished project, the files after an earlier step, the starter, or no file at all. */
export function filesFrom(step: string | undefined): Files {
  if (step === 'none') return {};
  if (step === 'start') return solutions.starter;
  return filesAfter(chapter, solutions, step ?? 'volume');
}

/** The files with replacements made; a text that is not there, or is there twice, fails loudly: the case is wrong then. */
export function edited(files: Files, edits: Readonly<Record<string, readonly (readonly [string, string])[]>>): Files {
  const after: Record<string, string> = { ...files };
  for (const [file, pairs] of Object.entries(edits)) {
    for (const [from, to] of pairs) {
      const text = after[file];
      if (text === undefined) throw new Error(`the case edits ${file}, which is not there`);
      const at = text.indexOf(from);
      if (at < 0) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
      if (text.indexOf(from, at + 1) >= 0) throw new Error(`${file} holds ${JSON.stringify(from)} more than once`);
      after[file] = text.slice(0, at) + to + text.slice(at + from.length);
    }
  }
  return after;
}

/** Judges files alone, or with what the engine is said to have answered. */
export async function judged(
  files: Files,
  more: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly observed?: Observation;
    readonly modes?: Readonly<Record<string, 'executable' | 'plain'>>;
  } = {},
): Promise<Result> {
  const read = () =>
    readProject({
      files: withModes(filesFromTable(files), more.modes ?? {}),
      folderName: 'your-project',
      folderPath: '/your-project',
      environment: more.environment ?? {},
      roles: chapter.roles,
    });
  const { observed } = more;
  return lookAt(
    read,
    { chapter, steps: [], proof: 'not-asked', ...(observed === undefined ? {} : { observe: async () => observed }) },
    () => undefined,
  );
}

/** Files that are said to be programs, or not to be. */
function withModes(files: ProjectFiles, modes: Readonly<Record<string, 'executable' | 'plain'>>): ProjectFiles {
  return {
    ...files,
    list: (folder) =>
      files.list(folder).map((entry) => {
        const mode = modes[join(folder, entry.name)];
        return mode === undefined ? entry : { ...entry, executable: mode === 'executable' };
      }),
  };
}
