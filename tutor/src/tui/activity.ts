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
  readonly state: 'to come' | 'doing' | 'done' | 'failed' | 'waiting';
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
      ? [...images, ...of('network'), ...of('volume'), ...of('service'), ...of('page')]
      : [
          ...of('service'),
          ...of('network'),
          ...of('volume').map((one) => ({ ...one, note: 'kept', state: 'done' as const })),
        ];
  return { ...wish, parts, doing: undefined, output: [], files: 'unchanged', ended: undefined };
}

function isBuilt(node: StackNode): boolean {
  return node.kind === 'service' && node.facts.some((fact) => fact.startsWith('build'));
}

function part(id: string): Part {
  return { id, name: id, state: 'to come', note: '', since: undefined, tookMs: undefined };
}

/** The activity at its end: what Docker had nothing to say about was there already, or was never there. */
export function settle(activity: Activity, stack: StackPicture | undefined): Activity {
  const parts = activity.parts.map((of) => (of.state === 'to come' ? settlePart(of, activity.kind, stack) : of));
  return { ...activity, parts, doing: undefined };
}

function settlePart(of: Part, kind: Activity['kind'], stack: StackPicture | undefined): Part {
  const node = stack?.nodes.find((one) => of.id === `${one.kind} ${one.name}`);
  if (node === undefined) return of;
  if (kind === 'down') return { ...of, state: 'done', note: 'not there' };
  switch (node.verdict) {
    case 'good':
      return { ...of, state: 'done', note: node.state };
    case 'bad':
      return { ...of, state: 'failed', note: node.state };
    case 'unknown':
      return of;
  }
}

/** The activity after one event of its run. */
export function hear(activity: Activity, event: RunEvent, now: number): Activity {
  switch (event.kind) {
    case 'output':
      return hearLine(activity, stripControls(event.line).trimEnd(), now);
    case 'progress':
      return { ...activity, doing: { sentence: event.message, since: now } };
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
  return { ...of, state: PART_STATE[check.state], note: check.needs ?? '' };
}

/** Reads a line that Docker printed: keeps it, and moves the part that it speaks of. */
function hearLine(activity: Activity, line: string, now: number): Activity {
  if (line.trim() === '') return activity;
  const output = [...activity.output.slice(1 - KEPT_LINES), line];
  const said = readLine(line);
  if (said === undefined) return { ...activity, output };
  return {
    ...activity,
    output,
    parts: activity.parts.map((one) => (speaksOf(said, one) ? move(one, said, now) : one)),
  };
}

/** What a line of Compose or BuildKit says of one part. */
type Said = { readonly kind: string; readonly name: string; readonly state: Part['state']; readonly note: string };

/** ` Container shop-db-1  Started`, ` Volume "shop_db_data"  Created`: Compose's plain progress, all versions since 2.0. */
const COMPOSE_LINE = /^\s*(?:✔\s*)?(Image|Network|Volume|Container)\s+"?([^"\s]+)"?\s+([A-Z][a-z]+)/;
/** ` web  Built`, ` db Pulling`. */
const IMAGE_LINE = /^\s*(?:✔\s*)?([\w.-]+)\s+(Building|Built|Pulling|Pulled)\b/;
/** `#9 [web builder 4/5] RUN pip install …` */
const BUILD_STEP = /^#\d+ \[(?:([\w.-]+) )?(?:[\w.-]+ )?(\d+\/\d+)\]/;

const DOING = new Set(['Creating', 'Starting', 'Building', 'Pulling', 'Stopping', 'Removing', 'Waiting', 'Recreate']);
const FAILED = new Set(['Error', 'Failed']);

function readLine(line: string): Said | undefined {
  const build = BUILD_STEP.exec(line);
  if (build !== null) {
    return { kind: 'image', name: build[1] ?? '', state: 'doing', note: `step ${build[2]?.replace('/', ' of ')}` };
  }
  const compose = COMPOSE_LINE.exec(line);
  const image = compose === null ? IMAGE_LINE.exec(line) : null;
  const word = compose?.[3] ?? image?.[2];
  const name = compose?.[2] ?? image?.[1];
  if (word === undefined || name === undefined) return undefined;
  const kind = compose?.[1]?.toLowerCase() ?? 'image';
  return { kind, name, state: stateOfWord(word), note: word.toLowerCase() };
}

/** `Created` of a container is half way: it is still to be started. */
function stateOfWord(word: string): Part['state'] {
  if (FAILED.has(word)) return 'failed';
  return DOING.has(word) ? 'doing' : 'done';
}

function speaksOf(said: Said, of: Part): boolean {
  const kind = said.kind === 'container' ? 'service' : said.kind;
  const [partKind, ...rest] = of.id.split(' ');
  const name = rest.join(' ');
  if (partKind !== kind) return false;
  if (said.kind === 'image') return said.name === '' || said.name === name || said.name.endsWith(`-${name}`);
  if (said.kind === 'container') return said.name === name || said.name.replace(/-\d+$/, '').endsWith(`-${name}`);
  return said.name === name || said.name.endsWith(`_${name}`);
}

function move(of: Part, said: Said, now: number): Part {
  const since = of.since ?? now;
  if (said.state === 'doing' || (said.kind === 'container' && said.note === 'created')) {
    return { ...of, state: 'doing', note: said.note, since };
  }
  return { ...of, state: said.state, note: said.note, since, tookMs: now - since };
}
