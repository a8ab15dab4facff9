import type { Span } from '../core/span.ts';
import type { Service } from '../project/compose/project.ts';
import { readDockerfile } from '../project/dockerfile/read.ts';
import type { DockerfileReading, Stage } from '../project/dockerfile/reading.ts';
import type { StageImage } from '../project/dockerfile/stage-image.ts';
import { type FileRead, join } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import type { PythonReading } from '../project/python/reading.ts';
import type { RequirementsReading } from '../project/requirements/reading.ts';
import type { ServerStart } from '../project/shell/start.ts';

/** What the web is built from. */
export type WebSource = {
  /** Folder of the build context, relative to the project; `''` is the project folder. */
  readonly folder: string;
  /** `service`: the Compose file names it. `guessed`: no service builds anything yet, this is where its files lie. */
  readonly from: 'service' | 'guessed';
  readonly dockerfile: SourceFile<DockerfileReading> & {
    /** The text of the Compose file that names it. */ readonly namedAt?: Span;
  };
  /** The stage that runs: the last, or the one that `build.target` names. */
  readonly stage?: Stage;
  readonly image?: StageImage;
  /** The app's own file. */
  readonly app: SourceFile<PythonReading>;
  /** The module that the server's command runs or imports, where it could be read. */
  readonly entry?: PythonReading;
  /** Every module of the app that is imported from it, the app first. */
  readonly modules: readonly PythonReading[];
  readonly requirements: readonly SourceFile<RequirementsReading>[];
  /** `elsewhere`: pyproject.toml, Pipfile and the like name the packages, which the tutor does not read. */
  readonly dependencies: 'requirements' | 'elsewhere';
  /** What the app imports and no requirement brings. */
  readonly lackingPackages: readonly LackingPackage[];
  /** Paths that the application answers at, as far as its modules tell. */
  readonly routes: { readonly kind: 'told'; readonly paths: readonly string[] } | { readonly kind: 'untold' };
  /** Whether the app asks a database, where its modules tell. */
  readonly asks: 'told' | 'untold';
  /** Whether the stage that runs holds what pip installed. */
  readonly packages:
    | { readonly kind: 'held' }
    | { readonly kind: 'lacking'; readonly why: 'not-installed' | 'not-copied' }
    | { readonly kind: 'untold' };
  /** Whether the stage that runs holds the app's own file. */
  readonly appInImage: 'yes' | 'no' | 'untold';
  /** How the container starts the server. */
  readonly start?: ServerStart;
  /** What the page says when all is well, where its route returns a text. */
  readonly welcome?: string;
  /** Every file that was looked at, there or not. */
  readonly watched: readonly string[];
};

/** A module that is imported, and the package that brings it. */
export type LackingPackage = { readonly module: string; readonly package: string; readonly at: Span };

/** A file and what reading it gave. */
export type SourceFile<Reading> = { readonly path: string; readonly read: FileRead; readonly reading?: Reading };

/** Folder of the chapter, where nothing says otherwise. */
const CHAPTER_FOLDER = 'web';

/** Finds and reads what the web is built from. */
export function webSource(project: Project, web: Service | undefined): WebSource {
  const build = web?.build;
  const folder = build?.context ?? guessedFolder(project);
  const dockerfile = dockerfileOf(project, folder, web);
  const stage = dockerfile.reading?.stages.at(-1);
  const appPath = join(folder, 'app.py');
  return {
    folder,
    from: build === undefined ? 'guessed' : 'service',
    dockerfile,
    ...(stage === undefined ? {} : { stage, image: stage.image }),
    app: { path: appPath, read: project.files.read(appPath) },
    modules: [],
    requirements: [],
    dependencies: 'requirements',
    lackingPackages: [],
    routes: { kind: 'untold' },
    asks: 'untold',
    packages: { kind: 'untold' },
    appInImage: 'untold',
    watched: [dockerfile.path, appPath],
  };
}

function guessedFolder(project: Project): string {
  const { files } = project;
  if (files.kind(CHAPTER_FOLDER) === 'folder') return CHAPTER_FOLDER;
  return files.kind('Dockerfile') === 'file' || files.kind('app.py') === 'file' ? '' : CHAPTER_FOLDER;
}

function dockerfileOf(project: Project, folder: string, web: Service | undefined): WebSource['dockerfile'] {
  const build = web?.build;
  const path = build?.dockerfile ?? join(folder, 'Dockerfile');
  const read = project.files.read(path);
  if (read.kind !== 'text') return { path, read };
  return { path, read, reading: readDockerfile(path, read.text) };
}
