import { fstatSync, writeSync } from 'node:fs';

/**
 * stdin, stdout and stderr without Node's streams, which cost a short run a tenth of its time: a stream is made only
 * where there is a terminal.
 */
export type StandardStreams = {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly stderr: { readonly isTTY?: boolean };
};

/** Looks at the three streams of this process. */
export function standardStreams(): StandardStreams {
  return {
    stdin: mayBeTerminal(0) ? process.stdin : {},
    stdout: mayBeTerminal(1) ? process.stdout : {},
    stderr: mayBeTerminal(2) ? process.stderr : {},
  };
}

/** Linux gives memory devices, /dev/null among them, the major number 1. */
const MEMORY_DEVICES = 1;
const MAJOR_SHIFT = 8;

function mayBeTerminal(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && !(process.platform === 'linux' && stats.rdev >> MAJOR_SHIFT === MEMORY_DEVICES);
  } catch (error) {
    // A stream that was closed before we began (`2>&-`) is no terminal.
    if (codeOf(error) === 'EBADF') return false;
    throw error;
  }
}

const RETRY_MS = 2;
/** A reader that takes nothing for this long has stopped; the rest is dropped rather than waited for. */
const PATIENCE_MS = 30_000;

/** Writes a whole text to a stream before it returns. Answers `gone` where nobody reads any more. */
export function writeWhole(fd: 1 | 2, text: string): 'written' | 'gone' {
  const bytes = Buffer.from(text);
  let waited = 0;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
      waited = 0;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE' || code === 'EBADF') return 'gone';
      if (code !== 'EAGAIN' || waited >= PATIENCE_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      waited += RETRY_MS;
    }
  }
  return 'written';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
