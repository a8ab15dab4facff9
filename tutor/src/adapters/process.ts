import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { cut, stripControls } from '../core/text.ts';

/** A program to run: argv, never a shell string. */
export type Program = {
  readonly argv: readonly [string, ...string[]];
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** What it reads on stdin; default nothing. */
  readonly input?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Most bytes kept of each stream; default 4 MiB. */
  readonly outputBytes?: number;
  /** Which end of a longer output is kept; default `start`. */
  readonly keep?: 'start' | 'end';
  /** Called with each line as it comes, control sequences stripped. */
  readonly onLine?: (line: string) => void;
};

/** What a program did. A program that fails is a value, never an exception. */
export type Ran = {
  readonly argv: readonly string[];
  /** `null` where it was killed or never started. */
  readonly exitCode: number | null;
  /** As written; strip it before it reaches a screen. */
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: 'by-itself' | 'timeout' | 'cancelled' | 'not-started';
  /** Some output was dropped. */
  readonly shortened: boolean;
  /** The system's word where it was not started: `ENOENT`, `EACCES`, `FOLDER` for a folder that is not there. */
  readonly startError?: string;
};

/** A running program as a byte stream: what is written goes to its stdin, what it says on stdout is read. */
export type BytePipe = { readonly stream: Duplex; readonly ended: Promise<Ran>; readonly close: () => void };

/** Runs a program to its end. Its whole process group is killed at the time limit and when cancelled. */
export async function runProgram(program: Program): Promise<Ran> {
  if (program.signal?.aborted) return neverStarted(program, 'cancelled');
  const child = await start(program, 'ignore');
  const out = collect(child.stdout, program);
  const err = collect(child.stderr, program);
  return settle(program, child, out, err);
}

/** Starts a program whose stdin and stdout are one byte stream. */
export async function openPipe(program: Program): Promise<BytePipe> {
  if (program.signal?.aborted) {
    const stream = new Duplex({ read: nothing, write: (_chunk, _encoding, done) => done() });
    stream.push(null);
    return { stream, ended: Promise.resolve(neverStarted(program, 'cancelled')), close: nothing };
  }
  const child = await start(program, 'pipe');
  const err = collect(child.stderr, program);
  const ended = settle(program, child, { text: () => '', shortened: () => false }, err);
  return { stream: joined(child.stdin, child.stdout), ended, close: () => killGroup(child.pid, 'SIGTERM') };
}

const OUTPUT_BYTES = 4 * 1024 * 1024;
const LINE_UNITS = 2_000;
/** Between asking a group to end and ending it. */
const GRACE_MS = 2_000;
/** A grandchild that keeps the streams open after its parent ended is given this long. */
const STREAMS_MS = 500;
const WINDOWS = process.platform === 'win32';

/** Groups that run now: killed when this process exits, whatever the way. */
const running = new Set<number>();
let watchingExit = false;

/** A started program. Execa's own object is a promise too, so it cannot be what an async function gives back. */
type Child = {
  readonly pid: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly onExit: (call: () => void) => void;
  readonly result: () => Promise<ExitFacts>;
};

type ExitFacts = {
  readonly exitCode?: number | undefined;
  readonly code?: string | undefined;
  readonly cause?: unknown;
};

async function start(program: Program, stdin: 'ignore' | 'pipe'): Promise<Child> {
  const { execa } = await import('execa');
  const [file, ...words] = program.argv;
  const started = execa(file, words, {
    ...(program.folder === undefined ? {} : { cwd: program.folder }),
    env: program.environment,
    extendEnv: false,
    // A group of its own, so that what it started ends with it.
    detached: !WINDOWS,
    cleanup: WINDOWS,
    reject: false,
    buffer: false,
    stripFinalNewline: false,
    ...(program.input === undefined ? { stdin } : { input: program.input }),
    stdout: 'pipe',
    stderr: 'pipe',
    windowsHide: true,
  });
  const { pid } = started;
  if (pid !== undefined) running.add(pid);
  if (!watchingExit) {
    watchingExit = true;
    process.once('exit', () => {
      for (const pid of running) killGroup(pid, 'SIGKILL');
    });
  }
  return {
    pid,
    stdin: started.stdin,
    stdout: started.stdout,
    stderr: started.stderr,
    onExit: (call) => started.once('exit', call),
    result: async () => await started,
  };
}

