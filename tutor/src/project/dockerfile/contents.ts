import type { Span } from '../../core/span.ts';
import { globMatches, readGlob } from '../ignore/glob.ts';
import { type IgnorePattern, type IgnoreReading, ignoredBy } from '../ignore/read-ignore.ts';
import { cleanPath } from './copy.ts';
import type { CopyInstruction, DockerfileReading, RunInstruction, Stage, Value } from './reading.ts';
import { readRun } from './run-facts.ts';
import { runVariables } from './run-variables.ts';

/** The build context: what COPY can take. Paths are relative to it, `''` is the context itself. */
export interface BuildContext {
  kind(path: string): 'file' | 'folder' | 'absent';
  /** Names in a folder; empty where there is none. */
  list(folder: string): readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'link' | 'other' }[];
  /** The context's `.dockerignore`, or the Dockerfile's own. */
  readonly ignore?: IgnoreReading;
}

/** What stands at a path of an image. */
export type ImageEntry =
  /** A file of the context, by its path there; `by`: the instructions that brought it, the last first. */
  | { readonly kind: 'file'; readonly context: string; readonly by: readonly CopyInstruction[] }
  | { readonly kind: 'folder'; readonly context?: string; readonly by: readonly CopyInstruction[] }
  /** Written in the Dockerfile itself. */
  | { readonly kind: 'written'; readonly by: CopyInstruction }
  | { readonly kind: 'absent' }
  /** Something that is not read may have put it there (another image, an archive, a program). */
  | { readonly kind: 'unknown'; readonly at?: Span };

/** A COPY source that the context does not have. */
export type MissingSource = {
  readonly copy: CopyInstruction;
  readonly source: Value;
  /** Path in the context that was looked for. */
  readonly path: string;
  /** The pattern of `.dockerignore` that leaves it out, where the folder on disk has it. */
  readonly ignoredBy?: IgnorePattern;
};

/** What a stage holds of the build context. */
export interface StageContents {
  /** What stands at an absolute path in the end. */
  at(path: string): ImageEntry;
  /** Absolute paths at which a file or folder of the context ends up. */
  placesOf(contextPath: string): readonly string[];
}

/** How many steps from stage to stage are followed. */
const MAX_HOPS = 20;

/** Follows COPY and ADD of a stage, of the stages under it, and of those it copies from. Deletions are not followed. */
export function readContents(reading: DockerfileReading, stage: Stage, context: BuildContext): StageContents {
  const world: World = { reading, context, writers: new Map() };
  return {
    at: (path) => entryAt(world, stage, cleanPath(path), 0),
    placesOf: (contextPath) => placesIn(world, stage, contextPath, 0),
  };
}

type World = {
  readonly reading: DockerfileReading;
  readonly context: BuildContext;
  /** What each RUN was found to do, for each is asked once a path. */
  readonly writers: Map<RunInstruction, 'no' | 'perhaps'>;
};

/** COPY sources that are not in the context, in the stages that count for `stages` (all of the file by default). */
export function missingSources(
  reading: DockerfileReading,
  context: BuildContext,
  stages: readonly Stage[] = reading.stages,
): MissingSource[] {
  return stages.flatMap((stage) =>
    stage.instructions.flatMap((one) =>
      (one.keyword === 'COPY' || one.keyword === 'ADD') && one.from === undefined
        ? one.sources.flatMap((source) => missingSource(one, source, context) ?? [])
        : [],
    ),
  );
}

