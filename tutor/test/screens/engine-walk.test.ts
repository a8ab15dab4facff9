import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engine } from '../engine/engine.ts';
import { lack as noProgram, PROGRAM, pty } from './built.ts';
import { err, MISTAKES, mend } from './learner.ts';
import { shoot } from './shoot.ts';
import { open, type Terminal } from './terminal.ts';

const lack = noProgram ?? (engine.state === 'absent' ? engine.why : undefined);

/** The chapter's port, which one stack at a time can have. */
const PORT = 8000;
const MOST_TRIES = 3;
const PORT_WITHIN_MS = 120_000;
/** With nothing in the engine's cache the first build fetches packages. */
const UP_WITHIN_MS = 240_000;

describe.skipIf(lack !== undefined)(`the chapter, walked with Docker${lack ? ` (skipped: ${lack})` : ''}`, () => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'compose-tutor-walk-')));
  const project = join(place, `tutor-walk-${process.pid}`);
  const compose = (...words: readonly string[]) =>
    promisify(execFile)('docker', ['compose', ...words], { cwd: project, timeout: UP_WITHIN_MS });
  let terminal: Terminal;

  beforeAll(async () => {
    mkdirSync(project);
    await freePort();
    if (pty.kind === 'absent') throw new Error(pty.reason);
    terminal = open(pty.spawn, {
      command: [process.execPath, PROGRAM, '--dir', project],
      columns: 80,
      rows: 24,
      environment: { XDG_STATE_HOME: join(place, 'state'), LANG: 'C.UTF-8' },
    });
  });
  afterAll(async () => {
    terminal.close();
    await compose('down', '--volumes', '--rmi', 'local', '-t', '2');
    rmSync(place, { recursive: true, force: true });
  });

  it('begins in an empty folder', async () => {
    await terminal.shows('press enter to write these files here');
    await terminal.type('\r');
    await terminal.shows('files written; press enter to begin');
    await terminal.shows('Docker Engine');
    await terminal.type('\r');
    await terminal.shows('1 of 9   app');
  });

  it.each(MISTAKES)('names the mistake of step $step, and celebrates its mend', async (mistake) => {
    await terminal.shows(new RegExp(` of 9 {3}${mistake.step}`));
    err(project, mistake);
    await terminal.shows('✗ failed');
    await terminal.shows(/\S+:\d+:\d+/);
    if (mistake.step === 'network') await shootMending();
    mend(project, mistake.step);
    await terminal.shows('✓ Passed:');
    await terminal.shows(/press n for step \d/);
    if (mistake.step === 'network') await shoot(terminal, 'passed');
    await terminal.type('n');
  });

  /** What the README shows of a mistake: the step, the lesson beside it, the hints, the mend as a patch. */
  async function shootMending(): Promise<void> {
    await shoot(terminal, 'step');
    terminal.resize(120, 34);
    await terminal.shows('l hide the lesson');
    await shoot(terminal, 'lesson');
    terminal.resize(40, 24);
    await terminal.shows('6/9 network');
    await shoot(terminal, 'narrow');
    terminal.resize(80, 24);
    await terminal.shows('6 of 9   network');
    for (let rung = 1; rung <= 4; rung++) {
      await terminal.type('h');
      await terminal.shows(`${rung} of 4`);
    }
    await terminal.shows('that was the last hint');
    await terminal.type('f');
    await terminal.shows('y yes, write it');
    await shoot(terminal, 'mend');
    await terminal.type('\r', '\r');
    await terminal.shows('✗ failed');
  }

  it(
    'brings the stack up, and shows the page’s and the database’s answer',
    async () => {
      await terminal.shows('8 of 9   deploy');
      await terminal.shows('press u to build and start your stack');
      await bringUp();
      await terminal.shows('answers 200');
      await terminal.type('\r');
      await terminal.shows('signed in');
      expect(terminal.text()).toContain(`page      http://localhost:${PORT}  ✓ answers 200`);
      await terminal.type('g');
      await terminal.shows('✓ running');
      await shoot(terminal, 'stack');
      await terminal.type('g');
    },
    MOST_TRIES * (PORT_WITHIN_MS + UP_WITHIN_MS),
  );

  /** Somebody else may take the port in the very moment: the app says so, and a learner tries again. */
  async function bringUp(): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await freePort();
      await terminal.type('u');
      await terminal.shows('○ to come');
      await terminal.shows(/✓ Passed: your stack runs|✗ port 8000/, UP_WITHIN_MS);
      if (terminal.text().includes('✓ Passed: your stack runs')) return;
      await terminal.type('\r');
    }
    throw new Error('another program took the port again and again');
  }

  it(
    'sees by itself that the database was stopped outside, and that it runs again',
    async () => {
      await compose('stop', '-t', '2', 'db');
      await terminal.shows('✗ failed');
      await terminal.shows('`db` is stopped');
      await terminal.shows('answers 500');
      await shoot(terminal, 'stopped');
      await compose('start', 'db');
      await terminal.shows('✓ Passed: your stack runs', UP_WITHIN_MS);
    },
    2 * UP_WITHIN_MS,
  );

  it(
    'takes the stack down after asking, and ends the chapter',
    async () => {
      await terminal.type('n');
      await terminal.shows('9 of 9   teardown');
      await terminal.type('d');
      await terminal.shows('Take your stack down?');
      await terminal.shows('`db_data` stays');
      await terminal.type('y');
      await terminal.shows('✓ Passed:', UP_WITHIN_MS);
      await terminal.type('n');
      await terminal.shows('You have built');
      await terminal.shows('docker compose up -d');
      await shoot(terminal, 'end');
      await terminal.type('a');
      await terminal.shows('9 of 9 passed');
      await terminal.showsNoMore('answers 200');
      await shoot(terminal, 'home');
      await terminal.type('q');
      expect(await terminal.ended()).toBe(0);
      expect(terminal.written()).not.toContain('\x1b[3J');
    },
    2 * UP_WITHIN_MS,
  );
});

/** Somebody else's test may hold the port for a while. */
async function freePort(): Promise<void> {
  const end = Date.now() + PORT_WITHIN_MS;
  while (!(await isFree())) {
    if (Date.now() > end) throw new Error(`port ${PORT} is held by another program`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isFree(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(PORT, () => server.close(() => resolve(true)));
  });
}
