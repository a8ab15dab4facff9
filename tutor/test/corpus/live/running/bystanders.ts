import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { plainEnvironment, run } from '../program.ts';
import type { Ran } from '../stack.ts';
import type { Places } from './places.ts';
import { wordsOf } from './words.ts';

/** Programs that run beside the stack. */
export interface Bystanders {
  /** Starts one, and waits until it listens where the entry says that something is to. */
  start(command: string): Promise<void>;
  /** Ends them all. */
  end(): void;
}

const HUB = join(import.meta.dirname, '..', '..', '..', 'lab', 'hub');
const LISTENS_WITHIN_MS = 5_000;
const BETWEEN_MS = 50;

/** Nobody yet. */
export function bystanders(folder: string, places: Places): Bystanders {
  const started: ChildProcess[] = [];
  return {
    async start(command) {
      const [program = '', ...args] = command === 'hub' ? [HUB, places.HUB.split(':')[1] ?? ''] : wordsOf(command);
      const own = program === 'node' ? process.execPath : program;
      started.push(spawn(own, args, { cwd: folder, stdio: 'ignore', env: plainEnvironment() }));
      const awaited = [places.PORT, places.DB_PORT, places.HUB.split(':')[1] ?? ''].find(
        (port) => command.includes(port) || args.includes(port),
      );
      if (awaited !== undefined) await untilListens(Number(awaited));
    },
    end() {
      for (const one of started) one.kill('SIGKILL');
    },
  };
}

async function untilListens(port: number): Promise<void> {
  const until = Date.now() + LISTENS_WITHIN_MS;
  while (Date.now() < until) {
    const isThere = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
      socket.once('close', () => socket.destroy());
    });
    if (isThere) return;
    await new Promise((done) => setTimeout(done, BETWEEN_MS));
  }
  throw new Error(`nothing listens on ${port}`);
}

/** Takes all of a run away: what Compose knows of, what is labelled, and what is named after it. */
export async function clear(folder: string, { NAME }: Places): Promise<void> {
  const docker = (...words: string[]): Promise<Ran> => run(['docker', ...words], folder);
  await removeAll(docker, ['ps', '--all', '--quiet', '--filter', `name=^/?${NAME}`], ['rm', '--force', '--volumes']);
  const label = `label=com.docker.compose.project=${NAME}`;
  await removeAll(docker, ['ps', '--all', '--quiet', '--filter', label], ['rm', '--force', '--volumes']);
  await removeAll(docker, ['network', 'ls', '--quiet', '--filter', `name=^${NAME}`], ['network', 'rm']);
  await removeAll(docker, ['volume', 'ls', '--quiet', '--filter', `name=^${NAME}`], ['volume', 'rm']);
  await removeAll(docker, ['images', '--quiet', '--filter', `reference=${NAME}*`], ['image', 'rm', '--force']);
}

async function removeAll(
  docker: (...words: string[]) => Promise<Ran>,
  list: readonly string[],
  remove: readonly string[],
): Promise<void> {
  const found = (await docker(...list)).stdout.split('\n').filter((one) => one !== '');
  const unique = [...new Set(found)];
  if (unique.length > 0) await docker(...remove, ...unique);
}