function missingSource(copy: CopyInstruction, source: Value, context: BuildContext): MissingSource | undefined {
  if (source.text === undefined || isRemote(source.text)) return undefined;
  const path = contextPath(source.text);
  if (path === '') return undefined;
  if (/[*?[]/.test(path)) return matching(path, context).length > 0 ? undefined : { copy, source, path };
  const there = context.kind(path) !== 'absent';
  const pattern = there ? hiddenBy(path, context) : undefined;
  if (there && pattern === undefined) return undefined;
  return { copy, source, path, ...(pattern === undefined ? {} : { ignoredBy: pattern }) };
}

/** The pattern that hides a path; a folder of which something is taken back is still sent. */
function hiddenBy(path: string, context: BuildContext): IgnorePattern | undefined {
  const pattern = ignoredBy(context.ignore, path);
  if (pattern === undefined || context.kind(path) === 'file') return pattern;
  const takesBack = context.ignore?.patterns.some((one) => one.effect === 'takes-back') ?? false;
  return takesBack ? undefined : pattern;
}

function isRemote(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\/|^git@/.test(source);
}

/** A source as a path of the context: `./x`, `/x` and `../x` all mean `x`. */
export function contextPath(source: string): string {
  return cleanPath(`/${source}`).slice(1);
}

/** Paths of the context that a pattern matches; `*` does not cross folders. */
function matching(pattern: string, context: BuildContext): string[] {
  let found = [''];
  for (const part of pattern.split('/')) found = found.flatMap((folder) => matchingIn(folder, part, context));
  return found.filter((path) => ignoredBy(context.ignore, path) === undefined);
}

function matchingIn(folder: string, part: string, context: BuildContext): string[] {
  const inside = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  if (!/[*?[\\]/.test(part)) return context.kind(inside(part)) === 'absent' ? [] : [inside(part)];
  const glob = readGlob(part);
  if (glob === undefined) return [];
  return context.list(folder).flatMap(({ name }) => (globMatches(glob, name) ? [inside(name)] : []));
}

/** One source of a COPY and where it goes. */
type Laid = {
  readonly copy: CopyInstruction;
  /** Path of the source, in the context or in the other stage; undefined where it is not known. */
  readonly source: string | undefined;
  readonly destination: string;
};

/** The sources of a COPY, patterns of the context written out. */
function laidBy(copy: CopyInstruction, context: BuildContext): Laid[] {
  const destination = copy.resolved;
  if (destination === undefined) return [];
  return copy.sources.flatMap((source): Laid[] => {
    if (source.text === undefined) return [{ copy, source: undefined, destination }];
    const path = copy.from === undefined ? contextPath(source.text) : cleanPath(`/${source.text}`);
    if (copy.from !== undefined || !/[*?[]/.test(path)) return [{ copy, source: path, destination }];
    const found = matching(path, context);
    const into = found.length > 1 && !destination.endsWith('/') ? `${destination}/` : destination;
    return found.map((match) => ({ copy, source: match, destination: into }));
  });
}

function entryAt(world: World, stage: Stage, path: string, hops: number): ImageEntry {
  if (hops > MAX_HOPS) return { kind: 'unknown' };
  let unknown: Span | undefined;
  let folder: ImageEntry | undefined;
  for (const instruction of stage.instructions.toReversed()) {
    if (instruction.keyword === 'RUN') {
      if (mayWrite(world, instruction, stage)) unknown ??= instruction.span;
      continue;
    }
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
    const entry = broughtBy(world, instruction, path, hops);
    if (entry.kind === 'file' || entry.kind === 'written') return entry;
    if (entry.kind === 'folder') folder = merged(folder, entry);
    else if (entry.kind === 'unknown') unknown ??= entry.at ?? instruction.span;
  }
  return folder ?? below(world, stage, path, unknown, hops);
}

function merged(folder: ImageEntry | undefined, entry: ImageEntry & { kind: 'folder' }): ImageEntry {
  return folder?.kind === 'folder' ? { ...folder, by: [...folder.by, ...entry.by] } : entry;
}

/** What the stage underneath has, or the image at the bottom: of Python's own, nothing of a project. */
function below(world: World, stage: Stage, path: string, unknown: Span | undefined, hops: number): ImageEntry {
  const parent = stage.parent === undefined ? undefined : world.reading.stages[stage.parent];
  const under: ImageEntry = parent === undefined ? bottomEntry(stage, path) : entryAt(world, parent, path, hops + 1);
  if (under.kind !== 'absent') return under;
  if (unknown !== undefined) return { kind: 'unknown', at: unknown };
  return isWorkdir(stage, path) ? { kind: 'folder', by: [] } : under;
}

function isWorkdir(stage: Stage, path: string): boolean {
  return stage.instructions.some((one) => one.keyword === 'WORKDIR' && `${one.resolved ?? ''}/`.startsWith(`${path}/`));
}

/** Folders that the images of systems have; nothing of a project lies in them. */
const SYSTEM_FOLDERS =
  /^\/(?:bin|boot|dev|etc|lib|lib64|opt|proc|root|run|sbin|sys|usr|var|home|tmp|media|mnt|srv)(?:\/|$)/;

function bottomEntry(stage: Stage, path: string): ImageEntry {
  if (stage.image.bottom === 'unknown') return { kind: 'unknown', at: stage.image.baseAt };
  if (path === '/') return { kind: 'folder', by: [] };
  const isSystemFile = /^\/(?:bin|etc|lib|lib64|sbin|usr|var)(?:\/|$)/.test(path);
  if (stage.image.bottom !== 'scratch' && isSystemFile) return { kind: 'unknown', at: stage.image.baseAt };
  if (stage.image.bottom !== 'scratch' && SYSTEM_FOLDERS.test(path) && !path.slice(1).includes('/'))
    return { kind: 'folder', by: [] };
  return { kind: 'absent' };
}

const ARCHIVE = /\.(?:tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz|zip)$/;

/** What one COPY brings to a path. */
function broughtBy(world: World, copy: CopyInstruction, path: string, hops: number): ImageEntry {
  if (copy.resolved === undefined) return { kind: 'unknown', at: copy.span };
  if (copy.heredocs.length > 0 && writtenAt(copy, path)) return { kind: 'written', by: copy };
  let folder: ImageEntry | undefined;
  for (const laid of laidBy(copy, world.context)) {
    const entry = laidAt(world, laid, path, hops);
    if (entry.kind === 'folder') folder = merged(folder, entry);
    else if (entry.kind !== 'absent') return entry;
  }
  return folder ?? { kind: 'absent' };
}

function writtenAt(copy: CopyInstruction, path: string): boolean {
  const destination = copy.resolved ?? '';
  return destination.endsWith('/')
    ? copy.heredocs.some(({ name }) => `${destination}${name}` === path)
    : destination === path;
}

function laidAt(world: World, laid: Laid, path: string, hops: number): ImageEntry {
  const { copy, source, destination } = laid;
  const target = destination === '/' ? '/' : destination.replace(/\/$/, '');
  // A folder above what is copied is made on the way.
  if (target !== path && (target === '/' ? false : target.startsWith(`${path === '/' ? '' : path}/`)))
    return { kind: 'folder', by: [copy] };
  if (path !== target && target !== '/' && !path.startsWith(`${target}/`)) return { kind: 'absent' };
  if (source === undefined || isRemote(source) || (copy.keyword === 'ADD' && ARCHIVE.test(source)))
    return { kind: 'unknown', at: copy.span };
  const rest = path === target ? '' : path.slice(target === '/' ? 1 : target.length + 1);
  if (copy.from === undefined) return fromContext(world.context, laid, rest);
  return fromStage(world, laid, rest, hops);
}

/** A folder's content goes into the destination; a file goes to it, or into it where it ends in `/`. */
function fromContext(context: BuildContext, laid: Laid, rest: string): ImageEntry {
  const { copy, destination } = laid;
  const source = laid.source ?? '';
  const kind = source === '' ? 'folder' : context.kind(source);
  if (kind === 'absent') return { kind: 'absent' };
  if (kind === 'file') {
    const name = source.slice(source.lastIndexOf('/') + 1);
    const isHere = destination.endsWith('/') || destination === '/' ? rest === name : rest === '';
    if (isHere && ignoredBy(context.ignore, source) === undefined) return { kind: 'file', context: source, by: [copy] };
    return rest === '' && destination.endsWith('/') ? { kind: 'folder', by: [copy] } : { kind: 'absent' };
  }
  const inside = rest === '' ? source : source === '' ? rest : `${source}/${rest}`;
  const insideKind = inside === '' ? 'folder' : context.kind(inside);
  if (insideKind === 'absent' || (inside !== '' && hiddenBy(inside, context) !== undefined)) return { kind: 'absent' };
  return { kind: insideKind, context: inside, by: [copy] };
}

function fromStage(world: World, laid: Laid, rest: string, hops: number): ImageEntry {
  const { copy, source = '', destination } = laid;
  if (copy.from?.target.kind !== 'stage') return { kind: 'unknown', at: copy.span };
  const stage = world.reading.stages[copy.from.target.stage];
  if (stage === undefined) return { kind: 'unknown', at: copy.span };
  const name = source.slice(source.lastIndexOf('/') + 1);
  const own = entryAt(world, stage, cleanPath(source), hops + 1);
  const isFile = own.kind === 'file' || own.kind === 'written';
  if (isFile) {
    const isHere = destination.endsWith('/') ? rest === name : rest === '';
    return isHere ? along(own, copy) : { kind: 'absent' };
  }
  const entry = entryAt(world, stage, cleanPath(`${source}/${rest}`), hops + 1);
  return along(entry, copy);
}

function along(entry: ImageEntry, copy: CopyInstruction): ImageEntry {
  return entry.kind === 'file' || entry.kind === 'folder' ? { ...entry, by: [copy, ...entry.by] } : entry;
}

function mayWrite(world: World, run: RunInstruction, stage: Stage): boolean {
  const known = world.writers.get(run) ?? readRun(run, runVariables(stage)).writesFiles;
  world.writers.set(run, known);
  return known === 'perhaps';
}

function placesIn(world: World, stage: Stage, path: string, hops: number): readonly string[] {
  if (hops > MAX_HOPS) return [];
  const parent = stage.parent === undefined ? undefined : world.reading.stages[stage.parent];
  const places = new Set(parent === undefined ? [] : placesIn(world, parent, path, hops + 1));
  for (const copy of stage.instructions) {
    if (copy.keyword !== 'COPY' && copy.keyword !== 'ADD') continue;
    for (const laid of laidBy(copy, world.context))
      for (const place of placesBy(world, laid, path, hops)) places.add(place);
  }
  return [...places];
}

function placesBy(world: World, laid: Laid, path: string, hops: number): readonly string[] {
  const { copy, source, destination } = laid;
  if (source === undefined) return [];
  if (copy.from === undefined) {
    if (ignoredBy(world.context.ignore, path) !== undefined) return [];
    return placed(source, destination, path, source === '' ? 'folder' : world.context.kind(source));
  }
  const from = copy.from.target.kind === 'stage' ? world.reading.stages[copy.from.target.stage] : undefined;
  if (from === undefined) return [];
  return placesIn(world, from, path, hops + 1).flatMap((place) =>
    placed(source, destination, place, place === source ? 'file' : 'folder'),
  );
}

/** Where `path` ends when `source` is copied to `destination`. */
function placed(source: string, destination: string, path: string, kind: 'file' | 'folder' | 'absent'): string[] {
  const target = destination === '/' ? '' : destination.replace(/\/$/, '');
  if (path === source && kind === 'file') {
    return [destination.endsWith('/') ? `${target}/${path.slice(path.lastIndexOf('/') + 1)}` : target];
  }
  if (path === source) return [target === '' ? '/' : target];
  const prefix = source === '' || source === '/' ? source : `${source}/`;
  return path.startsWith(prefix) && kind === 'folder' ? [`${target}/${path.slice(prefix.length)}`] : [];
}
