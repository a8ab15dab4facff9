import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { engine } from '../engine/engine.ts';
import { lack, PROGRAM, pty } from './built.ts';
import { open, type Terminal } from './terminal.ts';

const GONE_WITHIN_MS = 90_000;
const DEMO_MS = 120_000;
const noStack = lack ?? (engine.state === 'absent' ? engine.why : undefined);

describe.skipIf(noStack !== undefined)(`the demo with Docker${noStack ? ` (skipped: ${noStack})` : ''}`, () => {
  it(
    'brings the stack up for all to see, and removes everything',
    async () => {
      if (pty.kind === 'absent') throw new Error(pty.reason);
      const terminal = open(pty.spawn, {
        command: [process.execPath, PROGRAM, 'demo', '--fast'],
        columns: 80,
        rows: 24,
        environment: { LANG: 'C.UTF-8' },
      });
      expect(await terminal.ended()).toBe(0);
      const written = terminal.written();
      // On a machine that is too slow for all of it the demo leaves out its last scenes, to end within its minute.
      expect(written).toContain('○ to come');
      if (!written.includes('the start takes longer here')) expect(written).toContain('answers 200');
      const left = async (...words: readonly string[]): Promise<string> =>
        (await promisify(execFile)('docker', [...words, '--filter', 'name=compose-tutor-demo'])).stdout;
      // Another run's demo may be on this engine too, and is gone in a minute.
      for (const words of [
        ['ps', '-aq'],
        ['volume', 'ls', '-q'],
        ['network', 'ls', '-q'],
      ])
        await expect.poll(() => left(...words), { timeout: GONE_WITHIN_MS, interval: 500 }).toBe('');
    },
    DEMO_MS + 3 * GONE_WITHIN_MS,
  );
});

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
