import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTurn } from '../corpus/live/run-entry.ts';
import { digestOfRun, keepRun, readKept, tidyKept } from '../corpus/live/running/kept.ts';
import { runRunning } from '../corpus/live/running/run.ts';
import { faultsOfRun } from '../corpus/live/running/verdict.ts';
import { type RunningEntry, readRunning } from '../corpus/running.ts';
import { describeWithEngine } from './engine.ts';

/** So many are run by `npm test`. */
const SAMPLE = 6;
const SAMPLE_WITHIN_MS = 300_000;
const ALL_WITHIN_MS = 2 * 3_600_000;
const isFull = process.env.TUTOR_FULL === '1';
const seed = Number(process.env.TUTOR_SEED ?? 0);
const entries = readRunning();

/** A few, other ones for each `TUTOR_SEED`. */
function sampled(all: readonly RunningEntry[]): readonly RunningEntry[] {
  const key = (one: RunningEntry): string => createHash('sha256').update(`${seed} ${one.name}`).digest('hex');
  return [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, SAMPLE);
}

(isFull ? describe.skip : describeWithEngine)(`a sample of the faults of a running stack (seed ${seed})`, () => {
  it('are each told with their root cause and what was seen', { timeout: SAMPLE_WITHIN_MS }, async () => {
    const found: string[] = [];
    await inTurn(sampled(entries), async (one) => {
      found.push(...(await faultsOfRun(one, await runRunning(one, digestOfRun(one)))));
    });
    expect(found).toEqual([]);
  });
});

(isFull ? describeWithEngine : describe.skip)('every fault of a running stack', () => {
  it('is told with its root cause and what was seen', { timeout: ALL_WITHIN_MS }, async () => {
    const kept = readKept();
    const due: RunningEntry[] = [];
    for (const one of entries) {
      const seen = kept.get(digestOfRun(one));
      // What was not told rightly may have been mended since.
      if (seen === undefined || (await faultsOfRun(one, seen)).length > 0) due.push(one);
    }
    const broken: string[] = [];
    await inTurn(due, async (one) => {
      try {
        keepRun(await runRunning(one, digestOfRun(one)));
      } catch (error) {
        broken.push(`${one.file}: ${one.name}: ${String(error)}`);
      }
    });
    tidyKept(entries.map(digestOfRun));
    const found = [...broken, ...(await faultsOfKept())];
    writeFigures(found);
    expect(found).toEqual([]);
  });
});

const FIGURES = join(import.meta.dirname, '..', 'corpus', 'FIGURES-running.md');

function writeFigures(found: readonly string[]): void {
  const files = [...new Set(entries.map((one) => one.file))];
  const kept = readKept();
  const row = (name: string, all: readonly RunningEntry[], wrong: number): string =>
    `| ${name} | ${all.length} | ${all.filter((one) => kept.has(digestOfRun(one))).length} | ${all.length - wrong} |`;
  const lines = [
    '# Figures of the faults of a running stack',
    '',
    'Written by `npm run test:full` where an engine is. What was observed is kept in `seen/running.ndjson`.',
    '',
    '| faults | there are | run on the engine | root cause first and alone, at its place, with its evidence |',
    '| --- | --- | --- | --- |',
    ...files.map((file) =>
      row(
        file,
        entries.filter((one) => one.file === file),
        found.filter((line) => line.startsWith(`${file}: `)).length,
      ),
    ),
    row('all', entries, found.length),
    ...(found.length === 0 ? [] : ['', 'Found:', '', ...found.map((line) => `- ${line.slice(0, SAID_MOST)}`)]),
  ];
  writeFileSync(FIGURES, `${lines.join('\n')}\n`);
}

const SAID_MOST = 300;

async function faultsOfKept(): Promise<readonly string[]> {
  const kept = readKept();
  const found: string[] = [];
  for (const one of entries) {
    const seen = kept.get(digestOfRun(one));
    if (seen !== undefined) found.push(...(await faultsOfRun(one, seen)).slice(0, 1));
  }
  return found;
}
