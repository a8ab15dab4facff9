import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'tutor.js');
const ENDS_WITHIN_MS = 60_000;

/** What the real program said and how it ended. */
export type Transcript = {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
};

export type Spoken = {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** `real`: whatever Docker the environment names; default none. */
  readonly engine?: 'none' | 'real';
  readonly timeoutMs?: number;
  /** `leaves`: stdout is closed before anything is read. */
  readonly reader?: 'stays' | 'leaves';
  /** Called once the process runs. */
  readonly meanwhile?: (kill: (signal: NodeJS.Signals) => void) => void;
};

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'compose-tutor-transcripts-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;

/** An empty folder, or one with these files; removed when the file of tests ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}, name = 'project'): string {
  const folder = join(scratch, String(folders++), name);
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Runs the built program: no terminal, no colour, no engine, a memory of its own. */
export function tutor(words: readonly string[], spoken: Spoken = {}): Promise<Transcript> {
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: scratch,
    XDG_STATE_HOME: join(scratch, 'state'),
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    ...(spoken.engine === 'real' ? {} : { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }),
    ...spoken.environment,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      cwd: spoken.cwd ?? scratch,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: spoken.timeoutMs ?? ENDS_WITHIN_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ stdout, stderr, code, signal }));
    if (spoken.reader === 'leaves') child.stdout.destroy();
    spoken.meanwhile?.((signal) => void child.kill(signal));
  });
}
