import type { Attached } from './attach.ts';
import type { ForecastResult, PageForecast, ServiceForecast } from './result.ts';

/**
 * What a recognised cause does to the stack at `docker compose up`. A rule declares it once; the forecast is what all of them
 * come to together, so that a rule that is added forecasts too.
 */
export type Effect =
  /** Compose refuses the project: nothing is made. */
  | 'compose-refuses'
  /** The image of the web cannot be built: `up` stops before anything starts. */
  | 'web-not-built'
  /** An image cannot be had, or a network or a volume cannot be made: `up` stops. */
  | 'up-stops'
  /** Everything is made, and one service is not started: that which finds a port of the machine taken (`rivals`). */
  | 'one-starts'
  | 'web-exits'
  | 'web-not-started'
  | 'db-exits'
  /** No port of the machine leads to the web. */
  | 'page-unpublished'
  /** The port is taken to the container and nothing listens there: the connection is reset. */
  | 'page-reset'
  /** The page answers with its own failure. */
  | 'page-fails'
  /** Python raises what nobody catches: Flask answers 500. */
  | 'page-raises'
  | 'page-not-found'
  /** The page answers, and not what the chapter asks. */
  | 'page-differs'
  | 'nothing';

/** What the files lead to where no rule says otherwise. */
export type Prospect = {
  readonly services: readonly string[];
  /** Those of them that do their work and end. */
  readonly ends: readonly string[];
  /** Those of which the files do not tell whether they run on or end. */
  readonly untold: readonly string[];
  /** Those that the engine starts again when they fail. */
  readonly startedAgain: readonly string[];
  /** Which waits for which before it is started, and until when. */
  readonly waits: readonly { readonly service: string; readonly on: string; readonly until: string }[];
  /** What is known to fail, whether a rule names it or not. */
  readonly fails: readonly ('compose-refuses' | 'web-not-built' | 'db-exits')[];
  readonly web: string | undefined;
  readonly db: string | undefined;
  readonly page: PageForecast;
  /** What comes of a database that refuses the page or is not there: what the page answers, or that its program ends. */
  readonly refused: PageForecast | 'web-exits';
};

/** The order in which effects decide: what stops everything first. */
const ORDER: readonly Effect[] = [
  'compose-refuses',
  'web-not-built',
  'up-stops',
  'web-not-started',
  'one-starts',
  'web-exits',
  'page-unpublished',
  'page-reset',
  'page-raises',
  'page-not-found',
  'db-exits',
  'page-fails',
  'page-differs',
];

/** Folds the effects of all errors into one forecast: what follows from a cause happens too. It is given by its causes. */
export function forecastOf(
  prospect: Prospect,
  { recognised, causes }: { readonly recognised: readonly Attached[]; readonly causes: readonly Attached[] },
): ForecastResult {
  const deciding = decidingOf(recognised);
  const effects = [...deciding.map(effectOf), ...prospect.fails].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const stops = deciding.filter((one) => effectOf(one) === 'up-stops').map((one) => one.diagnosis.unmade);
  const rivals = deciding.filter((one) => effectOf(one) === 'one-starts').map((one) => one.diagnosis.rivals ?? []);
  const services = statesAfter(prospect, effects, { stops, rivals });
  return {
    page: pageAfter(prospect, effects[0], services, rivals.flat()),
    services,
    because: [...new Set(decidingOf(causes).map((one) => one.rule))],
  };
}

/** Errors worked out from files that change what will happen, what decides first first. */
function decidingOf(found: readonly Attached[]): readonly Attached[] {
  return found
    .filter((one) => one.severity === 'error' && one.diagnosis.basis !== 'observed' && effectOf(one) !== 'nothing')
    .sort((a, b) => ORDER.indexOf(effectOf(a)) - ORDER.indexOf(effectOf(b)));
}

/** What a diagnosis does to the stack. */
export function effectOf(attached: Attached): Effect {
  return attached.diagnosis.foretells ?? attached.foretells;
}

function pageAfter(
  prospect: Prospect,
  effect: Effect | undefined,
  services: States,
  rivals: readonly string[],
): PageForecast {
  const url = prospect.page.url === undefined ? {} : { url: prospect.page.url };
  // No container of it runs, whatever the reason.
  const state = prospect.web === undefined ? 'unknown' : services[prospect.web];
  // Where it wants the port of another, that one answers.
  const isRival = rivals.length > 1 && rivals.includes(prospect.web ?? '');
  if (
    effect !== undefined &&
    effect !== 'nothing' &&
    effect !== 'page-unpublished' &&
    !isRival &&
    state !== undefined &&
    IS_DOWN[state]
  )
    return { ...url, fails: 'refused' };
  switch (effect) {
    case undefined:
    case 'nothing':
    case 'page-differs':
      return prospect.page;
    case 'one-starts':
      return state === 'running' ? prospect.page : { ...url, fails: 'unknown' };
    case 'compose-refuses':
    case 'web-not-built':
    case 'up-stops':
    case 'web-not-started':
    case 'web-exits':
      return { ...url, fails: 'refused' };
    case 'page-unpublished':
      return { fails: 'unpublished' };
    case 'page-reset':
      return { ...url, fails: 'reset' };
    case 'page-raises':
      return { ...url, status: 500 };
    case 'page-not-found':
      return { ...url, status: 404 };
    case 'db-exits':
    case 'page-fails':
      return prospect.refused === 'web-exits' ? { ...url, fails: 'refused' } : prospect.refused;
  }
}

