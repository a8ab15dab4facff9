import type { Span } from '../core/span.ts';
import { arrivedInstalls } from '../project/dockerfile/packages.ts';
import type { Stage } from '../project/dockerfile/reading.ts';
import type { StageImage } from '../project/dockerfile/stage-image.ts';
import type { Requirement } from '../project/requirements/reading.ts';
import type { Context } from './context.ts';
import { type FoundInstall, type FoundRun, foundRuns } from './found-installs.ts';
import { type Recipe, recipeOf } from './recipe.ts';

/** A driver of PostgreSQL with a part in C, followed from the list to the stage that runs. */
export type NativeDriver = {
  readonly requirement: Requirement;
  readonly install: FoundInstall;
  /** `ready`: a wheel brings it built; `built`: pip builds it where it is installed; `without`: it has no such part, and loads libpq itself. */
  readonly made: 'ready' | 'built' | 'without';
  /** Why there is no wheel, for a package that has some. */
  readonly noWheel?: NoWheel;
  /** What pip needs to build it and the stage does not have, as packages of its system. Undefined where that cannot be told. */
  readonly lacks?: readonly string[];
  /** Whether the stage that runs has libpq. */
  readonly library: 'there' | 'lacking' | 'untold';
  /** It was built for one C library and is run with the other. */
  readonly otherSystem?: { readonly built: Stage; readonly runs: Stage };
};

export type NoWheel = {
  readonly why: 'python' | 'alpine';
  readonly version: string;
  readonly versionAt: Span;
  /** Python of the stage that installs it. */
  readonly minor: string;
  /** The first version that has a wheel there. */
  readonly since: string;
};

/** Follows every driver that a requirements file names and a command of the Dockerfile installs. */
export function nativeDrivers(context: Context): readonly NativeDriver[] {
  const recipe = recipeOf(context);
  if (recipe === undefined) return [];
  const files = context.facts.source.requirements;
  const listed = files.flatMap((file) => file.reading?.requirements ?? []);
  // A list that says what pip may not take ready-made is beyond what is known here.
  if (files.some((file) => file.reading?.options.some(({ name }) => /binary/.test(name)))) return [];
  return listed.flatMap((requirement): NativeDriver[] => {
    const install = installOf(recipe, requirement);
    if (install === undefined || install.install.flags.some((flag) => /binary/.test(flag))) return [];
    const driver = followed(recipe, requirement, install, listed);
    return driver === undefined ? [] : [driver];
  });
}

function installOf({ contents }: Recipe, requirement: Requirement): FoundInstall | undefined {
  const name = requirement.nameAt.file.slice(requirement.nameAt.file.lastIndexOf('/') + 1);
  return (
    contents.installs.find(({ install }) => install.requirements.some((file) => file.text.endsWith(name))) ??
    contents.installs.find(({ install }) => install.requirements.length > 0)
  );
}

function followed(
  recipe: Recipe,
  requirement: Requirement,
  install: FoundInstall,
  listed: readonly Requirement[],
): NativeDriver | undefined {
  const { image } = install.stage;
  if (systemOf(image) === undefined || requirement.url !== undefined || requirement.marker !== undefined)
    return undefined;
  const common = { requirement, install, library: libraryIn(recipe), ...otherSystem(recipe, install) };
  switch (requirement.normalised) {
    case 'psycopg2':
      return { ...common, made: 'built', ...lacksIn(recipe, install.stage) };
    case 'psycopg2-binary': {
      const noWheel = wheelLack(requirement, image);
      if (noWheel === undefined) return { ...common, made: 'ready' };
      return { ...common, made: 'built', noWheel, ...lacksIn(recipe, install.stage) };
    }
    case 'psycopg': {
      const names = listed.map((one) => one.normalised);
      if (requirement.extras.includes('binary') || names.includes('psycopg-binary'))
        return { ...common, made: 'ready' };
      if (requirement.extras.includes('c') || names.includes('psycopg-c'))
        return { ...common, made: 'built', ...lacksIn(recipe, install.stage) };
      return { ...common, made: 'without' };
    }
    default:
      return undefined;
  }
}

/**
 * The newest Python that each version of psycopg2-binary has wheels for (tried with pip, November 2026).
 * Versions that are not here are not judged.
 */
const NEWEST_PYTHON: readonly (readonly [from: string, to: string, minor: number])[] = [
  ['2.8.0', '2.8.6', 9],
  ['2.9.1', '2.9.4', 10],
  ['2.9.5', '2.9.8', 11],
  ['2.9.9', '2.9.9', 12],
  ['2.9.10', '2.9.10', 13],
  ['2.9.11', '2.9.11', 14],
];
/** The first version with wheels for Alpine's C library. */
const FIRST_ON_ALPINE = '2.9.3';

