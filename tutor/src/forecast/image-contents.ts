import type { Mount, Service } from '../project/compose/project.ts';
import {
  type BuildContext,
  type ImageEntry,
  type MissingSource,
  missingSources,
  readContents,
} from '../project/dockerfile/contents.ts';
import type { InstallFile } from '../project/dockerfile/installs.ts';
import type { DockerfileReading, RunInstruction, Stage } from '../project/dockerfile/reading.ts';
import { neededStages } from '../project/dockerfile/stages.ts';
import { join, normalise } from '../project/files.ts';
import type { Project } from '../project/project.ts';
import { buildContext } from './build-context.ts';
import { type FoundInstall, foundInstalls } from './found-installs.ts';
import type { SourceFile } from './source-file.ts';

/** What is in the container that runs, as far as the files tell: its image, and the folders of the project that Compose mounts over it. */
export type ImageContents = {
  /** The project's file that stands at an absolute path of the container. */
  readonly fileAt: (path: string) => string | undefined;
  /** The project's folder that stands at an absolute path of the container. */
  readonly folderAt: (path: string) => string | undefined;
  /** What stands at an absolute path. `written`: in the Dockerfile itself. */
  readonly entryAt: (path: string) => ImageEntry['kind'];
  /** Requirement files that pip installs, as paths of the project. */
  readonly requirementFiles: readonly string[];
  /** Every command of the Dockerfile that installs Python packages, in stages that count. */
  readonly installs: readonly FoundInstall[];
  /** Files that pip is told to install from, and that its stage does not hold when it looks. */
  readonly lackingRequirements: readonly LackingRequirements[];
  /** Files that COPY takes and the build context does not have, in stages that count. */
  readonly missingSources: readonly MissingSource[];
  /** Stages that a build of the one that runs needs. */
  readonly stages: readonly Stage[];
  /** Whether a file of the project is there. */
  readonly app: (path: string) => 'held' | 'absent' | 'untold';
  /** Absolute paths of the container at which a file of the project stands. */
  readonly placesOf: (path: string) => readonly string[];
  /** What the build can take. */
  readonly context: BuildContext;
};

/** A requirements file that is not where pip looks for it. */
export type LackingRequirements = {
  readonly file: InstallFile;
  readonly run: RunInstruction;
  readonly stage: Stage;
  /** Where the stage has the file of that name by then, or has it later. */
  readonly elsewhere: readonly string[];
  /** The COPY that brings it to that very place, behind the RUN. */
  readonly later?: Stage['instructions'][number];
};

/** The most commands that install packages which are followed. */
const MOST_INSTALLS = 40;

