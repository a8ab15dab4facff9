import type { RunEvent } from '../core/events.ts';
import type { CheckResult, StackNode, StackPicture } from '../core/result.ts';
import { stripControls } from '../core/text.ts';

/** `up` or `down` as it goes on: every part listed from the start, and what Docker printed. */
export type Activity = {
  readonly kind: 'up' | 'down';
  readonly run: number;
  /** The step whose checks tell whether it worked. */
  readonly step: string;
  /** Clock milliseconds. */
  readonly since: number;
  readonly parts: readonly Part[];
  /** What is waited for, in the words of the run. */
  readonly doing: { readonly sentence: string; readonly since: number } | undefined;
  /** Layers of images that are fetched, by their short digest. */
  readonly layers: Readonly<Record<string, 'coming' | 'there'>>;
  /** The newest lines, oldest first. */
  readonly output: readonly string[];
  /** Whether files were saved while it went on. */
  readonly files: 'unchanged' | 'changed';
  readonly ended: { readonly at: number; readonly how: 'done' | 'cancelled' | 'broken' } | undefined;
};

/** One thing that is made, started, asked or taken away. */
export type Part = {
  readonly id: string;
  /** `image web`, `volume db_data`, or what a check asserts. */
  readonly name: string;
  readonly state: 'to come' | 'doing' | 'done' | 'failed' | 'waiting' | 'not run';
  /** One word or a short note: `kept`, `10 of 10 steps`. */
  readonly note: string;
  /** Clock milliseconds at the first sign of it. */
  readonly since: number | undefined;
  readonly tookMs: number | undefined;
};

const KEPT_LINES = 500;

/** Lists what `up` or `down` will touch, from the learner's own files. */
export function begin(
  wish: Pick<Activity, 'kind' | 'run' | 'step' | 'since'>,
  stack: StackPicture | undefined,
): Activity {
  const { kind } = wish;
  const nodes = stack?.nodes ?? [];
  const images = kind === 'up' ? nodes.filter(isBuilt).map((node) => part(`image ${node.name}`)) : [];
  const of = (wanted: StackNode['kind']): readonly Part[] =>
    nodes.filter((node) => node.kind === wanted).map((node) => part(`${wanted} ${node.name}`));
  const parts =
    kind === 'up'
      ? [...images, ...of('network'), ...of('volume'), ...of('service'), ...pageParts(nodes)]
      : [
          ...of('service'),
          ...of('network'),
          ...of('volume').map((one) => ({ ...one, note: 'kept', state: 'done' as const })),
        ];
  const doing = { sentence: FIRST_DOING[kind], since: wish.since };
  return { ...wish, parts, doing, layers: {}, output: [], files: 'unchanged', ended: undefined };
}

/** Until the run says what it does. */
const FIRST_DOING = { up: 'reading your files', down: 'looking at it once more' } as const;

/** The address may be another than the files said: the engine has the last word. */
const PAGE_ID = 'page';

function pageParts(nodes: readonly StackNode[]): readonly Part[] {
  return nodes.filter((node) => node.kind === 'page').map((node) => ({ ...part(PAGE_ID), name: `page ${node.name}` }));
}

function isBuilt(node: StackNode): boolean {
  return node.kind === 'service' && node.facts.some((fact) => fact.startsWith('build'));
}

function part(id: string): Part {
  return { id, name: id, state: 'to come', note: '', since: undefined, tookMs: undefined };
}

/** The activity at its end: what Docker had nothing to say about was there already, or was never there. */
export function settle(activity: Activity, stack: StackPicture | undefined): Activity {
  const parts = activity.parts.map((of) => {
    if (of.state === 'doing') return cutOff(of, activity, stack);
    const settled = of.state === 'to come' ? settlePart(of, activity.kind, stack) : of;
    // What was never begun does not come any more.
    const isOver = activity.ended !== undefined && activity.ended.how !== 'done';
    return isOver && settled.state === 'to come' ? { ...settled, state: 'not run' as const } : settled;
  });
  return { ...activity, parts, doing: undefined };
}

/** What was under way when all ended: it came about unseen, or it never did. */
function cutOff(of: Part, { kind, ended }: Activity, stack: StackPicture | undefined): Part {
  const took = ended === undefined ? of : { ...of, tookMs: tookMs(of, ended.at) };
  if (ended?.how === 'cancelled') return { ...took, state: 'waiting', note: 'cancelled' };
  const node = stack?.nodes.find((one) => of.id === `${one.kind} ${one.name}`);
  if (kind === 'up' && node?.verdict === 'good') return { ...took, state: 'done', note: node.state };
  return { ...took, state: 'failed', note: kind === 'up' ? (node?.state ?? 'not made') : 'still there' };
}

