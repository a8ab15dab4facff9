import { projectFilesOnDisk } from '../adapters/disk.ts';
import type { Host } from '../adapters/host.ts';
import type { Surroundings } from '../core/assemble.ts';
import type { CheckWord } from '../core/check.ts';
import type { RunEvent } from '../core/events.ts';
import type { Observation } from '../core/observation.ts';
import type { Result } from '../core/result.ts';
import { run } from '../core/run.ts';
import type { Chapter } from '../core/step.ts';
import type { Context } from '../forecast/context.ts';
import { factsOf } from '../forecast/facts.ts';
import { pictureOf } from '../forecast/picture.ts';
import { prospectOf } from '../forecast/prospect.ts';
import { chapter } from '../generated/chapter.ts';
import { checks } from '../generated/checks.ts';
import { rules } from '../generated/rules.ts';
import { VERSION } from '../generated/version.ts';
import type { ProjectFiles } from '../project/files.ts';
import { type Project, readProject } from '../project/project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** One look at a project: which steps, and who is asked. */
export type Look = {
  readonly chapter: Chapter;
  readonly steps: readonly string[];
  readonly proof: 'asked' | 'not-asked';
  /** Asks the engine; left out: nobody is asked. */
  readonly observe?: (context: Context, emit: (event: RunEvent) => void) => Promise<Observation>;
};

/** The words that steps are written in, by name. */
export const words: ReadonlyMap<string, CheckWord<Context>> = new Map(
  // A word's parameters were validated by its own schema when the chapter was read.
  checks.map((check) => [check.word, check as unknown as CheckWord<Context>]),
);

/** Reads the project in a folder; its services are told by the signs of the chapter. */
export function readFolder(folder: ProjectFolder, host: Host, { roles }: Pick<Chapter, 'roles'> = chapter): Project {
  return readProject({
    files: projectFilesOnDisk(folder.realPath),
    folderName: folder.name,
    folderPath: folder.path,
    environment: host.environment,
    roles,
  });
}

/** What checks and rules look at, before anybody was asked. */
export function contextOf(project: Project): Context {
  const known = contexts.get(project);
  if (known !== undefined) return known;
  const context: Context = { project, facts: factsOf(project), observed: { engine: 'off' } };
  contexts.set(project, context);
  return context;
}

/** A project that was read is read-only: its facts are derived once. */
const contexts = new WeakMap<Project, Context>();

/** Judges a project that can be read anew at each call. */
export async function lookAt(read: () => Project, look: Look, emit: (event: RunEvent) => void): Promise<Result> {
  const { observe } = look;
  return run<Context>(
    {
      chapter: look.chapter,
      steps: look.steps,
      words,
      rules,
      engine: observe === undefined ? 'off' : 'asked',
      proof: look.proof,
      read: () => contextOf(read()),
      observe: async (context, tell) =>
        observe === undefined ? context : { ...context, observed: await observe(context, tell) },
      around: (context) => surroundings(look.chapter, context),
      now: milliseconds,
    },
    emit,
  );
}

/** Node's own clock: `performance` would load a module for it. */
function milliseconds(): number {
  return Number(process.hrtime.bigint()) / NANOSECONDS_PER_MILLISECOND;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

function surroundings(chapter: Chapter, context: Context): Surroundings {
  const { project, facts, observed } = context;
  return {
    version: VERSION,
    chapter,
    composeFiles: project.compose.files,
    engine: engineSeen(observed),
    prospect: prospectOf(project, facts),
    stack: pictureOf(project, facts, observed),
    textOf: (file) => textOf(project.files, file),
  };
}

function engineSeen(observed: Observation): Result['engine'] {
  switch (observed.engine) {
    case 'off':
      return { mode: 'off' };
    case 'absent':
      return { mode: 'absent' };
    case 'observed':
      return { mode: 'observed', docker: observed.docker, compose: observed.compose };
  }
}

function textOf(files: ProjectFiles, file: string): string {
  const read = files.read(file);
  return read.kind === 'text' || read.kind === 'utf16' ? read.text : '';
}