function wheelLack(requirement: Requirement, image: StageImage): NoWheel | undefined {
  const [only, more] = requirement.specifiers;
  const minor = Number(/^3\.(\d+)$/.exec(image.python?.minor ?? '')?.[1] ?? Number.NaN);
  if (only?.operator !== '==' || more !== undefined || Number.isNaN(minor)) return undefined;
  const { version, versionAt } = only;
  const known = NEWEST_PYTHON.find(([from, to]) => compare(version, from) >= 0 && compare(version, to) <= 0);
  if (known === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  const since = NEWEST_PYTHON.find(([, , newest]) => newest >= minor)?.[0];
  const common = { version, versionAt, minor: `3.${minor}` };
  if (minor > known[2]) return since === undefined ? undefined : { ...common, why: 'python', since };
  if (image.python?.system !== 'alpine' || compare(version, FIRST_ON_ALPINE) >= 0) return undefined;
  const first = since === undefined || compare(since, FIRST_ON_ALPINE) < 0 ? FIRST_ON_ALPINE : since;
  return { ...common, why: 'alpine', since: first };
}

/** Compares dotted numbers; longer is later. */
function compare(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The system of an image, where its packages are known by name. */
export function systemOf({ python, base, bottom }: StageImage): 'debian' | 'alpine' | undefined {
  if (python !== undefined) {
    if (python.unknownParts.length > 0) return undefined;
    return python.system === 'debian' || python.system === 'alpine' ? python.system : undefined;
  }
  if (bottom !== 'system') return undefined;
  if (base?.repository === 'alpine') return 'alpine';
  return base?.repository === 'debian' || base?.repository === 'ubuntu' ? 'debian' : undefined;
}

/** What the stage that installs lacks to build a driver; nothing is said where its commands are not all known. */
function lacksIn(recipe: Recipe, stage: Stage): { readonly lacks?: readonly string[] } {
  const { image } = stage;
  if (image.python?.variant === 'full') return { lacks: [] };
  const installed = systemPackages(recipe, stage, 'ever');
  if (installed === undefined) return {};
  const has = (...names: readonly string[]) => names.some((name) => installed.includes(name));
  if (systemOf(image) === 'alpine')
    return {
      lacks: [
        ...(has('gcc', 'build-base', 'clang') ? [] : ['gcc']),
        ...(has('musl-dev', 'build-base', 'libc-dev') ? [] : ['musl-dev']),
        ...(installed.some((name) => /^(?:postgresql\d*-dev|libpq-dev)$/.test(name)) ? [] : ['postgresql-dev']),
      ],
    };
  return {
    lacks: [
      ...(has('gcc', 'build-essential', 'clang', 'g++') ? [] : ['gcc']),
      ...(installed.some((name) => /^(?:libpq-dev|postgresql-server-dev\S*|postgresql-common)$/.test(name))
        ? []
        : ['libpq-dev']),
    ],
  };
}

type SystemPackage = { readonly name: string; readonly at: Span };

/** What `apk del` takes away again: packages by their name, or all of one `apk add --virtual NAME`. */
function removedAgain(runs: readonly FoundRun[]): (one: SystemPackage) => boolean {
  const commands = runs.flatMap(({ facts }) => facts.commands);
  const texts = ({ words }: (typeof commands)[number]): readonly string[] => words.map((word) => word.text);
  const removed = new Set(
    commands.flatMap((command) =>
      /^apk del\b/.test(texts(command).slice(0, 2).join(' ')) ? texts(command).slice(2) : [],
    ),
  );
  const groups = commands.filter((command) =>
    texts(command).some(
      (text, at, all) =>
        removed.has(text.replace(/^--virtual=/, '')) &&
        (text.startsWith('--virtual=') || /^(?:--virtual|-t)$/.test(all[at - 1] ?? '')),
    ),
  );
  return ({ name, at }) =>
    removed.has(name) ||
    groups.some(({ span }) => span.file === at.file && span.start <= at.start && at.end <= span.end);
}

/** Packages of the system that a stage and those under it install, `ever` or to its end; undefined where something else may bring them. */
function systemPackages({ reading }: Recipe, stage: Stage, counted: 'ever' | 'kept'): readonly string[] | undefined {
  const stages = stage.image.chain.flatMap((number) => reading.stages[number] ?? []);
  const runs = foundRuns(stages);
  if (runs.some(({ facts }) => facts.writesFiles === 'perhaps')) return undefined;
  const isBrought = stages.some((one) =>
    one.instructions.some(
      (copy) =>
        copy.keyword === 'COPY' &&
        copy.from !== undefined &&
        copy.sources.some(({ raw }) => /libpq|^\/usr\/?$|^\/usr\/lib|^\/lib|^\/$|^\/usr\/include/.test(raw)),
    ),
  );
  if (isBrought) return undefined;
  const isRemoved = counted === 'ever' ? () => false : removedAgain(runs);
  const packages = runs
    .flatMap(({ facts }) => facts.systemInstalls)
    .flatMap((one) => one.packages)
    .filter((one) => !isRemoved(one));
  // A list that comes out of a file or a variable names packages that are not told.
  return packages.some(({ name }) => /[$`(*]/.test(name)) ? undefined : packages.map(({ name }) => name);
}

function libraryIn(recipe: Recipe): NativeDriver['library'] {
  const { stage, image } = recipe;
  if (image.python?.variant === 'full') return 'there';
  const installed = systemOf(image) === undefined ? undefined : systemPackages(recipe, stage, 'kept');
  if (installed === undefined) return 'untold';
  return installed.some((name) => /^(?:libpq\d*|libpq-dev|postgresql\S*)$/.test(name)) ? 'there' : 'lacking';
}

function otherSystem(recipe: Recipe, install: FoundInstall): Pick<NativeDriver, 'otherSystem'> {
  const built = systemOf(install.stage.image);
  const runs = systemOf(recipe.image);
  if (built === undefined || runs === undefined || built === runs) return {};
  const carried = arrivedInstalls(recipe.reading, recipe.stage).some(
    (one) => one.install.at.start === install.install.at.start && one.by.length > 0 && one.seen === 'seen',
  );
  return carried ? { otherSystem: { built: install.stage, runs: recipe.stage } } : {};
}
