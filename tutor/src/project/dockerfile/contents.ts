import type { Span } from '../../core/span.ts';
import { globMatches, readGlob } from '../ignore/glob.ts';
import { type IgnorePattern, type IgnoreReading, ignoredBy } from '../ignore/read-ignore.ts';
import { cleanPath } from './copy.ts';
import type { CopyInstruction, DockerfileReading, Instruction, RunInstruction, Stage, Value } from './reading.ts';
import { type RunFacts, readRun } from './run-facts.ts';
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
  /** BuildKit stops at a path that is not there; a pattern (`*.cfg`) that matches nothing copies nothing (tried). */
  readonly effect: 'refused' | 'copies-nothing';
};

/** What a stage holds of the build context. */
export interface StageContents {
  /** What stands at an absolute path in the end. */
  at(path: string): ImageEntry;
  /** Absolute paths at which a file or folder of the context ends up. */
  placesOf(contextPath: string): readonly string[];
}

/** How many steps from stage to stage are followed, and how many looks at a stage one question takes. */
const MAX_HOPS = 20;
const MAX_STEPS = 2_000;

/** Follows COPY and ADD of a stage, of the stages under it, and of those it copies from. Deletions are not followed. */
export function readContents(reading: DockerfileReading, stage: Stage, context: BuildContext): StageContents {
  const world: World = { reading, context, writers: new Map(), landings: new Map(), steps: { left: MAX_STEPS } };
  return {
    at(path) {
      world.steps.left = MAX_STEPS;
      return entryAt(world, stage, cleanPath(path), 0);
    },
    placesOf(contextPath) {
      world.steps.left = MAX_STEPS;
      return placesIn(world, stage, contextPath, 0);
    },
  };
}

type World = {
  readonly reading: DockerfileReading;
  readonly context: BuildContext;
  /** What each RUN was found to do, for each is asked once a path. */
  readonly writers: Map<RunInstruction, RunFacts>;
  readonly landings: Map<CopyInstruction, Landing>;
  /** Looks at stages that are left before the rest counts as unknown. */
  readonly steps: { left: number };
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
        ? one.sources.flatMap((source) => missingSource(one, source, context, stages) ?? [])
        : [],
    ),
  );
}

