import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HOME, type Judge } from '../../differential/judge.ts';
import type { Files } from '../../rules/project.ts';

/** What Compose makes of a project: `refused`, or the digest of its model, which is the same for projects that differ in form alone. */
export type Verdict = string;

/** Digest of a project: its files and the caller's variables. */
export type Digest = string;

export const REFUSED = 'refused';
/** Compose names the project after its folder. */
const FOLDER = 'your-project';
const WITHIN_MS = 30_000;
const OUTPUT_BYTES = 32 * 1024 * 1024;
const DIGEST_LETTERS = 16;
const KEPT = join(import.meta.dirname, 'verdicts.txt');

/** A project that Compose can be asked about. */
export type Asked = { readonly files: Files; readonly environment: Readonly<Record<string, string>> };

/** Digest by which a verdict is kept. */
export function digestOf({ files, environment }: Asked): Digest {
  const sorted = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
  return short(JSON.stringify([sorted(files), sorted(environment)]));
}

/** Verdicts that were kept, by digest. */
export function readVerdicts(): Map<Digest, Verdict> {
  const text = existsSync(KEPT) ? readFileSync(KEPT, 'utf8') : '';
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, DIGEST_LETTERS), line.slice(DIGEST_LETTERS + 1)]));
}

/** Keeps a verdict at once, so that a run that is stopped goes on where it was. */
export function keepVerdict(digest: Digest, verdict: Verdict): void {
  appendFileSync(KEPT, `${digest} ${verdict}\n`);
}

/** Drops the verdicts that nobody asks for any more; the order is that of their digests. */
export function tidyVerdicts(used: ReadonlySet<Digest>): void {
  const kept = [...readVerdicts()].filter(([digest]) => used.has(digest)).sort(([a], [b]) => (a < b ? -1 : 1));
  const head =
    '# Digest of the files, and what `docker compose config` makes of them: `refused`, or a digest of the model.\n';
  writeFileSync(KEPT, head + kept.map(([digest, verdict]) => `${digest} ${verdict}\n`).join(''));
}

/** Asks Compose, which needs no engine for it. */
export async function ask({ program }: Judge, { files, environment }: Asked): Promise<Verdict> {
  const scratch = mkdtempSync(join(tmpdir(), 'compose-tutor-random-'));
  const folder = join(scratch, FOLDER);
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const model = await config(program, folder, environment);
    return model === undefined ? REFUSED : short(model.replaceAll(scratch, ''));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function config(
  program: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const options = {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME, ...environment },
    timeout: WITHIN_MS,
    killSignal: 'SIGKILL',
    maxBuffer: OUTPUT_BYTES,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, ['config', '--format', 'json'], options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if (typeof error.code === 'number') resolve(undefined);
      else reject(error);
    });
  });
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LETTERS);
}
