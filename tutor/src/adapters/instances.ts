import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A tutor that is open on a project, as others see it. */
export interface Instance {
  /** Process numbers of other tutors that are open on the same project. */
  readonly others: readonly number[];
  /** From now on this one is not seen any more. */
  close(): void;
}

/** An open tutor shows that it is alive; one that was killed is not seen for longer than this. */
const ALIVE_EVERY_MS = 20_000;
const DEAD_AFTER_MS = 3 * ALIVE_EVERY_MS;

/** Enters this process among the tutors open on a project. Where nothing can be written, nobody is seen and nothing is said. */
export function enterInstance(stateFolder: string, projectKey: string, own: number): Instance {
  const folder = join(stateFolder, 'open', projectKey);
  const file = join(folder, String(own));
  try {
    mkdirSync(folder, { recursive: true });
    const others = aliveIn(folder).filter((number) => number !== own);
    writeFileSync(file, '');
    const beat = setInterval(() => showAlive(file), ALIVE_EVERY_MS);
    beat.unref();
    return {
      others,
      close: () => {
        clearInterval(beat);
        rmSync(file, { force: true });
      },
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { others: [], close: () => undefined };
    throw error;
  }
}

/** Those that showed themselves lately and whose process is there; what the others left is removed. */
function aliveIn(folder: string): readonly number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = Number(name);
    const file = join(folder, name);
    const isFresh = Date.now() - statSync(file).mtimeMs < DEAD_AFTER_MS;
    if (Number.isInteger(number) && isFresh && isRunning(number)) return [number];
    rmSync(file, { force: true });
    return [];
  });
}

function isRunning(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function showAlive(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch (error) {
    // Somebody cleared the folder: it is only a sign for others.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