async function settle(program: Program, child: Child, out: Collected, err: Collected): Promise<Ran> {
  let ended: Ran['ended'] = 'by-itself';
  const timers: NodeJS.Timeout[] = [];
  const stop = (why: 'timeout' | 'cancelled') => {
    if (ended !== 'by-itself') return;
    ended = why;
    killGroup(child.pid, 'SIGTERM');
    timers.push(setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS));
  };
  const cancel = () => stop('cancelled');
  timers.push(setTimeout(() => stop('timeout'), program.timeoutMs));
  // One run asks many things at once; Node would take so many listeners for a leak and say so on stderr.
  if (program.signal !== undefined) setMaxListeners(0, program.signal);
  program.signal?.addEventListener('abort', cancel, { once: true });
  if (program.signal?.aborted) cancel();
  let isOver = false;
  const closeStreams = () => {
    if (isOver) return;
    killGroup(child.pid, 'SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  child.onExit(() => {
    // On a busy machine the time may be over before the loop has read what the program wrote: an immediate comes after the reading.
    timers.push(setTimeout(() => setImmediate(closeStreams), STREAMS_MS));
  });
  const result = await child.result();
  isOver = true;
  for (const timer of timers) clearTimeout(timer);
  program.signal?.removeEventListener('abort', cancel);
  if (child.pid === undefined) return neverStarted(program, 'not-started', startErrorOf(program, result));
  if (ended !== 'by-itself') killGroup(child.pid, 'SIGKILL');
  running.delete(child.pid);
  return {
    argv: program.argv,
    exitCode: result.exitCode ?? null,
    stdout: out.text(),
    stderr: err.text(),
    ended,
    shortened: out.shortened() || err.shortened(),
  };
}

function startErrorOf(program: Program, result: ExitFacts): string {
  if (program.folder !== undefined && !existsSync(program.folder)) return 'FOLDER';
  return result.code ?? (result.cause instanceof Error ? result.cause.message : 'unknown');
}

function neverStarted(program: Program, ended: 'cancelled' | 'not-started', startError?: string): Ran {
  const nothingSaid = { argv: program.argv, exitCode: null, stdout: '', stderr: '', shortened: false };
  return startError === undefined ? { ...nothingSaid, ended } : { ...nothingSaid, ended, startError };
}

/** Kills a process and all it started. Nothing to do where they are gone already. */
function killGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(WINDOWS ? pid : -pid, signal);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
    if (!gone) throw error;
  }
}

type Collected = { readonly text: () => string; readonly shortened: () => boolean };

function collect(stream: Readable | null, program: Program): Collected {
  const limit = program.outputBytes ?? OUTPUT_BYTES;
  const keepEnd = program.keep === 'end';
  const chunks: Buffer[] = [];
  let kept = 0;
  let dropped = false;
  const lines = program.onLine === undefined ? undefined : lineSplitter(program.onLine);
  stream?.on('data', (chunk: Buffer) => {
    lines?.push(chunk);
    if (!keepEnd && kept + chunk.length > limit) {
      dropped = true;
      chunk = chunk.subarray(0, limit - kept);
    }
    chunks.push(chunk);
    kept += chunk.length;
    while (keepEnd && chunks.length > 1 && kept - (chunks[0]?.length ?? 0) >= limit) {
      kept -= chunks.shift()?.length ?? 0;
      dropped = true;
    }
  });
  stream?.on('end', () => lines?.end());
  return { text: () => Buffer.concat(chunks).toString('utf8'), shortened: () => dropped };
}

function lineSplitter(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const tell = (line: string) => {
    const clean = cut(stripControls(line).trimEnd(), LINE_UNITS);
    if (clean !== '') onLine(clean);
  };
  return {
    push(chunk) {
      const lines = (rest + decoder.write(chunk)).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
      if (rest.length <= LINE_UNITS * 4) return;
      tell(rest);
      rest = '';
    },
    end: () => tell(rest + decoder.end()),
  };
}

function joined(stdin: Writable | null, stdout: Readable | null): Duplex {
  const stream = new Duplex({
    // A program that says no more is over: nobody waits for it with a half-open stream.
    allowHalfOpen: false,
    read: () => stdout?.resume(),
    write(chunk, _encoding, done) {
      if (stdin === null || !stdin.writable) return done();
      stdin.write(chunk, () => done());
    },
    final(done) {
      stdin?.end();
      done();
    },
    destroy(error, done) {
      stdin?.end();
      stdout?.destroy();
      done(error);
    },
  });
  stdout?.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) stdout.pause();
  });
  stdout?.on('end', () => stream.push(null));
  // The program may end before it has read all: how it ended says why.
  stdin?.on('error', () => stream.push(null));
  return stream;
}

function nothing(): void {
  return;
}