function settlePart(of: Part, kind: Activity['kind'], stack: StackPicture | undefined): Part {
  const node = stack?.nodes.find((one) =>
    of.id === PAGE_ID ? one.kind === 'page' : of.id === `${one.kind} ${one.name}`,
  );
  if (node === undefined) return of;
  const name = of.id === PAGE_ID ? `page ${node.name}` : of.name;
  if (kind === 'down') return { ...of, state: 'done', note: 'not there' };
  switch (node.verdict) {
    case 'good':
      return { ...of, name, state: 'done', note: node.state };
    case 'bad':
      return { ...of, name, state: 'failed', note: node.state };
    case 'unknown':
      return of;
  }
}

/** The activity after Docker told how the stack stands: a service that was started, or is gone, is known at once. */
export function seeStack(activity: Activity, stack: StackPicture, now: number): Activity {
  return { ...activity, parts: activity.parts.map((of) => seeService(of, activity.kind, stack, now)) };
}

function seeService(of: Part, kind: Activity['kind'], stack: StackPicture, now: number): Part {
  const node = stack.nodes.find((one) => one.kind === 'service' && of.id === `service ${one.name}`);
  if (node === undefined || of.state === 'to come') return of;
  const isThere = node.state !== 'not started' && node.state !== 'declared';
  if (kind === 'down') return isThere ? of : { ...of, state: 'done', note: 'removed', tookMs: tookMs(of, now) };
  switch (node.verdict) {
    case 'good':
      return { ...of, state: 'done', note: node.state, tookMs: tookMs(of, now) };
    case 'bad':
      return node.state === 'created' ? of : { ...of, state: 'failed', note: node.state, tookMs: tookMs(of, now) };
    case 'unknown':
      return of;
  }
}

function tookMs(of: Part, now: number): number {
  return of.tookMs ?? now - (of.since ?? now);
}

/** The activity after one event of its run. */
export function hear(activity: Activity, event: RunEvent, now: number): Activity {
  switch (event.kind) {
    case 'output':
      return hearLine(activity, stripControls(event.line).trimEnd(), now);
    case 'progress':
      // What is told again is still the same wait.
      return activity.doing?.sentence === event.message
        ? activity
        : { ...activity, doing: { sentence: event.message, since: now } };
    case 'planned':
      return { ...activity, parts: [...activity.parts, ...plannedChecks(activity, event)] };
    case 'checked':
      return { ...activity, parts: activity.parts.map((one) => judgePart(one, event.step, event.check)) };
    case 'judged':
    case 'diagnosed':
    case 'finished':
      return activity;
  }
}

/** What the run will ask of the stack, listed before it is asked. */
function plannedChecks(activity: Activity, event: Extract<RunEvent, { kind: 'planned' }>): readonly Part[] {
  const { step } = activity;
  const checks = event.steps.find((planned) => planned.id === step)?.checks ?? [];
  return checks.map((check) => ({ ...part(`${step}/${check.id}`), name: check.asserts }));
}

const PART_STATE = { passed: 'done', failed: 'failed', skipped: 'waiting', blocked: 'waiting' } as const;

function judgePart(of: Part, step: string, check: CheckResult): Part {
  if (of.id !== `${step}/${check.id}`) return of;
  return { ...of, state: PART_STATE[check.state], note: check.needs === undefined ? '' : `after: ${check.needs}` };
}

/** Reads a line that Docker printed: keeps it, and moves the part that it speaks of. */
function hearLine(activity: Activity, line: string, now: number): Activity {
  if (line.trim() === '') return activity;
  const output = [...activity.output.slice(1 - KEPT_LINES), line];
  const layer = LAYER_LINE.exec(line);
  if (layer?.[1] !== undefined) return hearLayer({ ...activity, output }, layer[1], layer[2] ?? '');
  const said = readLine(line);
  if (said === undefined) return { ...activity, output };
  const isOnly = activity.parts.filter((one) => one.id.startsWith('image ')).length === 1;
  const parts = activity.parts.map((one) =>
    speaksOf(said, one, isOnly ? 'only' : 'one of several') ? move(one, said, now) : one,
  );
  return { ...activity, output, parts };
}

/** ` 6414378b6477 Pulling fs layer`, ` 6414378b6477 Pull complete`. */
const LAYER_LINE =
  /^\s*([0-9a-f]{12})\s+(Pulling fs layer|Waiting|Downloading|Verifying Checksum|Download complete|Extracting|Pull complete|Already exists)\b/;
