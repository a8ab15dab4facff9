import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { lack, PROGRAM, pty } from './built.ts';
import { open, type Terminal } from './terminal.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SOLUTIONS = join(ROOT, 'solutions');

describe.skipIf(lack !== undefined)(`the chapter, walked without Docker${lack ? ` (skipped: ${lack})` : ''}`, () => {
  const place = mkdtempSync(join(tmpdir(), 'compose-tutor-chapter-'));
  const project = join(place, 'your-project');
  const opened: Terminal[] = [];
  mkdirSync(project);

  const start = (...options: readonly string[]): Terminal => {
    if (pty.kind === 'absent') throw new Error(pty.reason);
    const terminal = open(pty.spawn, {
      command: [process.execPath, ...options, PROGRAM, '--dir', project],
      columns: 80,
      rows: 24,
      environment: { XDG_STATE_HOME: join(place, 'state'), DOCKER_HOST: `unix://${join(place, 'no.sock')}` },
    });
    opened.push(terminal);
    return terminal;
  };
  const solve = (folder: string): void => cpSync(join(SOLUTIONS, folder), project, { recursive: true });

  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.close();
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('offers the starter in an empty folder, and leaves it empty when it is not wanted', async () => {
    const terminal = start();
    await terminal.shows('press enter to write these files here');
    await terminal.type('q');
    expect(await terminal.ended()).toBe(0);
    expect(readdirSync(project)).toEqual([]);
  });

  it('carries a learner from the first step to the last that needs no Docker', async () => {
    const terminal = start();
    await terminal.shows('press enter to write these files here');
    await terminal.type('\r');
    await terminal.shows('files written; press enter to begin');
    await terminal.type('\r');
    await terminal.shows('1 of 9   app');
    await terminal.type('h');
    await terminal.shows('app · hints');
    await terminal.type('\r');
    const solutions = readdirSync(SOLUTIONS)
      .filter((name) => /^\d/.test(name))
      .sort();
    for (const [at, folder] of solutions.entries()) {
      await terminal.shows(`${at + 1} of 9   ${folder.slice(3)}`);
      expect(terminal.text()).not.toContain('✓ Passed:');
      solve(folder);
      await terminal.shows('✓ Passed:');
      await terminal.shows('press n for step');
      await terminal.type('n');
    }
    await terminal.shows('8 of 9   deploy');
    await terminal.shows('? blocked');
    await terminal.shows('forecast  at `docker compose up`');
    await terminal.type('u');
    await terminal.shows('no Docker engine answers; `tutor doctor` says what is missing');
    expect(terminal.written()).not.toContain('\x1b[3J');
    await terminal.type('q');
    expect(await terminal.ended()).toBe(0);
  });

  it('remembers where the learner was, and how many hints they took', async () => {
    const terminal = start();
    await terminal.shows('7 of 9 passed');
    await terminal.shows('1 hint');
    await terminal.shows('step 8, deploy');
  });

  it('names the place of a mistake as soon as it is saved, and takes it back when it is mended', async () => {
    const terminal = start();
    await terminal.shows('7 of 9 passed');
    await terminal.type('6');
    await terminal.shows('✓ Passed:');
    cpSync(join(SOLUTIONS, '05-db'), project, { recursive: true });
    await terminal.shows('✗ failed   a network is declared');
    cpSync(join(SOLUTIONS, '07-volume'), project, { recursive: true });
    await terminal.shows('✓ Passed:');
    expect(readFileSync(join(project, 'compose.yaml'), 'utf8')).toContain('app_network');
  });

  it('sees a save where no file event arrives, and says that it polls', async () => {
    const terminal = start('--require', join(import.meta.dirname, 'deaf.cjs'));
    await terminal.shows('7 of 9 passed');
    await terminal.type('6');
    await terminal.shows('✓ Passed:');
    cpSync(join(SOLUTIONS, '05-db'), project, { recursive: true });
    await terminal.shows('✗ failed   a network is declared');
    await terminal.rowShows(0, /polling$/);
    cpSync(join(SOLUTIONS, '07-volume'), project, { recursive: true });
    await terminal.shows('✓ Passed:');
  });
});
