import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { loadPty, open, type Terminal } from './terminal.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'tutor.js');
const pty = await loadPty();
const lack =
  pty.kind === 'absent'
    ? `no pseudo-terminal here: ${pty.reason}`
    : existsSync(PROGRAM)
      ? undefined
      : 'there is no dist/tutor.js; run npm run build';

describe.skipIf(lack !== undefined)(`the demo in a terminal${lack ? ` (skipped: ${lack})` : ''}`, () => {
  const place = mkdtempSync(join(tmpdir(), 'compose-tutor-viewer-'));
  const opened: Terminal[] = [];
  const start = (words: readonly string[]): Terminal => {
    if (pty.kind === 'absent') throw new Error(pty.reason);
    const terminal = open(pty.spawn, {
      command: [process.execPath, PROGRAM, 'demo', ...words],
      columns: 80,
      rows: 24,
      environment: {
        TMPDIR: place,
        XDG_STATE_HOME: join(place, 'state'),
        LANG: 'C.UTF-8',
        DOCKER_HOST: `unix://${join(place, 'no.sock')}`,
      },
    });
    opened.push(terminal);
    return terminal;
  };

  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.close();
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('is the app, played key by key: a mistake, its place, the hints, a mend, the forecast; and removes what it made', async () => {
    const terminal = start(['--fast']);
    await terminal.shows('─ demo ─');
    expect(terminal.buffer()).toBe('alternate');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.text()).toContain('Everything the demo made is removed.');
    const written = terminal.written();
    for (const said of [
      'saves a typical mistake: the driver is missing from requirements.txt',
      'takes hints, one at a time',
      'Put `db` on `app_network`?',
      'your stack as a picture',
    ])
      expect(written).toContain(said);
    expect(written).not.toContain('\x1b[3J');
    expect(readdirSync(place)).toEqual([]);
  });

  it('is held by space and ended by q', async () => {
    const terminal = start([]);
    await terminal.shows('a learner at work');
    await terminal.type(' ');
    await terminal.shows('held · space goes on');
    await terminal.type(' ');
    await terminal.shows('files written; press enter to begin');
    await terminal.type('q');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    expect(readdirSync(place)).toEqual([]);
  });

  it('leaves the terminal as it was when it is told to end', async () => {
    const terminal = start([]);
    await terminal.shows('a learner at work');
    terminal.signal('SIGTERM');
    expect(await terminal.ended()).toBe(143);
    expect(terminal.buffer()).toBe('normal');
    expect(readdirSync(place)).toEqual([]);
  });
});
