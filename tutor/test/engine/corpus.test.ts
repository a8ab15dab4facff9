import { describe, expect, it } from 'vitest';
import { faultsOf, leftOpen } from '../corpus/live/agreement.ts';
import { judgedEntry, LIVE_CORPORA, type LiveEntry, liveEntries } from '../corpus/live/entries.ts';
import { type Figures, writeFigures } from '../corpus/live/figures.ts';
import { inTurn, runEntry } from '../corpus/live/run-entry.ts';
import { digestOf, keepSeen, readSeen, tidySeen } from '../corpus/live/seen.ts';
import { describeWithEngine } from './engine.ts';

/** Of each corpus so many are run by `npm test`. */
const SAMPLE = 6;
const SAMPLE_WITHIN_MS = 600_000;
const MINUTE_MS = 60_000;
const ALL_WITHIN_MS = 240 * MINUTE_MS;
/** A part of a full run: after so many minutes no further entry is begun. The next run goes on there. */
const partMs = Number(process.env.TUTOR_PART_MINUTES ?? ALL_WITHIN_MS / MINUTE_MS) * MINUTE_MS;
const isFull = process.env.TUTOR_FULL === '1';
const seed = Number(process.env.TUTOR_SEED ?? 0);

/** A few, other ones for each `TUTOR_SEED`. */
function sampled(entries: readonly LiveEntry[]): readonly LiveEntry[] {
  const key = (one: LiveEntry): string => digestOf({ [one.name]: String(seed) }, {});
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, SAMPLE);
}

(isFull ? describe.skip : describeWithEngine)(`a sample of the corpora on a real engine (seed ${seed})`, () => {
  it.each(['working', 'faults'] as const)('%s', { timeout: SAMPLE_WITHIN_MS }, async (corpus) => {
    const found: string[] = [];
    await inTurn(sampled(liveEntries(corpus)), async (one) => {
      const seen = await runEntry(one);
      found.push(...faultsOf(one, seen, await judgedEntry(one)));
    });
    expect(found).toEqual([]);
  });
});

(isFull ? describeWithEngine : describe.skip)('every project of the corpora on a real engine', () => {
  it.each(LIVE_CORPORA)('%s', { timeout: ALL_WITHIN_MS }, async (corpus) => {
    const entries = liveEntries(corpus);
    const kept = readSeen(corpus);
    // The same files may stand in two lists. In the order of digests a part of a run sees something of everything.
    const different = [...new Map(entries.map((one) => [one.digest, one])).values()];
    different.sort((a, b) => (a.digest < b.digest ? -1 : 1));
    const due = different.filter((one) => !kept.has(one.digest));
    for (const one of different) {
      const seen = kept.get(one.digest);
      // What was not as it should be may have been mended since.
      if (seen !== undefined && faultsOf(one, seen, await judgedEntry(one)).length > 0) due.push(one);
    }
    const until = Date.now() + partMs;
    const broken: string[] = [];
    await inTurn(due, async (one) => {
      if (Date.now() > until) return;
      try {
        keepSeen(corpus, await runEntry(one));
      } catch (error) {
        broken.push(`${one.file}: ${one.name}: ${String(error)}`);
      }
    });
    tidySeen(
      corpus,
      entries.map((one) => one.digest),
    );
    const figures = await figuresOf(entries, corpus);
    writeFigures(corpus, figures);
    expect([...broken, ...figures.found]).toEqual([]);
  });
});

async function figuresOf(entries: readonly LiveEntry[], corpus: LiveEntry['corpus']): Promise<Figures> {
  const seen = readSeen(corpus);
  const found: string[] = [];
  const open: string[] = [];
  let run = 0;
  let foretold = 0;
  let beside = 0;
  for (const entry of entries) {
    const answer = seen.get(entry.digest);
    if (answer === undefined) continue;
    const result = await judgedEntry(entry);
    if (result.forecast === undefined) continue;
    run += 1;
    if (answer.observed !== undefined) beside += 1;
    const faults = faultsOf(entry, answer, result);
    if (faults.length === 0) foretold += 1;
    found.push(...faults);
    const left = leftOpen(result.forecast, answer.live);
    if (left.length > 0) open.push(`${entry.name}: ${left.join(', ')}`);
  }
  return { entries: entries.length, run, foretold, beside, open, found };
}
