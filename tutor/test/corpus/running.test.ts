import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOfRun, readKept } from './live/running/kept.ts';
import { faultsOfRun } from './live/running/verdict.ts';
import { readRunning } from './running.ts';

const entries = readRunning();
const kept = readKept();

describe('faults of the running stack', () => {
  it('have all been seen on an engine (`npm run test:full` runs what is new)', () => {
    expect(entries.filter((one) => !kept.has(digestOfRun(one))).map((one) => one.name)).toEqual([]);
  });

  it('are more than sixty-five, each under a name of its own, each with what was seen', () => {
    expect(new Set(entries.map((one) => one.name)).size).toBe(entries.length);
    expect(entries.length).toBeGreaterThan(65);
    expect(entries.filter((one) => one.saw.length === 0).map((one) => one.name)).toEqual([]);
  });

  it('hold every rule of the running stack, of teardown and of the machine at least twice', () => {
    const all = ['stack', 'teardown', 'machine'].flatMap((family) =>
      readdirSync(join(import.meta.dirname, '../../src/rules', family)).flatMap((file) =>
        file.endsWith('.ts') ? [file.replace(/\.ts$/, '')] : [],
      ),
    );
    const told = entries.flatMap((one) => [...one.expect.map(({ rule }) => rule), ...one.beside]);
    const times = (rule: string): number => told.filter((one) => one === rule).length;
    expect(all.filter((rule) => times(rule) < 2)).toEqual([]);
  });
});

describe('from what the engine said then, the rules of today tell the root cause of', () => {
  it.each(entries.filter((one) => kept.has(digestOfRun(one))))('$file: $name', async (entry) => {
    const seen = kept.get(digestOfRun(entry));
    if (seen === undefined) throw new Error('nothing was kept');
    expect(await faultsOfRun(entry, seen)).toEqual([]);
  });
});
