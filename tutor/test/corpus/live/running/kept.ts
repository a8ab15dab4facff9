import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { firstFiles, type RunningEntry } from '../../running.ts';
import type { KeptRun } from './run.ts';

const FILE = join(import.meta.dirname, '..', '..', 'seen', 'running.ndjson');
const DIGEST_DIGITS = 12;

/** Digest of all that is done in a run; what is expected of it does not count. */
export function digestOfRun(one: RunningEntry): string {
  const { before, up, do: done, ask, asking, programs } = one;
  const files = Object.entries(firstFiles(one))
    .filter(([path]) => !path.startsWith('.vscode/'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([files, before, up, done, ask, asking, programs]))
    .digest('hex')
    .slice(0, DIGEST_DIGITS);
}

/** What was seen in earlier runs, by digest; the later of two counts. */
export function readKept(): ReadonlyMap<string, KeptRun> {
  if (!existsSync(FILE)) return new Map();
  const lines = readFileSync(FILE, 'utf8').split('\n');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as KeptRun)
      .map((one) => [one.digest, one]),
  );
}

/** Keeps what was seen at once, so that a run of all that is stopped goes on where it was. */
export function keepRun(kept: KeptRun): void {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(kept)}\n`);
}

/** Drops what was seen of entries that are gone, and puts the rest in the order of the corpus. */
export function tidyKept(digests: readonly string[]): void {
  const kept = readKept();
  const lines = [...new Set(digests)].flatMap((digest) => {
    const one = kept.get(digest);
    return one === undefined ? [] : [`${JSON.stringify(one)}\n`];
  });
  writeFileSync(FILE, lines.join(''));
}
