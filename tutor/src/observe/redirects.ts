import type { Page, PageAnswer } from './ports.ts';

/** Browsers give up after some twenty. */
const MOST_REDIRECTS = 20;

/**
 * Follows the redirects of an answer on the page's own host. Gives the addresses that they lead to, as far as one that they
 * were at before, or as far as a browser goes; undefined where they end, or lead away from the host.
 */
export async function goesRound(
  page: Page,
  first: PageAnswer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const way: string[] = [];
  let answer = first;
  while (way.length < MOST_REDIRECTS) {
    const next = leadsTo(answer);
    if (next === undefined) return undefined;
    const isKnown = next === first.url || way.includes(next);
    way.push(next);
    if (isKnown) return way;
    answer = await page.get(next, timeoutMs, signal);
  }
  return way;
}

/** Where a redirect leads, on the same host. `localhost` and 127.0.0.1 are one. */
function leadsTo({ url, status, headers }: PageAnswer): string | undefined {
  const location = headers?.location;
  if (status === undefined || status < 300 || status > 399 || location === undefined) return undefined;
  if (!URL.canParse(location, url)) return undefined;
  const from = new URL(url);
  const to = new URL(location, url);
  if (to.hostname === 'localhost' && from.hostname === '127.0.0.1') to.hostname = from.hostname;
  to.hash = '';
  return to.origin === from.origin ? to.href : undefined;
}
