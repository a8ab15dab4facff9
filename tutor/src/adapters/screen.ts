import { EventEmitter } from 'node:events';

/**
 * The terminal as a canvas: given whole frames, it writes the rows that changed, in one write.
 * Ink's own painting erases every row at each frame, and wipes the scrollback where a frame is as tall as the screen.
 */
export interface TerminalScreen {
  readonly columns: number;
  readonly rows: number;
  readonly painter: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  enter(): void;
  leave(): void;
  release(): Promise<void>;
  suspend(): Promise<void>;
  onResize(call: () => void): void;
  onSignal(call: (exit: number) => void): void;
}

const ESC = '\x1b';
/** Alternate screen, no wrapping at the right edge (over-wide glyphs stay harmless), no cursor, pastes marked, cleared. */
const ENTER = `${ESC}[?1049h${ESC}[?7l${ESC}[?25l${ESC}[?2004h${ESC}[2J`;
const LEAVE = `${ESC}[?2004l${ESC}[?7h${ESC}[?25h${ESC}[?1049l`;
/** Synchronized update: terminals that know it show the rows of one write together. */
const BEGIN_UPDATE = `${ESC}[?2026h`;
const END_UPDATE = `${ESC}[?2026l`;
/** Cursor commands that Ink sends on its own; the cursor is the painter's. */
const CURSOR_COMMAND = `${ESC}[?25`;

const FRAME_MS = 16;
type Size = { readonly columns: number; readonly rows: number };
const SIZE_WHERE_UNKNOWN: Size = { columns: 80, rows: 24 };

/** Conventional numbers, for the exit code 128 + n. */
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 };

/** Takes hold of a terminal. Nothing is written before `enter`; whatever happens afterwards, it is left as it was. */
export function terminalScreen(owner: NodeJS.Process): TerminalScreen {
  const { stdin, stdout } = owner;
  const canvas = paintOn(stdout);
  const resized = new Set<() => void>();
  let state: 'not entered' | 'entered' | 'left' = 'not entered';

  const repaint = (): void => {
    if (state !== 'entered') return;
    canvas.forget();
    stdout.write(`${ESC}[2J`);
    for (const call of resized) call();
    canvas.painter.emit('resize');
  };
  const leave = (): void => {
    if (state !== 'entered') return;
    state = 'left';
    canvas.stop();
    stdout.off('resize', repaint);
    if (stdin.isTTY) stdin.setRawMode(false);
    stdout.write(LEAVE);
  };
  const enter = (): void => {
    if (state === 'entered') return;
    state = 'entered';
    // What is typed before anybody reads must not show on the screen.
    if (stdin.isTTY) stdin.setRawMode(true);
    stdout.write(ENTER);
    stdout.on('resize', repaint);
  };

  owner.on('exit', leave);
  // The stack of a crash is printed after this, so on the learner's own screen, where it stays.
  owner.on('uncaughtExceptionMonitor', leave);

  return {
    get columns() {
      return stdout.columns || SIZE_WHERE_UNKNOWN.columns;
    },
    get rows() {
      return stdout.rows || SIZE_WHERE_UNKNOWN.rows;
    },
    painter: canvas.painter,
    stdin,
    stdout,
    enter,
    leave,
    release: () => releaseInput(stdin),
    suspend: () => suspend(owner),
    onResize: (call) => resized.add(call),
    onSignal: (call) => {
      for (const [name, number] of Object.entries(SIGNALS)) {
        owner.on(name, () => {
          // While an editor has the terminal, Ctrl-C is meant for it; it reaches the whole group.
          if (name === 'SIGINT' && state === 'left') return;
          leave();
          call(128 + number);
        });
      }
    },
  };
}

/** Keeps the rows that are shown, and writes those of a new frame that differ, at most once in 16 ms. */
function paintOn(stdout: NodeJS.WriteStream): {
  readonly painter: NodeJS.WriteStream;
  readonly forget: () => void;
  readonly stop: () => void;
} {
  /** Undefined until the first frame. */
  let shown: readonly string[] | undefined;
  let pending: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let paintedAt = 0;

  const paint = (): void => {
    timer = undefined;
    if (pending === undefined) return;
    const rows = pending.split('\n').slice(0, stdout.rows);
    pending = undefined;
    paintedAt = performance.now();
    const changes: string[] = [];
    const before = shown ?? [];
    for (let at = 0; at < Math.max(rows.length, before.length); at++) {
      const text = rows[at] ?? '';
      if (text !== before[at]) changes.push(`${ESC}[${at + 1};1H${text}${ESC}[0m${eraseAfter(text, stdout.columns)}`);
    }
    shown = rows;
    if (changes.length > 0) stdout.write(`${BEGIN_UPDATE}${changes.join('')}${END_UPDATE}`);
  };
  const write = (frame: string): boolean => {
    if (frame === '' || frame.startsWith(CURSOR_COMMAND)) return true;
    pending = frame;
    // The first frame waits for nothing, not even for what is known a moment later.
    if (shown === undefined) {
      paint();
      return true;
    }
    const wait = Math.max(0, FRAME_MS - (performance.now() - paintedAt));
    timer ??= setTimeout(paint, wait);
    return true;
  };
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    pending = undefined;
    shown = undefined;
  };
  const forget = (): void => {
    shown = [];
  };
  return { painter: painterOf(stdout, write), forget, stop };
}

const STYLE = /\x1b\[[\d;]*m/g;

/** Behind a row that fills the screen the cursor stands on its last cell, which erasing would take away. */
function eraseAfter(text: string, columns: number): string {
  return text.replace(STYLE, '').length < columns ? `${ESC}[K` : '';
}

/** As much of a terminal stream as Ink looks at. */
export function painterOf(size: Size, write: (frame: string) => boolean): NodeJS.WriteStream {
  const emitter = new EventEmitter();
  const stream = Object.defineProperties(emitter, {
    isTTY: { value: true },
    columns: { get: () => size.columns },
    rows: { get: () => size.rows },
    write: { value: write },
  });
  return stream as NodeJS.WriteStream;
}

/** Without this, Node goes on reading and an editor started next loses its first keys. */
async function releaseInput(stdin: NodeJS.ReadStream): Promise<void> {
  await nextTurn();
  stdin.resume();
  stdin.pause();
  await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Longer than any sleep; it only keeps the loop alive while the process stands still. */
const KEEP_ALIVE_MS = 2 ** 30;

/** Stops the whole group, so that the `npx` or `npm` around this process stops too. */
function suspend(owner: NodeJS.Process): Promise<void> {
  // Windows knows no stopped processes; there the key does nothing.
  if (owner.platform === 'win32') return Promise.resolve();
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, KEEP_ALIVE_MS);
    owner.once('SIGCONT', () => {
      clearInterval(alive);
      resolve();
    });
    owner.kill(0, 'SIGTSTP');
  });
}
