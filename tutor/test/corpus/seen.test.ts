import { describe, expect, it } from 'vitest';
import { judged } from '../rules/project.ts';
import { filesOf, readCorpus } from './corpus.ts';
import { disagreements, works } from './live/agreement.ts';
import { digestOf, readSeen } from './live/seen.ts';

const seen = readSeen('working');
const entries = readCorpus('working').map((one) => {
  const files = filesOf(one);
  const environment = one.environment ?? {};
  return { ...one, files, environment, seen: seen.get(digestOf(files, environment)) };
});

describe('a project that is said to work', () => {
  it('has been run on an engine, and worked there (`npm run test:full` runs what is new)', () => {
    const unproven = entries.filter((one) => one.seen === undefined || !works(one.seen.live));
    expect(unproven.map((one) => one.name)).toEqual([]);
  });

  it('is told of in more than two hundred and fifty ways, each under a name of its own', () => {
    expect(new Set(entries.map((one) => one.name)).size).toBe(entries.length);
    expect(entries.length).toBeGreaterThan(250);
  });
});

describe('what was foretold of a project is what the engine answered', () => {
  it.each(entries.filter((one) => one.seen !== undefined))('$file: $name', async (one) => {
    const { forecast } = await judged(one.files, { environment: one.environment });
    const live = one.seen?.live;
    if (forecast === undefined || live === undefined) throw new Error('nothing to compare');
    expect(disagreements(forecast, live)).toEqual([]);
  });
});