/** Works out what the stage that runs holds. `web`: the service whose mounts lie over it. */
export function imageContents(
  project: Project,
  folder: string,
  dockerfile: SourceFile<DockerfileReading>,
  stage: Stage | undefined,
  web?: Service,
): ImageContents {
  const context = buildContext(project, folder, dockerfile.path);
  const mounts = mountedFolders(web);
  const { reading } = dockerfile;
  if (reading === undefined || stage === undefined) return nothingBuilt(project, folder, context, mounts);
  const image = readContents(reading, stage, context);
  const stages = neededStages(reading, stage);
  const at = (path: string): string | undefined => mountedAt(mounts, path);
  const guessed = (path: string): string | undefined => guess(project, folder, stage.image.workdir ?? '/', path);
  const kindAt = (path: string): ImageEntry['kind'] => {
    const mounted = at(path);
    return mounted === undefined ? image.at(path).kind : project.files.kind(mounted);
  };
  const inContext = (path: string): string | undefined => {
    const inside = within(folder, path);
    return inside === undefined ? undefined : inside;
  };
  const placesOf = (path: string): readonly string[] => {
    const inside = inContext(path);
    const copied = inside === undefined ? [] : image.placesOf(inside);
    return [...copied.filter((place) => at(place) === undefined), ...mountPlaces(mounts, path)];
  };
  const installs = foundInstalls(stages).slice(0, MOST_INSTALLS);
  return {
    fileAt(path) {
      const mounted = at(path);
      if (mounted !== undefined) return project.files.kind(mounted) === 'file' ? mounted : undefined;
      const entry = image.at(path);
      if (entry.kind === 'file') return join(folder, entry.context);
      const likely = entry.kind === 'unknown' ? guessed(path) : undefined;
      return likely !== undefined && project.files.kind(likely) === 'file' ? likely : undefined;
    },
    folderAt(path) {
      const mounted = at(path);
      if (mounted !== undefined) return mounted;
      const entry = image.at(path);
      if (entry.kind === 'folder' && entry.context !== undefined) return join(folder, entry.context);
      return entry.kind === 'unknown' ? guessed(path) : undefined;
    },
    entryAt: kindAt,
    requirementFiles: requirementFilesOf(reading, installs, context, folder),
    installs,
    lackingRequirements: lackingRequirements(reading, installs, context),
    missingSources: missingSources(reading, context, stages),
    stages,
    app(path) {
      const places = placesOf(path);
      if (places.some((place) => kindAt(place) === 'file')) return 'held';
      const inside = inContext(path);
      const usual = normalise(`${stage.image.workdir ?? '/'}/${inside ?? path}`);
      const unknown =
        stage.image.workdir === undefined || [usual, ...places].some((place) => kindAt(place) === 'unknown');
      return unknown || kindAt(usual) === 'written' || isInstalled(project, folder, installs) ? 'untold' : 'absent';
    },
    placesOf,
    context,
  };
}

/** The project itself is installed as a package (`pip install .`): its modules come with the others. */
function isInstalled(project: Project, folder: string, installs: ImageContents['installs']): boolean {
  const isPackage = ['pyproject.toml', 'setup.py', 'setup.cfg'].some(
    (name) => project.files.kind(join(folder, name)) === 'file',
  );
  return isPackage && installs.some(({ install }) => install.others.length > 0);
}

/** No Dockerfile can be read: nothing is told, and its files are guessed to stand where the chapter puts them. */
function nothingBuilt(
  project: Project,
  folder: string,
  context: BuildContext,
  mounts: readonly Mount[],
): ImageContents {
  const at = (path: string): string | undefined => mountedAt(mounts, path) ?? guess(project, folder, '/app', path);
  return {
    fileAt(path) {
      const file = at(path);
      return file !== undefined && project.files.kind(file) === 'file' ? file : undefined;
    },
    folderAt: at,
    entryAt: () => 'unknown',
    requirementFiles: [],
    installs: [],
    lackingRequirements: [],
    missingSources: [],
    stages: [],
    app: () => 'untold',
    placesOf: () => [],
    context,
  };
}

/** A path of the working folder, taken for the same path of the build folder. */
function guess(project: Project, folder: string, workdir: string, path: string): string | undefined {
  const clean = normalise(path);
  if (clean === workdir) return folder;
  const prefix = workdir === '/' ? '/' : `${workdir}/`;
  const file = clean.startsWith(prefix) ? join(folder, clean.slice(prefix.length)) : undefined;
  return file !== undefined && project.files.kind(file) !== 'absent' ? file : undefined;
}

