import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadPty } from './terminal.ts';

/** The built program, as learners run it. */
export const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'tutor.js');

export const pty = await loadPty();

/** Why the built program cannot be run in a terminal here; undefined where it can. */
export const lack =
  pty.kind === 'absent'
    ? `no pseudo-terminal here: ${pty.reason}`
    : existsSync(PROGRAM)
      ? undefined
      : 'there is no dist/tutor.js; run npm run build';