type States = Readonly<Record<string, ServiceForecast>>;

const IS_DOWN: Readonly<Record<ServiceForecast, boolean>> = {
  running: false,
  exited: true,
  restarting: true,
  created: true,
  'not-built': true,
  'not-created': true,
  unknown: false,
};

type Hindered = {
  /** Why `up` stops: containers that cannot be made, undefined where not even the first can. */
  readonly stops: readonly (string | undefined)[];
  /** Services that want what one can have. */
  readonly rivals: readonly (readonly string[])[];
};

function statesAfter(prospect: Prospect, effects: readonly Effect[], { stops, rivals }: Hindered): States {
  const [stop] = stops;
  if (effects[0] === 'up-stops' && stop !== undefined && stops.every((one) => one === stop))
    return Object.fromEntries(prospect.services.map((name) => [name, madeBeside(prospect, name, stop)]));
  const first = Object.fromEntries(prospect.services.map((name) => [name, stateAfter(prospect, name, effects)]));
  return withWaiting(prospect, withRivals(prospect, first, rivals));
}

/**
 * Tried with Engine 28: what waits for nothing is started first, side by side, then what waits for that alone, and so on; the
 * last of the rivals finds the port taken. Which of two in one round is last cannot be told; the others of that round start.
 */
function withRivals(prospect: Prospect, states: States, rivals: Hindered['rivals']): States {
  if (rivals.length === 0) return states;
  const after: Record<string, ServiceForecast> = { ...states };
  const rounds = roundsOf(prospect);
  const roundOf = (name: string): number => rounds.get(name) ?? 0;
  for (const names of rivals) {
    const latest = Math.max(...names.map(roundOf));
    const last = names.filter((name) => roundOf(name) === latest);
    for (const name of last)
      if (STARTS[after[name] ?? 'unknown']) after[name] = last.length === 1 ? 'created' : 'unknown';
    for (const name of prospect.services)
      if (roundOf(name) > latest && after[name] === 'running') after[name] = 'unknown';
  }
  return after;
}

/** The longest way from each service down to one that waits for nothing. */
function roundsOf({ services, waits }: Prospect): ReadonlyMap<string, number> {
  const rounds = new Map<string, number>();
  for (const _ of services) {
    let changed = 0;
    for (const { service, on } of waits) {
      const round = 1 + (rounds.get(on) ?? 0);
      // A ring of services that wait for each other has no last round.
      if (round <= (rounds.get(service) ?? 0) || round > services.length) continue;
      rounds.set(service, round);
      changed += 1;
    }
    if (changed === 0) break;
  }
  return rounds;
}

const STARTS: Readonly<Record<ServiceForecast, boolean>> = {
  running: true,
  exited: true,
  restarting: true,
  created: false,
  'not-built': false,
  'not-created': false,
  unknown: false,
};

/** Compose makes containers one after the other where one waits for the other, and side by side where not. */
function madeBeside({ waits }: Prospect, name: string, unmade: string): ServiceForecast {
  const comesAfter = (late: string, early: string, seen: readonly string[]): boolean =>
    waits.some(
      ({ service, on }) =>
        service === late && !seen.includes(on) && (on === early || comesAfter(on, early, [...seen, on])),
    );
  if (name === unmade || comesAfter(name, unmade, [])) return 'not-created';
  return comesAfter(unmade, name, []) ? 'created' : 'unknown';
}

function stateAfter(prospect: Prospect, name: string, effects: readonly Effect[]): ServiceForecast {
  if (effects.includes('compose-refuses')) return 'not-created';
  // Compose builds and pulls everything before it makes the first container.
  if (effects.includes('web-not-built')) return name === prospect.web ? 'not-built' : 'not-created';
  if (effects.includes('up-stops')) return 'not-created';
  const ended = prospect.startedAgain.includes(name) ? 'restarting' : 'exited';
  if (name === prospect.db && effects.includes('db-exits')) return ended;
  if (name === prospect.web && effects.includes('web-not-started')) return 'created';
  if (name === prospect.web && effects.includes('web-exits')) return ended;
  const refused = effects.includes('db-exits') || effects.includes('page-fails');
  if (name === prospect.web && refused && prospect.refused === 'web-exits') return ended;
  if (name === prospect.web || name === prospect.db) return 'running';
  if (prospect.ends.includes(name)) return 'exited';
  return prospect.untold.includes(name) ? 'unknown' : 'running';
}

/** What waits for a service that fails is made and never started, and so is what waits for that. */
function withWaiting({ waits }: Prospect, states: States): States {
  const after: Record<string, ServiceForecast> = { ...states };
  for (const _ of waits) {
    for (const { service, on, until } of waits) {
      const awaited = after[on];
      const isRunning = after[service] === 'running' || after[service] === 'exited' || after[service] === 'restarting';
      if (!isRunning || awaited === undefined) continue;
      const fails =
        awaited === 'created' || (until === 'service_healthy' && (awaited === 'exited' || awaited === 'restarting'));
      if (fails) after[service] = 'created';
    }
  }
  return after;
}
