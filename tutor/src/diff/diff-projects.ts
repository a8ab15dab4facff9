import { readCompose } from '../project/compose/read.ts';
import type { ComposeReading } from '../project/compose/reading.ts';
import { child, down, type TreeNode, textOf } from '../project/compose/tree.ts';
import type { BuildGiven } from '../project/dockerfile/reading.ts';
import { join, normalise, type ProjectFiles } from '../project/files.ts';
import { composeDifferences } from './compose-differences.ts';
import { type Difference, difference } from './difference.ts';
import { dockerfileDifferences } from './dockerfile-differences.ts';
import { alignNames, type Naming, SAME_NAMES } from './naming.ts';
import { pythonDifferences } from './python-differences.ts';
import { requirementsDifferences } from './requirements-differences.ts';

/** How two projects are to be compared. */
export type DiffOptions = {
  /** Name of the learner's folder; both projects get it, so that it makes no difference. */
  readonly folderName: string;
  /** Variables for interpolation, for both. Default none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `aligned`: other names of services, networks, volumes and build folders are no difference. Default `aligned`. */
  readonly names?: 'aligned' | 'compared';
  /** Pairs of names that the caller knows (from the roles), over what is found by itself. */
  readonly naming?: Partial<Naming>;
  /** Only these files of the solution, relative to the project; default all that are understood. */
  readonly files?: readonly string[];
};

/** How the learner's project differs from the solution's in what it means; empty where it does the same. */
export function diffProjects(yours: ProjectFiles, theirs: ProjectFiles, options: DiffOptions): readonly Difference[] {
  const scene = sceneOf(yours, theirs, options);
  const { your, their, naming, asked } = scene;
  const isAsked = asked === undefined || their.compose.files.some((file) => asked.includes(file));
  return [
    ...(isAsked ? composeDifferences(your.compose, their.compose, naming) : []),
    ...comparedFiles(scene).flatMap((pair) => fileDifferences(pair, your, their)),
  ];
}

/** Which of the learner's files has the part of which of the solution's: what {@link diffProjects} compares, for a plain diff. */
export function pairFiles(
  yours: ProjectFiles,
  theirs: ProjectFiles,
  options: DiffOptions,
): readonly { readonly yours: string; readonly theirs: string }[] {
  const scene = sceneOf(yours, theirs, options);
  const compose = scene.their.compose.files
    .filter((file) => scene.asked === undefined || scene.asked.includes(file))
    .map((file, at) => ({ yours: scene.your.compose.files[at] ?? file, theirs: file }));
  return [...compose, ...comparedFiles(scene).map((pair) => ({ yours: pair.yours, theirs: pair.theirs }))];
}

/** Both projects, read, with what stands for what. */
type Scene = {
  readonly your: Side;
  readonly their: Side;
  readonly naming: Naming;
  /** Undefined: all files. */
  readonly asked: readonly string[] | undefined;
};

function sceneOf(yours: ProjectFiles, theirs: ProjectFiles, options: DiffOptions): Scene {
  const your = sideOf(yours, options);
  const their = sideOf(theirs, options);
  const naming = namingOf(your.compose, their.compose, options);
  return { your, their, naming, asked: options.files?.map(normalise) };
}

function comparedFiles({ your, their, naming, asked }: Scene): readonly FilePair[] {
  return theirFiles(their, pairBuilds(your, their, naming)).filter(({ theirs: file, kind }) => {
    // A file that is no more than text (a note, an editor's settings) counts where it is asked for.
    if (asked === undefined) return kind !== 'text';
    return asked.includes(file);
  });
}

type Side = { readonly files: ProjectFiles; readonly compose: ComposeReading };

function sideOf(files: ProjectFiles, options: DiffOptions): Side {
  const { folderName, environment = {} } = options;
  return { files, compose: readCompose({ files, folderName, folderPath: '', environment }) };
}

function namingOf(yours: ComposeReading, theirs: ComposeReading, options: DiffOptions): Naming {
  if (options.names === 'compared') return SAME_NAMES;
  const found = alignNames(yours.model, theirs.model);
  const given = options.naming ?? {};
  return {
    services: { ...found.services, ...given.services },
    networks: { ...found.networks, ...given.networks },
    volumes: { ...found.volumes, ...given.volumes },
    folders: { ...found.folders, ...given.folders },
  };
}

