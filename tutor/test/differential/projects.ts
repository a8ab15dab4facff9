import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBeneath } from '../../src/adapters/disk.ts';

/** One Compose project that both readers read. */
export type Project = {
  readonly id: string;
  /** The folder with all its files. */
  readonly folder: string;
  /** The folder to run in: the project's own, or one below it. */
  readonly cwd: string;
  /** The caller's environment, besides PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
};

const CASES = fileURLToPath(new URL('cases/', import.meta.url));
const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/real-world/', import.meta.url));
/** More collections to measure: folders of projects, separated by `:`. They are compared and told, and nothing is asserted of them. */
const MORE = process.env.TUTOR_DIFFERENTIAL_PROJECTS ?? '';

/** How a case wants to be run, where not in its own folder with an empty environment: `run.json`. */
type Run = { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> };

/** The cases of this repository. */
export function ownCases(): readonly Project[] {
  return projectsIn(CASES);
}

/** The collection of real projects beside the repository; undefined where it is not there. */
export function realProjects(): readonly Project[] | undefined {
  if (!existsSync(join(CORPUS, 'index.json'))) return undefined;
  const { projects } = JSON.parse(readFileSync(join(CORPUS, 'index.json'), 'utf8')) as {
    readonly projects: readonly { readonly id: string; readonly cwd?: string }[];
  };
  return projects.map(({ id, cwd }) => projectAt(join(CORPUS, id), cwd === undefined ? {} : { cwd }));
}

/** Collections named by the environment. */
export function moreProjects(): readonly Project[] {
  return MORE.split(':')
    .filter((folder) => folder !== '' && existsSync(folder))
    .flatMap(projectsIn);
}

function projectsIn(folder: string): readonly Project[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => projectAt(join(folder, name), runOf(join(folder, name))));
}

function runOf(folder: string): Run {
  const path = join(folder, 'run.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Run) : {};
}

function projectAt(folder: string, run: Run): Project {
  const real = realpathSync(folder);
  return { id: basename(real), folder: real, cwd: join(real, run.cwd ?? ''), environment: run.environment ?? {} };
}

/** The files of a project with their bytes, for a key that changes when they do. */
export function contentOf(project: Project): readonly (readonly [string, Buffer])[] {
  return filesBeneath(project.folder).map((path) => [path, readFileSync(join(project.folder, path))] as const);
}
