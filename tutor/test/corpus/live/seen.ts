import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from '../../rules/project.ts';
import type { Live } from './run-for-real.ts';

/** What an engine answered for one project, kept by a digest of its files: an entry that changes is run again. */
export type Seen = {
  readonly digest: string;
  /** The entry when it was run; for readers alone. */
  readonly name: string;
  readonly live: Live;
  /** What the tutor made of the running stack: errors and unfinished checks, other than that it still runs. */
  readonly observed?: readonly string[];
};

/** Digest of a project: its files but those of an editor, and the caller's variables. */
export function digestOf(files: Files, environment: Readonly<Record<string, string>>): string {
  const sorted = (table: Readonly<Record<string, string>>) =>
    Object.entries(table)
      .filter(([name]) => !name.startsWith('.vscode/'))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([sorted(files), sorted(environment)]))
    .digest('hex')
    .slice(0, 16);
}

/** Answers of the engine that were kept for a corpus, one a line; the later of two counts. */
export function readSeen(corpus: string): ReadonlyMap<string, Seen> {
  const path = pathOf(corpus);
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as Seen).map((seen) => [seen.digest, seen]));
}

/** Keeps an answer at once, so that a run that is stopped goes on where it was. */
export function keepSeen(corpus: string, seen: Seen): void {
  const path = pathOf(corpus);
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${JSON.stringify(seen)}\n`);
}

/** Drops answers of entries that are gone, and puts the others in the order of the corpus. */
export function tidySeen(corpus: string, digests: readonly string[]): void {
  const seen = readSeen(corpus);
  const kept = [...new Set(digests)].flatMap((digest) => seen.get(digest) ?? []);
  writeFileSync(pathOf(corpus), kept.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

function pathOf(corpus: string): string {
  return join(import.meta.dirname, '..', 'seen', `${corpus}.ndjson`);
}