const LAYER_THERE = new Set(['Pull complete', 'Already exists']);
const IS_FETCHED = /^(?:pulling|\d+ of \d+ layers)$/;

/** Counts the layers at the part that is fetched. Docker does not say whose they are; as a rule one image is fetched at a time. */
function hearLayer(activity: Activity, id: string, word: string): Activity {
  const layers = { ...activity.layers, [id]: LAYER_THERE.has(word) ? ('there' as const) : ('coming' as const) };
  const there = Object.values(layers).filter((state) => state === 'there').length;
  const note = `${there} of ${Object.keys(layers).length} layers`;
  const parts = activity.parts.map((of) => (of.state === 'doing' && IS_FETCHED.test(of.note) ? { ...of, note } : of));
  return { ...activity, layers, parts };
}

/** What a line of Compose or BuildKit says of one part. */
type Said = {
  readonly kind: 'image' | 'pull' | 'network' | 'volume' | 'container';
  /** As Docker names it, or as the file does. */
  readonly name: string;
  readonly state: 'doing' | 'done' | 'failed';
  readonly note: string;
};

/** ` Container shop-db-1  Started`, ` Volume "shop_db_data"  Created`: Compose's plain progress since 2.0. */
const COMPOSE_LINE = /^\s*(Image|Network|Volume|Container)\s+"?([^"\s]+)"?\s+([A-Z][a-z]+)/;
/** ` shop-web  Built`, ` db Pulling`. */
const IMAGE_LINE = /^\s*([\w.-]+)\s+(Building|Built|Pulling|Pulled)\s*$/;
/** `#9 [builder 4/5] RUN …`, and `#9 [web builder 4/5] RUN …` where several are built. */
const BUILD_STEP = /^#\d+ \[(?:([\w.-]+) )?(?:[\w.-]+ )?(\d+\/\d+)\]/;

const DOING = new Set(['Creating', 'Starting', 'Building', 'Pulling', 'Stopping', 'Removing', 'Waiting', 'Recreate']);
/** Steps on the way of a container or an image that is still to be started or removed. */
const HALF_WAY = new Set(['Created', 'Recreated', 'Stopped', 'Pulled']);
const FAILED = new Set(['Error', 'Failed']);

function readLine(line: string): Said | undefined {
  const build = BUILD_STEP.exec(line);
  if (build !== null) {
    return { kind: 'image', name: build[1] ?? '', state: 'doing', note: `step ${build[2]?.replace('/', ' of ')}` };
  }
  const [, thing, thingName, thingWord] = COMPOSE_LINE.exec(line) ?? [];
  if (thing !== undefined && thingName !== undefined && thingWord !== undefined) {
    const kind = thing.toLowerCase() as Said['kind'];
    return { kind, name: thingName, state: stateOfWord(kind, thingWord), note: thingWord.toLowerCase() };
  }
  const [, name, word] = IMAGE_LINE.exec(line) ?? [];
  if (name === undefined || word === undefined) return undefined;
  const kind = word.startsWith('Pull') ? 'pull' : 'image';
  return { kind, name, state: stateOfWord(kind, word), note: word.toLowerCase() };
}

function stateOfWord(kind: Said['kind'], word: string): Said['state'] {
  if (FAILED.has(word)) return 'failed';
  const isHalfWay = (kind === 'container' || kind === 'pull') && HALF_WAY.has(word);
  return DOING.has(word) || isHalfWay ? 'doing' : 'done';
}

/** Docker puts the project's name before the file's, and a number behind a container's. */
function speaksOf(said: Said, of: Part, images: 'only' | 'one of several'): boolean {
  const [kind, ...words] = of.id.split(' ');
  const name = words.join(' ');
  switch (said.kind) {
    case 'image':
      return kind === 'image' && (images === 'only' || said.name === name || said.name.endsWith(`-${name}`));
    case 'pull':
      return kind === 'service' && said.name === name;
    case 'container':
      return kind === 'service' && (said.name === name || said.name.replace(/-\d+$/, '').endsWith(`-${name}`));
    case 'network':
    case 'volume':
      return kind === said.kind && (said.name === name || said.name.endsWith(`_${name}`));
  }
}

function move(of: Part, said: Said, now: number): Part {
  const since = of.since ?? now;
  if (said.state === 'doing') return { ...of, state: 'doing', note: said.note, since };
  return { ...of, state: said.state, note: said.note, since, tookMs: now - since };
}
