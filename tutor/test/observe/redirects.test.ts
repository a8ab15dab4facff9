import { expect, it } from 'vitest';
import type { PageAnswer } from '../../src/observe/ports.ts';
import { goesRound } from '../../src/observe/redirects.ts';

const HERE = 'http://127.0.0.1:8000';

/** Follows from `/`; what is not named answers 200. */
function followed(locations: Readonly<Record<string, string>>): Promise<readonly string[] | undefined> {
  const answer = (url: string): PageAnswer => {
    const location = locations[url.slice(HERE.length)];
    return location === undefined
      ? { url, outcome: 'answered', status: 200, headers: {}, body: '' }
      : { url, outcome: 'answered', status: 302, headers: { location }, body: '' };
  };
  const page = { get: async (url: string) => answer(url) };
  return goesRound(page, answer(`${HERE}/`), 1_000, new AbortController().signal);
}

it('redirects that lead back to where they were are told with each station', async () => {
  expect(await followed({ '/': '/home', '/home': '/' })).toEqual([`${HERE}/home`, `${HERE}/`]);
  expect(await followed({ '/': '/in', '/in': '/in' })).toEqual([`${HERE}/in`, `${HERE}/in`]);
  expect(await followed({ '/': 'http://localhost:8000/#top' })).toEqual([`${HERE}/`]);
});

it('redirects that end, or lead away from the host, are no ring', async () => {
  expect(await followed({})).toBeUndefined();
  expect(await followed({ '/': '/home', '/home': '/start' })).toBeUndefined();
  expect(await followed({ '/': 'https://localhost:8000/' })).toBeUndefined();
  expect(await followed({ '/': 'http://[' })).toBeUndefined();
});