/** What a service is built from on both sides. */
type BuildPair = { readonly yours: BuildSource; readonly theirs: BuildSource };
type BuildSource = { readonly context: string; readonly dockerfile: string; readonly given: BuildGiven };

function pairBuilds(your: Side, their: Side, naming: Naming): readonly BuildPair[] {
  const services = child(your.compose.model, 'services');
  if (services?.kind !== 'mapping') return [];
  return services.entries.flatMap(({ key, value }) => {
    const yours = buildOf(value);
    const theirs = buildOf(down(their.compose.model, 'services', naming.services[key] ?? key));
    return yours === undefined || theirs === undefined ? [] : [{ yours, theirs }];
  });
}

function buildOf(service: TreeNode | undefined): BuildSource | undefined {
  const build = child(service, 'build');
  const context = textOf(child(build, 'context'));
  if (context === undefined) return undefined;
  const args = child(build, 'args');
  const given = args?.kind === 'mapping' ? args.entries.flatMap(({ key, value }) => pairOf(key, textOf(value))) : [];
  return {
    context: normalise(context),
    dockerfile: join(normalise(context), textOf(child(build, 'dockerfile')) ?? 'Dockerfile'),
    given: { arguments: Object.fromEntries(given) },
  };
}

const pairOf = (key: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[key, value]];

type FilePair = {
  readonly yours: string;
  readonly theirs: string;
  readonly kind: 'dockerfile' | 'python' | 'requirements' | 'text';
  readonly build?: BuildPair;
};

/** The solution's files that are understood, each with the learner's that has its part: the folder of a build may have another name. */
function theirFiles(their: Side, builds: readonly BuildPair[]): readonly FilePair[] {
  return filesUnder(their.files, '')
    .filter((file) => !their.compose.files.includes(file))
    .map((file): FilePair => {
      const build = builds.find(({ theirs }) => file === theirs.dockerfile);
      if (build !== undefined) return { yours: build.yours.dockerfile, theirs: file, kind: 'dockerfile', build };
      const around = builds.find(({ theirs }) => theirs.context === '' || file.startsWith(`${theirs.context}/`));
      const yours = around === undefined ? file : join(around.yours.context, relative(file, around.theirs.context));
      return { yours, theirs: file, kind: kindOf(file) };
    });
}

const relative = (file: string, folder: string): string => (folder === '' ? file : file.slice(folder.length + 1));

function kindOf(file: string): FilePair['kind'] {
  const name = file.split('/').at(-1) ?? '';
  if (/^Dockerfile|\.Dockerfile$/i.test(name)) return 'dockerfile';
  if (name.endsWith('.py')) return 'python';
  return /requirements.*\.txt$/i.test(name) ? 'requirements' : 'text';
}

/** A folder that links back into itself must not be walked for ever. */
const MAX_DEPTH = 8;

function filesUnder(files: ProjectFiles, folder: string, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return files.list(folder).flatMap(({ name, kind }) => {
    const path = join(folder, name);
    if (kind === 'file') return [path];
    return kind === 'folder' ? filesUnder(files, path, depth + 1) : [];
  });
}

function fileDifferences(pair: FilePair, your: Side, their: Side): readonly Difference[] {
  const theirs = their.files.read(pair.theirs);
  const yours = your.files.read(pair.yours);
  if (theirs.kind !== 'text') return [];
  if (yours.kind !== 'text')
    return [difference({ file: pair.yours, path: '', kind: yours.kind === 'absent' ? 'missing' : 'different' })];
  const mine = { file: pair.yours, text: yours.text };
  const other = { file: pair.theirs, text: theirs.text };
  switch (pair.kind) {
    case 'dockerfile':
      return dockerfileDifferences(
        { ...mine, given: pair.build?.yours.given ?? {} },
        { ...other, given: pair.build?.theirs.given ?? {} },
      );
    case 'python':
      return pythonDifferences(mine, other);
    case 'requirements':
      return requirementsDifferences(mine, other);
    case 'text':
      return sameText(mine.text, other.text) ? [] : [difference({ file: mine.file, path: '', kind: 'different' })];
  }
}

/** Ends of lines and blanks before them do not count. */
function sameText(yours: string, theirs: string): boolean {
  const plain = (text: string): string => text.replace(/[ \t]*\r?\n/g, '\n').trim();
  return plain(yours) === plain(theirs);
}
