import { spawn } from 'node:child_process';
import type { Ran } from './stack.ts';

const LONGEST_MS = 300_000;
const OUTPUT_MOST = 32 * 1024 * 1024;
const REACHES_DOCKER = [
  'PATH',
  'HOME',
  'DOCKER_HOST',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
];

/** The variables of this shell by which programs and Docker are found, and nothing else of it. */
export function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    REACHES_DOCKER.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

type Wishes = { readonly environment?: Readonly<Record<string, string>>; readonly withinMs?: number };

/** Runs a program in a folder. A command that fails is an answer too. */
export function run(words: readonly string[], folder: string, wishes: Wishes = {}): Promise<Ran> {
  const { environment = {}, withinMs = LONGEST_MS } = wishes;
  const [program = '', ...args] = words;
  const env = { ...environment, ...plainEnvironment(), NO_COLOR: '1', BUILDKIT_PROGRESS: 'plain' };
  return new Promise((resolve, reject) => {
    // A group of its own: Compose is a program beside `docker`, and has to end with it.
    const child = spawn(program, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (text: string) => {
        if (said[stream].length < OUTPUT_MOST) said[stream] += text;
      });
    }
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, withinMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (isOver) resolve({ code: 'endless', ...said });
      else if (code !== null) resolve({ code, ...said });
      else reject(new Error(`${words.join(' ')} was ended by ${signal}`));
    });
  });
}
