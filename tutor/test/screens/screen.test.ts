import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from './bundle.ts';
import { loadPty, open, type Terminal } from './terminal.ts';

const pty = await loadPty();
const why = pty.kind === 'absent' ? ` (skipped: no pseudo-terminal here: ${pty.reason})` : '';

const UP = '\x1b[A';
const DOWN = '\x1b[B';
const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const CTRL_Z = '\x1a';

describe.skipIf(pty.kind === 'absent')(`the app in a terminal${why}`, () => {
  let program = '';
  const folder = mkdtempSync(join(tmpdir(), 'compose-tutor-screens-'));
  const opened: Terminal[] = [];

  const start = (environment: Readonly<Record<string, string>> = {}, columns = 80, rows = 24): Terminal => {
    if (pty.kind === 'absent') throw new Error(pty.reason);
    const command = [process.execPath, program];
    const terminal = open(pty.spawn, { command, columns, rows, environment });
    opened.push(terminal);
    return terminal;
  };
  /** In a shell, so that what stands on the screen before and after can be seen, and Ctrl-Z has somebody to go back to. */
  const startInShell = (environment: Readonly<Record<string, string>> = {}): Terminal => {
    if (pty.kind === 'absent') throw new Error(pty.reason);
    const command = ['sh', '-i'];
    const terminal = open(pty.spawn, {
      command,
      columns: 80,
      rows: 24,
      environment: { PS1: 'ready> ', ...environment },
    });
    opened.push(terminal);
    return terminal;
  };

  beforeAll(async () => {
    program = await bundleProgram('fake-program.ts');
  });
  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.close();
  });
  afterAll(() => {
    rmSync(dirname(program), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists the steps first, in the alternate screen, and never wipes the scrollback', async () => {
    const terminal = start();
    await terminal.shows('press enter to go on with step 6, network');
    // The picture comes last: from then on the screen is at rest.
    await terminal.shows('g stack');
    expect(terminal.buffer()).toBe('alternate');
    expect(terminal.rows()[0]).toBe(' Compose tutor   Orchestrating Services with Docker Compose            watching');
    expect(terminal.rows()[1]).toBe('─'.repeat(80));
    expect(terminal.rows()[23]).toBe(' enter open   ↑↓ choose   l lesson   g stack   u up   ? all keys   q quit');
    await terminal.type('q');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    expect(terminal.written()).not.toContain('\x1b[3J');
  });

  it('opens a step, reveals hints one by one, and takes a save in', async () => {
    const terminal = start();
    await terminal.shows('go on with step 6');
    await terminal.type('\r');
    await terminal.shows('compose.yaml:13:3');
    await terminal.type('h');
    await terminal.shows('1 of 3');
    await terminal.type('h');
    await terminal.shows('2 of 3');
    await terminal.type('\r');
    await terminal.showsNoMore('2 of 3');
    terminal.signal('SIGUSR2');
    await terminal.shows('✓ Passed: both services are on app_network');
    await terminal.shows('press n for step 7, volume');
  });

  it('keeps what it shows while a look goes on, and says `checking` where it takes long', async () => {
    const terminal = start({ FAKE_LOOK_MS: '600', FAKE_AT: 'network' });
    await terminal.shows('checking');
    await terminal.shows('✗ failed   network');
    terminal.signal('SIGUSR2');
    await terminal.shows('checking');
    expect(terminal.text()).toContain('✗ failed   network');
    await terminal.shows('✓ passed   network');
  });

  it('takes a key held down as often as it was struck, a few keys at once, and a paste not at all', async () => {
    const terminal = start();
    await terminal.shows('▸ 6');
    await terminal.type('kkk');
    await terminal.shows('▸ 3');
    await terminal.type('docker compose up\n', '\x1b[200~q\x1b[201~');
    await terminal.type(DOWN);
    await terminal.shows('▸ 4');
    await terminal.type(UP, UP);
    await terminal.shows('▸ 2');
    await terminal.type('j\r');
    await terminal.shows('3 of 9   compose');
  });

  it('goes back with Esc as well as with the key that opened', async () => {
    const terminal = start();
    await terminal.shows('▸ 6');
    await terminal.type('\r', 'l');
    await terminal.shows('network · lesson');
    await terminal.type(ESCAPE);
    await terminal.showsNoMore('network · lesson');
    await terminal.type('l');
    await terminal.shows('network · lesson');
    await terminal.type('l');
    await terminal.showsNoMore('network · lesson');
  });

  it.each([
    [40, 20],
    [120, 40],
    [30, 10],
    [80, 24],
  ])('fits a screen that was resized to %d × %d', async (columns, rows) => {
    const terminal = start();
    await terminal.shows('▸ 6');
    await terminal.type('\r');
    await terminal.shows('compose.yaml:13:3');
    terminal.resize(columns, rows);
    await terminal.rowShows(rows < 12 || columns < 40 ? rows - 1 : rows - 3, /^ next {2}/);
    await terminal.rowShows(0, /network/);
    expect(terminal.rows().length).toBe(rows);
    expect(terminal.text()).toContain('compose.yaml:13:3');
    expect(terminal.written()).not.toContain('\x1b[3J');
  });

  it('shows the whole output of `up`, and can be cancelled', async () => {
    const terminal = start({ FAKE_READY: '1', FAKE_LINE_MS: '200' });
    await terminal.shows('▸ 8');
    await terminal.type('\r', 'u');
    await terminal.shows('─ output ─');
    await terminal.shows('✓ done     network app_network');
    await terminal.type('c');
    await terminal.shows('`up` was cancelled');
    await terminal.type('u');
    await terminal.showsNoMore('─ output ─');
    await terminal.type('u');
    await terminal.shows('press n for step 9, teardown');
    await terminal.type('n', 'd');
    await terminal.shows('Take your stack down?');
    await terminal.type('\r');
    await terminal.shows('nothing was changed');
    await terminal.type('d', 'y');
    await terminal.shows('every step has passed; press n to look back on the chapter');
    await terminal.type('n');
    await terminal.shows('You have built');
  });

  it('writes little where little changes', async () => {
    const terminal = start({ FAKE_READY: '1', FAKE_LINE_MS: '900' });
    await terminal.shows('▸ 8');
    await terminal.type('\r', 'u');
    await terminal.shows('up · 1 s');
    const before = terminal.written().length;
    await terminal.shows('up · 3 s');
    expect(terminal.written().length - before).toBeLessThan(5_000);
  });

  it('leaves at Ctrl-C with 130 and the terminal as it was', async () => {
    const terminal = startInShell();
    await terminal.shows('ready>');
    await terminal.type('echo before\r');
    await terminal.type(`"${process.execPath}" "${program}"; echo "left with $?"\r`);
    await terminal.shows('▸ 6');
    await terminal.type(CTRL_C);
    await terminal.shows('left with 130');
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    expect(terminal.text()).toContain('before');
    await terminal.type('echo "long ', 'x'.repeat(90), 'end"\r');
    await terminal.shows(/^x+end$/m);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('restores the terminal at %s and ends with %d', async (signal, code) => {
    const terminal = start();
    await terminal.shows('▸ 6');
    terminal.signal(signal);
    expect(await terminal.ended()).toBe(code);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    expect(terminal.written()).toContain('\x1b[?7h');
  });

  it('shows the reason of a crash on the learner’s own screen', async () => {
    const terminal = start({ FAKE_CRASH: '1' });
    expect(await terminal.ended()).toBe(1);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    expect(terminal.text()).toContain('a fault of our own');
  });

  it('shows the reason when a view falls over', async () => {
    const terminal = start({ FAKE_CRASH: 'drawing' });
    await terminal.shows('▸ 6');
    await terminal.type('g');
    expect(await terminal.ended()).toBe(1);
    expect(terminal.buffer()).toBe('normal');
    expect(terminal.isCursorHidden()).toBe(false);
    expect(terminal.text()).toContain('a drawing that fell over');
  });

  it('gives the terminal to an editor, every key of it, and comes back', async () => {
    const file = join(folder, 'written');
    const terminal = start({ FAKE_FILE: file });
    await terminal.shows('▸ 6');
    await terminal.type('\r', 'o');
    await terminal.shows('editor opened');
    expect(terminal.buffer()).toBe('normal');
    await terminal.type('networks: [app_network]\r');
    await terminal.shows('compose.yaml:13:3 was opened in sh');
    expect(terminal.buffer()).toBe('alternate');
    expect(readFileSync(file, 'utf8')).toBe('networks: [app_network]');
    await terminal.type('?');
    await terminal.shows('Help with a step');
  });

  it('stops at Ctrl-Z and goes on with `fg`', async () => {
    const terminal = startInShell();
    await terminal.shows('ready>');
    await terminal.type(`"${process.execPath}" "${program}"\r`);
    await terminal.shows('▸ 6');
    await terminal.type(CTRL_Z);
    await terminal.shows(/Stopped|suspended/i);
    expect(terminal.buffer()).toBe('normal');
    await terminal.type('echo meanwhile\r');
    await terminal.shows('meanwhile');
    await terminal.type('fg\r');
    await terminal.shows('▸ 6');
    expect(terminal.buffer()).toBe('alternate');
    await terminal.type('q');
    await terminal.shows('ready>');
  });

  it('writes no colour where none is wanted, and plain signs where no others can be drawn', async () => {
    const terminal = start({ NO_COLOR: '1', TERM: 'linux' });
    await terminal.shows('> 6  x failed   network');
    expect(terminal.written()).not.toMatch(/\x1b\[[\d;]*(?:3[0-8]|9[0-7])(?:;[\d;]*)?m/);
    expect(terminal.text()).not.toMatch(/[^\n\x20-\x7e’]/);
  });

  it('takes none but the plain colours where the terminal has no more', async () => {
    const terminal = start({ FAKE_COLOURS: '16' });
    await terminal.shows('▸ 6  ✗ failed   network');
    await terminal.type('\r', 'g');
    await terminal.shows('network · stack');
    expect(terminal.written()).not.toContain('38;5;');
    expect(terminal.written()).toMatch(/\x1b\[31m✗/);
  });

  it('offers the starter in an empty folder', async () => {
    const terminal = start({ FAKE_EMPTY: '1' });
    await terminal.shows('web/app.py');
    await terminal.shows('press enter to write these files here');
    await terminal.type('\r');
    await terminal.shows('2 files written; press enter to begin');
  });

  it('speaks in finished sentences to a screen reader, and paints nothing', async () => {
    const terminal = start({ ACCESSIBLE: '1' });
    await terminal.shows('next: press enter to go on with step 6, network');
    expect(terminal.buffer()).toBe('normal');
    await terminal.type('\r');
    await terminal.shows('failed db is attached to it');
    await terminal.shows('next: edit compose.yaml and save; it is checked again by itself');
    await terminal.type('q');
    expect(await terminal.ended()).toBe(0);
  });
});
