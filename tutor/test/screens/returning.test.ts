import { mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lack, PROGRAM, pty } from './built.ts';
import { err, MISTAKES, mend } from './learner.ts';
import { open, type Terminal } from './terminal.ts';

const CTRL_C = '\x03';
const CTRL_Z = '\x1a';

describe.skipIf(lack !== undefined)(`a learner who leaves and comes back${lack ? ` (skipped: ${lack})` : ''}`, () => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'compose-tutor-returning-')));
  const state = join(place, 'state');
  let project = join(place, 'your-project');
  const opened: Terminal[] = [];

  const start = (command: readonly string[] = [process.execPath, PROGRAM, '--dir', project]): Terminal => {
    if (pty.kind === 'absent') throw new Error(pty.reason);
    const terminal = open(pty.spawn, {
      command,
      columns: 80,
      rows: 24,
      environment: {
        XDG_STATE_HOME: state,
        LANG: 'C.UTF-8',
        PS1: 'ready> ',
        DOCKER_HOST: `unix://${join(place, 'no.sock')}`,
      },
    });
    opened.push(terminal);
    return terminal;
  };
  const memoryFile = (): string => {
    const folder = join(state, 'compose-tutor', 'projects');
    const [name] = readdirSync(folder);
    return join(folder, name ?? '');
  };

  beforeAll(() => mend(project, 'db'));
  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.close();
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('is where they were after Ctrl-C, with the hints they took', async () => {
    const terminal = start();
    await terminal.shows('go on with step 6, network');
    await terminal.type('\r');
    await terminal.shows('6 of 9   network');
    await terminal.type('h');
    await terminal.shows('1 of 4');
    await terminal.type(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    const again = start();
    await again.shows('1 hint');
    await again.shows('step 6, network');
  });

  it('is where they were after kill -9, with the try that did not pass', async () => {
    const terminal = start();
    await terminal.shows('step 6, network');
    await terminal.type('\r');
    await terminal.shows('6 of 9   network');
    const mistake = MISTAKES.find(({ step }) => step === 'network');
    if (mistake === undefined) throw new Error('there is a mistake of the step network');
    err(project, mistake);
    await terminal.shows('is not on the network');
    await expect.poll(() => JSON.parse(readFileSync(memoryFile(), 'utf8')).attempts).toEqual({ network: 1 });
    await terminal.type('7');
    await terminal.shows('7 of 9   volume');
    terminal.signal('SIGKILL');
    await terminal.ended();
    const remembered = JSON.parse(readFileSync(memoryFile(), 'utf8'));
    expect(remembered).toMatchObject({ current: 'volume', rungs: { network: 1 }, attempts: { network: 1 } });
    await start().shows('open step 7, volume');
  });

  it('keeps what a newer version wrote beside what this one knows', async () => {
    const file = memoryFile();
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), badges: ['first up'] }));
    const terminal = start();
    await terminal.shows('1 hint');
    await terminal.type('6');
    await terminal.shows('6 of 9   network');
    await terminal.type('h', 'q');
    expect(await terminal.ended()).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ badges: ['first up'], current: 'network' });
  });

  it('is told that another tutor is open on the same folder', async () => {
    const first = start();
    await first.shows('step 6, network');
    const second = start();
    await second.shows('another tutor is open on this folder');
    await second.type('6');
    await second.shows('6 of 9   network');
    mend(project, 'network');
    await second.shows('✓ Passed:');
    await first.shows('✓ passed   network');
  });

  it('sees a screen of any size, and what fits it', async () => {
    const terminal = start();
    await terminal.shows('step 7, volume');
    for (const [columns, rows, shows] of [
      [40, 20, '9 ○ teardown'],
      [200, 60, 'Orchestrating Services with Docker Compose'],
      [30, 10, 'volume'],
      [80, 24, 'press enter to go on with step 7, volume'],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.shows(shows);
      expect(terminal.rows().length).toBe(rows);
    }
    expect(terminal.written()).not.toContain('\x1b[3J');
  });

  it('goes to the shell with Ctrl-Z and comes back with fg', async () => {
    const terminal = start(['sh', '-i']);
    await terminal.shows('ready>');
    await terminal.type(`"${process.execPath}" "${PROGRAM}" --dir "${project}"\r`);
    await terminal.shows('step 7, volume');
    await terminal.type(CTRL_Z);
    await terminal.shows(/ready>\s*$/);
    expect(terminal.buffer()).toBe('normal');
    await terminal.type('fg\r');
    await terminal.shows('press enter to go on with step 7, volume');
    expect(terminal.buffer()).toBe('alternate');
    await terminal.type('q');
    await terminal.shows(/ready>\s*$/);
  });

  it('finds in a folder that was moved what its files show', async () => {
    const moved = join(place, 'somewhere-else');
    renameSync(project, moved);
    project = moved;
    const terminal = start();
    await terminal.shows('6 of 9 passed');
    await terminal.shows('go on with step 7, volume');
  });
});
