import type { ForecastResult, PageForecast, Result, ServiceForecast } from '../../../src/core/result.ts';
import type { LiveEntry } from './entries.ts';
import type { Live, LivePage } from './run-for-real.ts';
import type { Seen } from './seen.ts';

/** The words that the chapter asks of the page. */
export const WELCOME = 'Connected to database successfully!';

/** Whether the page really said that all is well, at any published port. */
export function works(live: Live): boolean {
  return live.pages.some((page) => isWelcome(page));
}

function isWelcome({ answer }: LivePage): boolean {
  return 'status' in answer && answer.status === 200 && answer.body.includes(WELCOME);
}

/** What is not as it should be with an entry that was run: each in a sentence that names it. */
export function faultsOf(entry: LiveEntry, { live, observed }: Seen, result: Result): readonly string[] {
  const wrong = [
    ...(entry.corpus === 'working' && !works(live) ? [`does not work: ${JSON.stringify(live)}`] : []),
    ...(result.forecast === undefined ? [] : disagreements(result.forecast, live)),
    ...heldBeside(entry, { live, observed }, result),
  ];
  return wrong.map((fault) => `${entry.file}: ${entry.name}: ${fault}`);
}

/** A table of one rule's cases says nothing of the stack. */
function heldBeside(
  { corpus }: LiveEntry,
  { live, observed }: Pick<Seen, 'live'> & { readonly observed: Seen['observed'] | undefined },
  result: Result,
): readonly string[] {
  if (corpus === 'working') return observed ?? [];
  return corpus === 'cases' || isBarred(live) ? [] : otherRules(result, observed);
}

/** Errors beside the stack that the files alone do not give, and those of the files that are not told there: one cause has one name. */
function otherRules({ diagnoses }: Result, observed: readonly string[] | undefined): readonly string[] {
  if (observed === undefined) return [];
  const rules = diagnoses.filter((one) => one.severity === 'error').map((one) => one.rule);
  const more = observed.filter((rule) => !rules.includes(rule)).map((rule) => `beside the stack: ${rule} too`);
  const less = rules.filter((rule) => !observed.includes(rule)).map((rule) => `beside the stack: no ${rule}`);
  return [...new Set([...more, ...less])];
}

/**
 * The machine that it ran on had no way to an image that people can have, no SCTP, or a program of its own on the port that a
 * service without a network of its own wants: what comes else was not seen.
 */
export function isBarred({ said = '', logs = {} }: Live): boolean {
  return LACKS.test(said) || Object.values(logs).some((log) => /in use by another program/.test(log));
}

const LACKS =
  /dial tcp: lookup \S+( on \S+)?: (no such host|.*timeout)|resolve source metadata for docker\.io|protocol not supported/;

function foretellsImage({ services }: ForecastResult): boolean {
  return Object.values(services).some(
    (state) => state !== 'not-created' && state !== 'not-built' && state !== 'unknown',
  );
}

/** What the forecast leaves open (`unknown`) and the engine told. */
export function leftOpen(forecast: ForecastResult, live: Live): readonly string[] {
  if (isBarred(live)) return [];
  const services = Object.entries(forecast.services).filter(([, state]) => state === 'unknown');
  return [
    ...(forecast.page.fails === 'unknown' ? [`page: ${sayAnswer(live.pages[0])}`] : []),
    ...services.map(([name]) => `${name}: ${live.services[name] ?? 'not there'}`),
  ];
}

function sayAnswer(page: LivePage | undefined): string {
  if (page === undefined) return 'nothing is published';
  return 'status' in page.answer ? String(page.answer.status) : page.answer.fails;
}

/** Where the forecast says something else than the engine did. What it leaves open (`unknown`) it does not say. */
export function disagreements(forecast: ForecastResult, live: Live): readonly string[] {
  if (isBarred(live) && foretellsImage(forecast)) return [];
  return [...pageDisagreements(forecast, live), ...serviceDisagreements(forecast, live)];
}

function pageDisagreements({ page, because }: ForecastResult, live: Live): readonly string[] {
  // On the machine's own network no port is published, and the runner does not know whose the machine's port is.
  const isOnMachine = live.onMachine !== undefined || because.includes('network-mode-host');
  if (page.fails === 'unknown' || (isOnMachine && live.pages.length === 0)) return [];
  const port = page.url === undefined ? undefined : portOf(page.url);
  // Where the engine chooses, no number is foretold.
  const chosen = live.pages.find((one) => isWelcome(one)) ?? live.pages.find((one) => one.published === '');
  const at = port === undefined ? chosen : live.pages.find((one) => one.published === port);
  if (at !== undefined) return answerDisagreements(page, at, live);
  const isShut = page.fails === 'refused' || page.fails === 'unpublished';
  return isShut ? [] : [`page: ${page.url ?? 'somewhere'} is not published`];
}

/** Of an address that may have a port which no machine has: that is the fault then. */
function portOf(url: string): string {
  return /^\w+:\/\/(?:\[[^\]]*\]|[^:/]*):(\d+)/.exec(url)?.[1] ?? '80';
}

function answerDisagreements(page: PageForecast, at: LivePage, live: Live): readonly string[] {
  const { answer } = at;
  if (page.fails !== undefined || !('status' in answer)) {
    const was = 'status' in answer ? String(answer.status) : answer.fails;
    return was === page.fails || isDown(live, at, was)
      ? []
      : [`page: ${page.fails ?? page.status} was foretold, was ${was}`];
  }
  if (page.status !== answer.status) return [`page: ${page.status} was foretold, was ${answer.status}`];
  const differs = page.body !== undefined && page.body.trim() !== answer.body.trim();
  return differs ? [`page: ${JSON.stringify(page.body)} was foretold, was ${JSON.stringify(answer.body)}`] : [];
}

/** While a service is started over and over its port is now there and now not. */
function isDown({ services }: Live, { service }: LivePage, was: string): boolean {
  return services[service] === 'restarting' && (was === 'refused' || was === 'reset');
}

function serviceDisagreements({ services }: ForecastResult, live: Live): readonly string[] {
  return Object.entries(services).flatMap(([name, foretold]) => {
    const was = live.services[name] ?? 'not there';
    return foretold === 'unknown' || WAS[foretold] === was ? [] : [`${name}: ${foretold} was foretold, was ${was}`];
  });
}

/** Of what is not built or not made there is no container. */
const WAS: Readonly<Record<Exclude<ServiceForecast, 'unknown'>, string>> = {
  running: 'running',
  exited: 'exited',
  restarting: 'restarting',
  created: 'created',
  'not-built': 'not there',
  'not-created': 'not there',
};