/** A path of the project as one of the build context; undefined where it lies outside. */
function within(folder: string, path: string): string | undefined {
  if (folder === '') return path;
  if (path === folder) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

/** Folders of the project that Compose lays over the image. */
function mountedFolders(web: Service | undefined): readonly Mount[] {
  return (web?.mounts ?? [])
    .filter((mount) => mount.target.startsWith('/'))
    .toSorted((a, b) => b.target.length - a.target.length);
}

/** The project's path behind a mount; the innermost mount counts, and one that is no folder of the project hides nothing we know. */
function mountedAt(mounts: readonly Mount[], path: string): string | undefined {
  const clean = normalise(path);
  const mount = mounts.find(({ target }) => clean === normalise(target) || clean.startsWith(`${normalise(target)}/`));
  if (mount?.type !== 'bind' || mount.source.startsWith('/') || mount.source.startsWith('~')) return undefined;
  return join(mount.source, clean.slice(normalise(mount.target).length + 1));
}

function mountPlaces(mounts: readonly Mount[], path: string): readonly string[] {
  return mounts.flatMap((mount) => {
    if (mount.type !== 'bind' || mount.source.startsWith('/')) return [];
    const inside = within(normalise(mount.source), path);
    return inside === undefined ? [] : [normalise(`${mount.target}/${inside}`)];
  });
}

function requirementFilesOf(
  reading: DockerfileReading,
  installs: readonly FoundInstall[],
  context: BuildContext,
  folder: string,
): readonly string[] {
  const files = installs.flatMap(({ install, run, stage }) =>
    install.requirements.flatMap((file) => {
      if (file.path === undefined) return [];
      const bound = boundFile(run, file.path, context);
      if (bound !== undefined) return [join(folder, bound)];
      const entry = readContents(reading, stage, context).at(file.path);
      return entry.kind === 'file' ? [join(folder, entry.context)] : [];
    }),
  );
  return [...new Set(files)];
}

/** `RUN --mount=type=bind,source=requirements.txt,target=requirements.txt`: the file is there for this command alone. */
function boundFile(run: RunInstruction, path: string, context: BuildContext): string | undefined {
  for (const mount of run.mounts) {
    const options = new Map(
      mount.value.raw.split(',').map((option): [string, string] => {
        const equals = option.indexOf('=');
        return equals < 0 ? [option, ''] : [option.slice(0, equals), option.slice(equals + 1)];
      }),
    );
    if ((options.get('type') ?? 'bind') !== 'bind' || options.has('from')) continue;
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination') ?? '';
    const absolute = normalise(target.startsWith('/') ? target : `${run.workdir ?? '/'}/${target}`);
    const source = options.get('source') ?? options.get('src') ?? '';
    if (path !== absolute && !path.startsWith(absolute === '/' ? '/' : `${absolute}/`)) continue;
    const file = join(normalise(source), path.slice(absolute.length + (path === absolute ? 0 : 1)));
    if (context.kind(file) === 'file') return file;
  }
  return undefined;
}

/** The stage as it is when one of its commands runs. */
function before(stage: Stage, run: RunInstruction): Stage {
  return { ...stage, instructions: stage.instructions.slice(0, stage.instructions.indexOf(run)) };
}

function lackingRequirements(
  reading: DockerfileReading,
  installs: readonly FoundInstall[],
  context: BuildContext,
): readonly LackingRequirements[] {
  return installs.flatMap(({ install, run, stage }) => {
    if (run.mounts.some((mount) => !/type=(?:cache|secret|ssh|tmpfs)/.test(mount.value.raw))) return [];
    return [...install.requirements, ...install.constraints].flatMap((file): LackingRequirements[] => {
      if (file.path === undefined) return [];
      if (readContents(reading, before(stage, run), context).at(file.path).kind !== 'absent') return [];
      const whole = readContents(reading, stage, context);
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      const elsewhere = placesOfName(context, name).flatMap((path) => whole.placesOf(path));
      const entry = whole.at(file.path);
      const later = entry.kind === 'file' ? entry.by.at(-1) : undefined;
      return [{ file, run, stage, elsewhere, ...(later === undefined ? {} : { later }) }];
    });
  });
}

/** Files of that name in the context, at the top and one folder down. */
function placesOfName(context: BuildContext, name: string): readonly string[] {
  const folders = context.list('').filter((entry) => entry.kind === 'folder');
  return [name, ...folders.map((entry) => `${entry.name}/${name}`)].filter((path) => context.kind(path) === 'file');
}
