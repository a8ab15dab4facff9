import type { ForecastResult } from '../../../src/core/result.ts';
import type { Live, LivePage } from './run-for-real.ts';

/** The words that the chapter asks of the page. */
export const WELCOME = 'Connected to database successfully!';

/** Whether the page really said that all is well, at any published port. */
export function works(live: Live): boolean {
  return live.pages.some((page) => isWelcome(page));
}

function isWelcome({ answer }: LivePage): boolean {
  return 'status' in answer && answer.status === 200 && answer.body.includes(WELCOME);
}

/** Where the forecast says something else than the engine did. What it leaves open (`unknown`) it does not say. */
export function disagreements(forecast: ForecastResult, live: Live): readonly string[] {
  return [...pageDisagreements(forecast, live), ...serviceDisagreements(forecast, live)];
}

/** Whether the forecast leaves open what the page will answer. */
export function leavesPageOpen({ page }: ForecastResult): boolean {
  return page.fails === 'unknown';
}

function pageDisagreements({ page }: ForecastResult, live: Live): readonly string[] {
  const port = page.url === undefined ? undefined : new URL(page.url).port || '80';
  if (page.fails === 'unknown') return [];
  const at = live.pages.find((one) => (port === undefined ? isWelcome(one) : one.published === port));
  if (at === undefined)
    return page.fails === 'refused' || page.fails === 'unpublished'
      ? []
      : [`page: ${page.url ?? 'somewhere'} is not published`];
  const { answer } = at;
  if (page.fails !== undefined || !('status' in answer)) {
    const was = 'status' in answer ? String(answer.status) : answer.fails;
    return was === page.fails ? [] : [`page: ${page.fails ?? page.status} was foretold, was ${was}`];
  }
  if (page.status !== answer.status) return [`page: ${page.status} was foretold, was ${answer.status}`];
  const differs = page.body !== undefined && page.body.trim() !== answer.body.trim();
  return differs ? [`page: ${JSON.stringify(page.body)} was foretold, was ${JSON.stringify(answer.body)}`] : [];
}

function serviceDisagreements({ services }: ForecastResult, live: Live): readonly string[] {
  return Object.entries(services).flatMap(([name, foretold]) => {
    const was = live.services[name] ?? 'not there';
    return foretold === was || foretold === 'unknown' ? [] : [`${name}: ${foretold} was foretold, was ${was}`];
  });
}
