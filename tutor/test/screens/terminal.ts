import type { IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** One cell of the screen; `colour`: an index of the 256 colours, or the terminal's own. */
export type Cell = {
  readonly text: string;
  readonly colour: number | 'own';
  readonly weight: 'bold' | 'plain';
  readonly dim: 'dim' | 'plain';
  readonly line: 'underlined' | 'plain';
};

/** A program in a pseudo-terminal, read back through a terminal emulator. */
export interface Terminal {
  /** The rows that are shown, without blanks at their ends. */
  rows(): readonly string[];
  text(): string;
  /** Every cell that is shown, row by row. */
  cells(): readonly (readonly Cell[])[];
  /** `alternate` while the app holds the screen. */
  buffer(): 'normal' | 'alternate';
  isCursorHidden(): boolean;
  /** Everything the program wrote, byte by byte. */
  written(): string;
  /** Waits until the screen shows a text; never for a time. `withinMs`: what is slow by its nature is waited for longer. */
  shows(text: string | RegExp, withinMs?: number): Promise<void>;
  /** Waits until a row, counted from 0, shows a text. */
  rowShows(row: number, pattern: RegExp): Promise<void>;
  /** Waits until it is no longer shown. */
  showsNoMore(text: string): Promise<void>;
  /** Types keys one by one, as a person does. */
  type(...keys: readonly string[]): Promise<void>;
  resize(columns: number, rows: number): void;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or 128 + the signal. */
  ended(): Promise<number>;
  close(): void;
}

export type Program = {
  readonly command: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A shown text is waited for this long. */
const PATIENCE_MS = 15_000;
const BETWEEN_KEYS_MS = 25;
const LOOK_EVERY_MS = 10;

/** The pseudo-terminal, where its prebuilt part can be loaded; else why it cannot. */
export async function loadPty(): Promise<
  | { readonly kind: 'here'; readonly spawn: typeof import('@lydell/node-pty')['spawn'] }
  | { readonly kind: 'absent'; readonly reason: string }
> {
  try {
    const { spawn } = await import('@lydell/node-pty');
    return { kind: 'here', spawn };
  } catch (error) {
    return { kind: 'absent', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Starts a program in a terminal of its own. */
export function open(spawn: typeof import('@lydell/node-pty')['spawn'], program: Program): Terminal {
  const { columns, rows, environment } = program;
  const [file = '', ...words] = program.command;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 });
  const pty = spawn(file, words, {
    name: environment?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    env: { ...withoutWishes(process.env), ...environment },
  });
  return terminalOf(pty, emulator);
}

/** The caller's wishes about colours and the like are not the test's. */
function withoutWishes(environment: NodeJS.ProcessEnv): Record<string, string> {
  const wishes = ['CI', 'NO_COLOR', 'FORCE_COLOR', 'INK_SCREEN_READER', 'ACCESSIBLE', 'VITEST', 'NODE_ENV'];
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || wishes.includes(name) ? [] : [[name, value]],
    ),
  );
}

function terminalOf(pty: IPty, emulator: InstanceType<typeof xterm.Terminal>): Terminal {
  let written = '';
  let writing = 0;
  pty.onData((bytes) => {
    written += bytes;
    writing += 1;
    emulator.write(bytes, () => {
      writing -= 1;
    });
  });
  const exit = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode));
  });
  const rows = (): readonly string[] => {
    const { active } = emulator.buffer;
    return Array.from({ length: emulator.rows }, (_, at) =>
      (active.getLine(active.baseY + at)?.translateToString(true) ?? '').trimEnd(),
    );
  };
  const text = (): string => rows().join('\n');
  const cells = (): readonly (readonly Cell[])[] => {
    const { active } = emulator.buffer;
    return Array.from({ length: emulator.rows }, (_, y) =>
      Array.from({ length: emulator.cols }, (__, x): Cell => {
        const cell = active.getLine(active.baseY + y)?.getCell(x);
        return {
          text: cell?.getChars() || ' ',
          colour: cell?.isFgPalette() ? cell.getFgColor() : 'own',
          weight: cell?.isBold() ? 'bold' : 'plain',
          dim: cell?.isDim() ? 'dim' : 'plain',
          line: cell?.isUnderline() ? 'underlined' : 'plain',
        };
      }),
    );
  };
  const until = async (isSo: () => boolean, wanted: string, withinMs = PATIENCE_MS): Promise<void> => {
    const end = Date.now() + withinMs;
    while (!(writing === 0 && isSo())) {
      if (Date.now() > end) throw new Error(`waited in vain for ${wanted}; the screen shows:\n${text()}`);
      await pause(LOOK_EVERY_MS);
    }
  };
  return {
    rows,
    text,
    cells,
    buffer: () => emulator.buffer.active.type,
    isCursorHidden: () => lastOf(written, '\x1b[?25l') > lastOf(written, '\x1b[?25h'),
    written: () => written,
    shows: (wanted, withinMs) =>
      until(
        () => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text())),
        String(wanted),
        withinMs,
      ),
    rowShows: (row, pattern) => until(() => pattern.test(rows()[row] ?? ''), `${pattern} in row ${row}`),
    showsNoMore: (wanted) => until(() => !text().includes(wanted), `no more ${wanted}`),
    type: async (...keys) => {
      for (const key of keys) {
        pty.write(key);
        await pause(BETWEEN_KEYS_MS);
      }
    },
    resize: (columns, height) => {
      emulator.resize(columns, height);
      pty.resize(columns, height);
    },
    signal: (name) => process.kill(pty.pid, name),
    ended: async () => {
      const code = await exit;
      await until(() => true, 'the last bytes');
      return code;
    },
    close: () => {
      try {
        process.kill(pty.pid, 'SIGKILL');
      } catch (error) {
        // It has ended by itself already.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    },
  };
}

function lastOf(text: string, part: string): number {
  return text.lastIndexOf(part);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
