import { describe, expect, it } from 'vitest';
import { disagreements, works } from './live/agreement.ts';
import { judgedEntry, LIVE_CORPORA, liveEntries } from './live/entries.ts';
import { readSeen } from './live/seen.ts';

const working = liveEntries('working');

describe('a project that is said to work', () => {
  it('has been run on an engine, and worked there (`npm run test:full` runs what is new)', () => {
    const seen = readSeen('working');
    const unproven = working.filter((one) => {
      const answer = seen.get(one.digest);
      return answer === undefined || !works(answer.live);
    });
    expect(unproven.map((one) => one.name)).toEqual([]);
  });

  it('is told of in more than two hundred and fifty ways, each under a name of its own', () => {
    expect(new Set(working.map((one) => one.name)).size).toBe(working.length);
    expect(working.length).toBeGreaterThan(250);
  });
});

describe.each(LIVE_CORPORA)('what was foretold of %s is what the engine answered', (corpus) => {
  const seen = readSeen(corpus);
  const entries = liveEntries(corpus);

  it('has projects to foretell', () => {
    expect(entries.length).toBeGreaterThan(0);
  });

  it.each(entries.filter((one) => seen.has(one.digest)))('$file: $name', async (entry) => {
    const answer = seen.get(entry.digest);
    const { forecast } = await judgedEntry(entry);
    if (answer === undefined || forecast === undefined) throw new Error('nothing to compare');
    expect(disagreements(forecast, answer.live)).toEqual([]);
  });
});
