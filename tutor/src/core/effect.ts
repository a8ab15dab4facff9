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
  | 'web-exits'
  | 'web-not-started'
  | 'db-exits'
  /** No port of the machine leads to the web. */
  | 'page-unpublished'
  /** The port is taken to the container and nothing listens there: the connection is reset. */
  | 'page-reset'
  /** The page answers with its own failure. */
  | 'page-fails'
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
  readonly web: string | undefined;
  readonly db: string | undefined;
  readonly page: PageForecast;
};

/** The order in which effects decide: what stops everything first. */
const ORDER: readonly Effect[] = [
  'compose-refuses',
  'web-not-built',
  'up-stops',
  'web-not-started',
  'web-exits',
  'db-exits',
  'page-unpublished',
  'page-reset',
  'page-not-found',
  'page-fails',
  'page-differs',
];

/** Folds the effects of all errors into one forecast. */
export function forecastOf(prospect: Prospect, recognised: readonly Attached[]): ForecastResult {
  const errors = recognised.filter(
    (one) => one.severity === 'error' && one.diagnosis.basis !== 'observed' && effectOf(one) !== 'nothing',
  );
  const deciding = [...errors].sort((a, b) => ORDER.indexOf(effectOf(a)) - ORDER.indexOf(effectOf(b)));
  const effects = deciding.map(effectOf);
  return {
    page: pageAfter(prospect, effects[0]),
    services: Object.fromEntries(prospect.services.map((name) => [name, stateAfter(prospect, name, effects)])),
    because: [...new Set(deciding.map((one) => one.rule))],
  };
}

/** What a diagnosis does to the stack. */
export function effectOf(attached: Attached): Effect {
  return attached.diagnosis.foretells ?? attached.foretells;
}

function pageAfter(prospect: Prospect, effect: Effect | undefined): PageForecast {
  const url = prospect.page.url === undefined ? {} : { url: prospect.page.url };
  switch (effect) {
    case undefined:
    case 'nothing':
      return prospect.page;
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
    case 'page-not-found':
      return { ...url, status: 404 };
    case 'db-exits':
    case 'page-fails':
      return { ...url, status: 500 };
    case 'page-differs':
      return { ...url, fails: 'unknown' };
  }
}

function stateAfter(prospect: Prospect, name: string, effects: readonly Effect[]): ServiceForecast {
  if (effects.includes('compose-refuses')) return 'unknown';
  if (effects.includes('web-not-built')) return name === prospect.web ? 'not-built' : 'unknown';
  if (effects.includes('up-stops')) return 'unknown';
  if (name === prospect.db && effects.includes('db-exits')) return 'exited';
  if (name === prospect.web && effects.includes('web-not-started')) return 'created';
  if (name === prospect.web && effects.includes('web-exits')) return 'exited';
  if (name === prospect.web || name === prospect.db) return 'running';
  if (prospect.ends.includes(name)) return 'exited';
  return prospect.untold.includes(name) ? 'unknown' : 'running';
}