function missingSource(
  copy: CopyInstruction,
  source: Value,
  context: BuildContext,
  stages: readonly Stage[],
): MissingSource | undefined {
  if (source.text === undefined || isRemote(source.text)) return undefined;
  const path = contextPath(source.text);
  if (path === '') return undefined;
  if (/[*?[]/.test(path)) return missingPattern(copy, source, path, context, stages);
  const there = context.kind(path) !== 'absent';
  const pattern = there ? hiddenBy(path, context) : undefined;
  if (there && pattern === undefined) return undefined;
  return { copy, source, path, effect: 'refused', ...(pattern === undefined ? {} : { ignoredBy: pattern }) };
}

/**
 * A pattern may match nothing. But only what COPYs name is sent: the folder that the pattern starts from is not there then,
 * and the build stops (tried), unless another COPY has it sent.
 */
function missingPattern(
  copy: CopyInstruction,
  source: Value,
  path: string,
  context: BuildContext,
  stages: readonly Stage[],
): MissingSource | undefined {
  if (matching(path, context).length > 0) return undefined;
  const folder = /^(?:[^*?[]*(?=\/))?/.exec(path)?.[0] ?? '';
  const there = folder === '' || stages.some((stage) => stage.instructions.some((one) => sends(one, folder)));
  return { copy, source, path, effect: there ? 'copies-nothing' : 'refused' };
}

/** Whether an instruction has a folder of the context sent, with all that lies in it. */
function sends(instruction: Instruction, folder: string): boolean {
  if ((instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') || instruction.from !== undefined) return false;
  return instruction.sources.some((source) => {
    const path = source.text === undefined ? '' : contextPath(source.text);
    return path === '' || `${folder}/`.startsWith(`${path}/`);
  });
}

/** The pattern that keeps a path out of the build. A folder that is left out itself is sent where anything in it is taken back. */
function hiddenBy(path: string, context: BuildContext): IgnorePattern | undefined {
  const pattern = ignoredBy(context.ignore, path);
  if (pattern === undefined || context.kind(path) === 'file') return pattern;
  const takesBack = context.ignore?.patterns.some((one) => one.effect === 'takes-back') ?? false;
  return takesBack && holdsSent(path, context, { left: MAX_SEARCHED }) ? undefined : pattern;
}

/** How many entries of an ignored folder are looked at for one that is taken back. */
const MAX_SEARCHED = 2_000;

function holdsSent(folder: string, context: BuildContext, search: { left: number }): boolean {
  return context.list(folder).some(({ name, kind }) => {
    search.left--;
    if (search.left < 0) return true;
    const path = `${folder}/${name}`;
    return kind === 'folder' ? holdsSent(path, context, search) : ignoredBy(context.ignore, path) === undefined;
  });
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
  /** Absolute, without a slash at its end; `''` is the root. */
  readonly target: string;
  readonly landing: Landing;
};

/**
 * Whether a file that is copied gets the destination's name or goes into it: it goes into a folder that is there already
 * (WORKDIR makes one) as into one that is written with a slash at its end (tried). `either`: that is not known.
 */
type Landing = 'inside' | 'as' | 'either';

/** The sources of a COPY, patterns of the context written out. */
function laidBy(world: World, stage: Stage, copy: CopyInstruction, hops: number): Laid[] {
  if (copy.resolved === undefined) return [];
  const target = copy.resolved.replace(/\/$/, '');
  let landing = landingOf(world, stage, copy, target, hops);
  const laid: Laid[] = [];
  for (const source of copy.sources.flatMap((one) => writtenOut(copy, one.text, world.context))) {
    laid.push({ copy, source, target, landing });
    // What follows a folder finds one there.
    if (source !== undefined && copy.from === undefined && isFolder(world.context, source)) landing = 'inside';
  }
  return laid;
}

function isFolder(context: BuildContext, path: string): boolean {
  return path === '' || context.kind(path) === 'folder';
}

function writtenOut(copy: CopyInstruction, source: string | undefined, context: BuildContext): (string | undefined)[] {
  if (source === undefined) return [undefined];
  if (copy.from !== undefined) return [cleanPath(`/${source}`)];
  const path = contextPath(source);
  return /[*?[]/.test(path) && !isRemote(source) ? matching(path, context) : [isRemote(source) ? source : path];
}

function landingOf(world: World, stage: Stage, copy: CopyInstruction, target: string, hops: number): Landing {
  if (target === '' || copy.resolved?.endsWith('/') === true) return 'inside';
  const known = world.landings.get(copy);
  if (known !== undefined) return known;
  world.landings.set(copy, 'as');
  const before = entryAt(world, stage, target, hops, stage.instructions.indexOf(copy));
  const landing = before.kind === 'folder' ? 'inside' : before.kind === 'unknown' ? 'either' : 'as';
  world.landings.set(copy, landing);
  return landing;
}

/** What stands at a path after the first `limit` instructions of a stage. */
function entryAt(
  world: World,
  stage: Stage,
  path: string,
  hops: number,
  limit = stage.instructions.length,
): ImageEntry {
  world.steps.left--;
  if (hops > MAX_HOPS || world.steps.left < 0) return { kind: 'unknown' };
  let unknown: Span | undefined;
  let folder: ImageEntry | undefined;
  for (let at = limit - 1; at >= 0; at--) {
    const instruction = stage.instructions[at];
    const entry = instruction === undefined ? NOTHING : entryBy(world, stage, instruction, path, hops);
    if (entry.kind === 'file' || entry.kind === 'written') return entry;
    if (entry.kind === 'folder') folder = merged(folder, entry);
    else if (entry.kind === 'unknown') unknown ??= entry.at ?? instruction?.span;
  }
  return folder ?? below(world, stage, path, unknown, hops);
}

const NOTHING: ImageEntry = { kind: 'absent' };

/** What one instruction makes of a path. */
function entryBy(world: World, stage: Stage, instruction: Instruction, path: string, hops: number): ImageEntry {
  switch (instruction.keyword) {
    case 'COPY':
    case 'ADD':
      return broughtBy(world, stage, instruction, path, hops);
    case 'RUN':
      return leftBy(world, stage, instruction, path);
    case 'WORKDIR':
      return `${instruction.resolved ?? ''}/`.startsWith(`${path}/`) ? { kind: 'folder', by: [] } : NOTHING;
    default:
      return NOTHING;
  }
}

/** `mkdir` makes a folder; a command that is not known may make anything. */
function leftBy(world: World, stage: Stage, run: RunInstruction, path: string): ImageEntry {
  const facts = world.writers.get(run) ?? readRun(run, runVariables(stage));
  world.writers.set(run, facts);
  if (facts.folders.some((folder) => `${folder.path}/`.startsWith(`${path}/`))) return { kind: 'folder', by: [] };
  return facts.writesFiles === 'perhaps' ? { kind: 'unknown', at: run.span } : NOTHING;
}

function merged(folder: ImageEntry | undefined, entry: ImageEntry & { kind: 'folder' }): ImageEntry {
  return folder?.kind === 'folder' ? { ...folder, by: [...folder.by, ...entry.by] } : entry;
}

/** What the stage underneath has, or the image at the bottom: of Python's own, nothing of a project. */
function below(world: World, stage: Stage, path: string, unknown: Span | undefined, hops: number): ImageEntry {
  const parent = stage.parent === undefined ? undefined : world.reading.stages[stage.parent];
  const under: ImageEntry = parent === undefined ? bottomEntry(stage, path) : entryAt(world, parent, path, hops + 1);
  return under.kind === 'absent' && unknown !== undefined ? { kind: 'unknown', at: unknown } : under;
}

/** Folders that the images of systems have; nothing of a project lies in them. */
const SYSTEM_FOLDERS: ReadonlySet<string> = new Set(
  'bin boot dev etc lib lib64 opt proc root run sbin sys usr var home tmp media mnt srv'.split(' '),
);
/** Those of them whose files only the image knows. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(['bin', 'etc', 'lib', 'lib64', 'sbin']);
/** What systems have below /usr, /usr/local and /var (Debian and Alpine): all else there is a project's own, as `/usr/src/app` and `/var/www`. */
const OF_SYSTEMS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    usr: 'bin games include lib lib32 lib64 libexec libx32 sbin share',
    'usr/local': 'bin etc games include lib man sbin share src',
    var: 'backups cache empty lib local lock log mail opt run spool tmp',
  }).map(([folder, names]) => [folder, new Set(names.split(' '))]),
);
/** Folders down there that are empty, and there. */
const EMPTY_FOLDERS: ReadonlySet<string> = new Set(['/usr/src']);

function isSystemFile(path: string): boolean {
  const [, top = '', second, third] = path.split('/');
  if (SYSTEM_FILES.has(top)) return true;
  const [folder, name] = top === 'usr' && second === 'local' ? ['usr/local', third] : [top, second];
  const own = OF_SYSTEMS.get(folder);
  return own !== undefined && (name === undefined || own.has(name));
}

function bottomEntry(stage: Stage, path: string): ImageEntry {
  if (stage.image.bottom === 'unknown') return { kind: 'unknown', at: stage.image.baseAt };
  if (path === '/') return { kind: 'folder', by: [] };
  if (stage.image.bottom === 'scratch') return { kind: 'absent' };
  if (isSystemFile(path)) return { kind: 'unknown', at: stage.image.baseAt };
  if (SYSTEM_FOLDERS.has(path.slice(1)) || EMPTY_FOLDERS.has(path)) return { kind: 'folder', by: [] };
  return { kind: 'absent' };
}

const ARCHIVE = /\.(?:tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz|zip)$/;

/** What one COPY brings to a path. */
function broughtBy(world: World, stage: Stage, copy: CopyInstruction, path: string, hops: number): ImageEntry {
  if (copy.resolved === undefined) return { kind: 'unknown', at: copy.span };
  if (copy.heredocs.length > 0 && writtenAt(copy, path)) return { kind: 'written', by: copy };
  let folder: ImageEntry | undefined;
  for (const laid of laidBy(world, stage, copy, hops).toReversed()) {
    const entry = laidAt(world, laid, path, hops);
    if (entry.kind === 'folder') folder = merged(folder, entry);
    else if (entry.kind !== 'absent') return entry;
  }
  return folder ?? NOTHING;
}

function writtenAt(copy: CopyInstruction, path: string): boolean {
  const destination = copy.resolved ?? '';
  return destination.endsWith('/')
    ? copy.heredocs.some(({ name }) => `${destination}${name}` === path)
    : destination === path;
}

function laidAt(world: World, laid: Laid, path: string, hops: number): ImageEntry {
  const { copy, source, target } = laid;
  // A folder above what is copied is made on the way.
  if (target !== path && target.startsWith(path === '/' ? '/' : `${path}/`)) return { kind: 'folder', by: [copy] };
  if (path !== target && !path.startsWith(`${target}/`)) return NOTHING;
  if (source === undefined || isRemote(source) || (copy.keyword === 'ADD' && ARCHIVE.test(source))) {
    return { kind: 'unknown', at: copy.span };
  }
  const rest = path.slice(target.length + 1);
  return copy.from === undefined ? fromContext(world.context, laid, rest) : fromStage(world, laid, rest, hops);
}

/** A folder's content goes into the destination; a file becomes it, or goes into it. */
function fromContext(context: BuildContext, laid: Laid, rest: string): ImageEntry {
  const { copy, source = '' } = laid;
  const kind = source === '' ? 'folder' : context.kind(source);
  if (kind === 'absent') return NOTHING;
  if (kind === 'file') {
    const sent = ignoredBy(context.ignore, source) === undefined;
    return sent ? asFile(laid, rest, source, { kind: 'file', context: source, by: [copy] }) : NOTHING;
  }
  const inside = rest === '' ? source : source === '' ? rest : `${source}/${rest}`;
  const insideKind = inside === '' ? 'folder' : context.kind(inside);
  if (insideKind === 'absent' || (inside !== '' && hiddenBy(inside, context) !== undefined)) return NOTHING;
  return { kind: insideKind, context: inside, by: [copy] };
}

/** Where a single file ends: under the destination's name, or in it under its own. */
function asFile(laid: Laid, rest: string, source: string, entry: ImageEntry): ImageEntry {
  const own = rest === source.slice(source.lastIndexOf('/') + 1);
  if (laid.landing === 'either') return rest === '' || own ? { kind: 'unknown', at: laid.copy.span } : NOTHING;
  if (laid.landing === 'as') return rest === '' ? entry : NOTHING;
  if (own) return entry;
  return rest === '' ? { kind: 'folder', by: [laid.copy] } : NOTHING;
}

function fromStage(world: World, laid: Laid, rest: string, hops: number): ImageEntry {
  const { copy, source = '' } = laid;
  const stage = copy.from?.target.kind === 'stage' ? world.reading.stages[copy.from.target.stage] : undefined;
  if (stage === undefined) return { kind: 'unknown', at: copy.span };
  const own = entryAt(world, stage, cleanPath(source), hops + 1);
  if (own.kind === 'file' || own.kind === 'written') return asFile(laid, rest, source, along(own, copy));
  return along(entryAt(world, stage, cleanPath(`${source}/${rest}`), hops + 1), copy);
}

function along(entry: ImageEntry, copy: CopyInstruction): ImageEntry {
  return entry.kind === 'file' || entry.kind === 'folder' ? { ...entry, by: [copy, ...entry.by] } : entry;
}

function placesIn(world: World, stage: Stage, path: string, hops: number): readonly string[] {
  world.steps.left--;
  if (hops > MAX_HOPS || world.steps.left < 0) return [];
  const parent = stage.parent === undefined ? undefined : world.reading.stages[stage.parent];
  const places = new Set(parent === undefined ? [] : placesIn(world, parent, path, hops + 1));
  for (const copy of stage.instructions) {
    if (copy.keyword !== 'COPY' && copy.keyword !== 'ADD') continue;
    const sources = sourcesFor(world, copy, path, hops);
    const laid = sources.length === 0 ? [] : laidBy(world, stage, copy, hops);
    for (const place of laid.flatMap((one) => sources.flatMap((source) => placed(world, one, source))))
      places.add(place);
  }
  return [...places];
}

/** Under which paths a COPY finds a file of the context: its own, or those it has in another stage. */
function sourcesFor(world: World, copy: CopyInstruction, path: string, hops: number): readonly string[] {
  if (copy.from === undefined) return ignoredBy(world.context.ignore, path) === undefined ? [path] : [];
  const before = copy.from.target.kind === 'stage' ? world.reading.stages[copy.from.target.stage] : undefined;
  return before === undefined ? [] : placesIn(world, before, path, hops + 1);
}

/** Where a file or folder ends that is, or lies in, the source of a COPY. */
function placed(world: World, laid: Laid, path: string): string[] {
  const { source, target, landing, copy } = laid;
  if (source === undefined || landing === 'either') return [];
  const isSource = path === source;
  const isSingleFile =
    isSource && (copy.from !== undefined || (source !== '' && world.context.kind(source) === 'file'));
  if (isSingleFile) return [landing === 'inside' ? `${target}/${path.slice(path.lastIndexOf('/') + 1)}` : target];
  if (isSource) return [target === '' ? '/' : target];
  const prefix = source === '' || source === '/' ? source : `${source}/`;
  return path.startsWith(prefix) ? [`${target}/${path.slice(prefix.length)}`] : [];
}
