import { WELCOME } from './agreement.ts';
import type { LiveEntry } from './entries.ts';
import { errorsBeside, heldAgainst } from './observed.ts';
import { runForReal } from './run-for-real.ts';
import type { Seen } from './seen.ts';

/** Builds and starts an entry on the engine, asks its page, lets the tutor look at it, and takes it all away. */
export async function runEntry(entry: LiveEntry): Promise<Seen> {
  const { digest, name, files, environment, modes, corpus } = entry;
  const beside = { working: heldAgainst, faults: errorsBeside, pairs: errorsBeside, cases: undefined }[corpus];
  const { live, seen: observed } = await runForReal({
    name: `tutor-corpus-${digest}`,
    files,
    environment,
    executable: Object.keys(modes).filter((path) => modes[path] === 'executable'),
    settled: (body) => body.includes(WELCOME),
    ...(beside === undefined ? {} : { whileUp: (folder) => beside(folder, environment) }),
  });
  return { digest, name, live, ...(observed === undefined ? {} : { observed }) };
}

/** How many projects run side by side: the page of each has a time to answer in. */
const AT_A_TIME = Number(process.env.TUTOR_AT_A_TIME ?? 2);

/** Takes items one after the other, so many at a time. */
export async function inTurn<Item>(items: readonly Item[], take: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await take(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
