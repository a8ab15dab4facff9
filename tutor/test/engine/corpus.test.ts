import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import { type CorpusEntry, filesOf, readCorpus } from '../corpus/corpus.ts';
import { disagreements, leavesPageOpen, WELCOME, works } from '../corpus/live/agreement.ts';
import { writeFigures } from '../corpus/live/figures.ts';
import { heldAgainst } from '../corpus/live/observed.ts';
import { runForReal } from '../corpus/live/run-for-real.ts';
import { digestOf, keepSeen, readSeen, type Seen, tidySeen } from '../corpus/live/seen.ts';
import { judged } from '../rules/project.ts';
import { describeWithEngine } from './engine.ts';

const AT_A_TIME = 2;
const SAMPLE = 6;
const SAMPLE_WITHIN_MS = 600_000;
const ALL_WITHIN_MS = 4 * 3_600_000;
const isFull = process.env.TUTOR_FULL === '1';
const seed = Number(process.env.TUTOR_SEED ?? 0);
const entries = readCorpus('working');

const environmentOf = (one: CorpusEntry): Readonly<Record<string, string>> => one.environment ?? {};
const digestOfEntry = (one: CorpusEntry): string => digestOf(filesOf(one), environmentOf(one));
const foretold = (one: CorpusEntry): Promise<Result> => judged(filesOf(one), { environment: environmentOf(one) });

async function run(one: CorpusEntry): Promise<Seen> {
  const digest = digestOfEntry(one);
  const environment = environmentOf(one);
  const { live, seen: observed } = await runForReal({
    name: `tutor-corpus-${digest}`,
    files: filesOf(one),
    environment,
    settled: (body) => body.includes(WELCOME),
    whileUp: (folder) => heldAgainst(folder, environment),
  });
  return { digest, name: one.name, live, ...(observed === undefined ? {} : { observed }) };
}

/** What is not as it should be with an entry that was run. */
async function faults(one: CorpusEntry, { live, observed }: Seen): Promise<readonly string[]> {
  const { forecast } = await foretold(one);
  return [
    ...(works(live) ? [] : [`does not work: ${JSON.stringify(live)}`]),
    ...(forecast === undefined ? [] : disagreements(forecast, live)),
    ...(observed ?? []),
  ].map((fault) => `${one.name}: ${fault}`);
}

/** A few, other ones for each `TUTOR_SEED`. */
function sampled(): readonly CorpusEntry[] {
  const key = (one: CorpusEntry): string => digestOf({ [one.name]: String(seed) }, {});
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, SAMPLE);
}

async function inTurn<Item>(items: readonly Item[], take: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await take(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

(isFull || process.env.TUTOR_SEED !== undefined ? describeWithEngine : describe.skip)('on a real engine', () => {
  it.skipIf(isFull)(
    `a sample of the working projects works (seed ${seed})`,
    { timeout: SAMPLE_WITHIN_MS },
    async () => {
      const found: string[] = [];
      await inTurn(sampled(), async (one) => {
        found.push(...(await faults(one, await run(one))));
      });
      expect(found).toEqual([]);
    },
  );

  it.runIf(isFull)('every working project works, as was foretold', { timeout: ALL_WITHIN_MS }, async () => {
    const kept = readSeen('working');
    const unseen = entries.filter((one) => !kept.has(digestOfEntry(one)));
    await inTurn(unseen, async (one) => keepSeen('working', await run(one)));
    tidySeen('working', entries.map(digestOfEntry));
    const all = readSeen('working');
    const found: string[] = [];
    const open: string[] = [];
    for (const one of entries) {
      const seen = all.get(digestOfEntry(one));
      if (seen !== undefined) found.push(...(await faults(one, seen)));
      const { forecast } = await foretold(one);
      if (forecast !== undefined && leavesPageOpen(forecast)) open.push(one.name);
    }
    writeFigures({ entries: entries.length, run: all.size, open, found });
    expect(found).toEqual([]);
  });
});
