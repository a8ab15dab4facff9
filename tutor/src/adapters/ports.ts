import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import type { PortHolder } from '../core/observation.ts';
import type { PortHolders } from '../observe/ports.ts';
import { listeningSockets } from './listeners.ts';
import { runProgram } from './process.ts';

/** Whose running containers publish a port. */
export interface Publishers {
  publishers(
    port: number,
    signal: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly project: string; readonly service: string }[]>;
}

export type HolderOptions = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the kernel tells of processes; another folder in tests. */
  readonly proc?: string;
};

type Holder = PortHolder['holder'];

/** Finds who listens on a port: a container first, since its process is only Docker's proxy. */
export function portHolders(docker: Publishers, options: HolderOptions): PortHolders {
  return {
    async holder(port, signal) {
      const [container] = await docker.publishers(port, signal);
      if (container !== undefined) return { kind: 'container', ...container };
      return holderProcess(port, options, signal);
    },
  };
}

/** The process that listens on a TCP port of this machine, as far as the system tells. */
export async function holderProcess(port: number, options: HolderOptions, signal: AbortSignal): Promise<Holder> {
  const told =
    options.platform === 'linux' ? fromProc(port, options.proc ?? '/proc') : await fromLsof(port, options, signal);
  if (told.kind !== 'unknown') return told;
  return (await canListen(port)) ? { kind: 'nobody' } : told;
}

/** Linux: the kernel's list of sockets gives an inode, and the open files of processes say whose it is. */
function fromProc(port: number, proc: string): Holder {
  const inodes = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    const text = readOr(`${proc}/net/${table}`);
    if (text === undefined) continue;
    for (const socket of listeningSockets(text)) if (socket.port === port) inodes.add(`socket:[${socket.inode}]`);
  }
  if (inodes.size === 0) return { kind: 'unknown' };
  for (const pid of listOr(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    const owns = listOr(`${proc}/${pid}/fd`).some((fd) => inodes.has(linkOr(`${proc}/${pid}/fd/${fd}`)));
    if (owns) return { kind: 'process', name: nameOf(`${proc}/${pid}`), pid: Number(pid) };
  }
  return { kind: 'unknown' };
}

/** The program's name: as it was started where that can be read, else the kernel's, which has 15 characters. */
function nameOf(folder: string): string {
  const started = readOr(`${folder}/cmdline`)?.split('\0')[0];
  if (started !== undefined && started !== '') return basename(started);
  return readOr(`${folder}/comm`)?.trim() ?? '';
}

async function fromLsof(port: number, options: HolderOptions, signal: AbortSignal): Promise<Holder> {
  if (options.platform === 'win32') return { kind: 'unknown' };
  const ran = await runProgram({
    argv: ['lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'],
    environment: options.environment,
    timeoutMs: LSOF_MS,
    signal,
  });
  signal.throwIfAborted();
  const pid = /^p(\d+)$/m.exec(ran.stdout)?.[1];
  const name = /^c(.+)$/m.exec(ran.stdout)?.[1];
  return pid === undefined || name === undefined ? { kind: 'unknown' } : { kind: 'process', name, pid: Number(pid) };
}

const LSOF_MS = 5_000;

/** Whether the port can be listened on now: then nobody holds it. A port that only root may take counts as free. */
function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error && error.code === 'EACCES'));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** What of `/proc` may not be read, or is gone meanwhile, tells nothing. */
function readOr(path: string): string | undefined {
  return quietly(() => readFileSync(path, 'utf8'));
}

function listOr(folder: string): readonly string[] {
  return quietly(() => readdirSync(folder)) ?? [];
}

function linkOr(path: string): string {
  return quietly(() => readlinkSync(path)) ?? '';
}

function quietly<Answer>(look: () => Answer): Answer | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
