import { PassThrough } from 'node:stream';
import { painterOf, type TerminalScreen } from '../adapters/screen.ts';
import { piece, row } from '../tui/rows.ts';
import { paintRow, type Theme } from '../tui/theme.ts';

/** The terminal while the app plays itself: the app has the rows above a caption, and its keys come from the player. */
export interface DemoScreen {
  /** What the app is given for a terminal. */
  readonly screen: TerminalScreen;
  /** Sets the caption: what the player does, and with which key. */
  caption(says: string, key?: string): void;
  /** Says whether the viewer holds the player. */
  held(isHeld: 'held' | 'going on'): void;
  /** The app's last frame, without its colours. */
  shown(): string;
  /** Strikes a key of the app. */
  strike(key: string): void;
}

/** A rule and a sentence. */
const CAPTION_ROWS = 2;
/** Lower screens belong to the app alone. */
const CAPTION_FROM_ROWS = 16;

export function demoScreen(terminal: TerminalScreen, theme: Theme): DemoScreen {
  const keyboard = playersKeyboard();
  let frame = '';
  let keys: string = KEYS['going on'];
  let said: { readonly says: string; readonly key: string | undefined } = { says: '', key: undefined };

  const captionRows = (): number => (terminal.rows < CAPTION_FROM_ROWS ? 0 : CAPTION_ROWS);
  const rows = (): number => terminal.rows - captionRows();
  const paint = (): void => {
    if (frame === '') return;
    const lines = frame.split('\n');
    const app = Array.from({ length: rows() }, (_, at) => lines[at] ?? '');
    const caption = captionRows() === 0 ? [] : captionLines({ ...said, keys }, terminal.columns, theme);
    terminal.painter.write([...app, ...caption].join('\n'));
  };
  const write = (text: string): boolean => {
    if (text === '' || text.startsWith(CURSOR_COMMAND)) return true;
    frame = text;
    paint();
    return true;
  };
  const size = {
    get columns() {
      return terminal.columns;
    },
    get rows() {
      return rows();
    },
  };
  const painter = painterOf(size, write);
  terminal.onResize(() => void painter.emit('resize'));
  const screen: TerminalScreen = {
    get columns() {
      return size.columns;
    },
    get rows() {
      return size.rows;
    },
    painter,
    stdin: keyboard.stdin,
    stdout: terminal.stdout,
    enter: () => terminal.enter(),
    leave: () => terminal.leave(),
    release: () => terminal.release(),
    suspend: () => terminal.suspend(),
    onResize: (call) => terminal.onResize(call),
    onSignal: (call) => terminal.onSignal(call),
  };
  return {
    screen,
    caption: (says, key) => {
      said = { says, key };
      paint();
    },
    held: (so) => {
      keys = KEYS[so];
      paint();
    },
    shown: () => frame.replace(STYLE, ''),
    strike: keyboard.strike,
  };
}

const CURSOR_COMMAND = '\x1b[?25';
const STYLE = /\x1b\[[\d;]*m/g;
const TITLE = '─ demo ';
const KEYS = {
  'going on': ' space holds it · q ends it ─',
  held: ' held · space goes on · q ends it ─',
} as const;

type Caption = { readonly says: string; readonly key: string | undefined; readonly keys: string };

function captionLines(caption: Caption, columns: number, theme: Theme): readonly string[] {
  const { says, key } = caption;
  const keys = columns > TITLE.length + caption.keys.length ? caption.keys : '';
  const rule = `${TITLE}${'─'.repeat(Math.max(0, columns - TITLE.length - keys.length))}${keys}`;
  const struck = key === undefined ? [] : [piece(key, 'accent'), piece('  ')];
  return [
    paintRow(row(piece(rule, 'muted')), columns + 1, theme),
    paintRow(row(' ', piece('▸', 'accent'), ' ', ...struck, piece(says, 'strong')), columns, theme),
  ];
}

/** As much of a terminal's input as Ink asks for, with the player in place of a person. */
function playersKeyboard(): { readonly stdin: NodeJS.ReadStream; readonly strike: (key: string) => void } {
  const stream = new PassThrough();
  const stdin = Object.assign(stream, {
    isTTY: true,
    isRaw: false,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  return { stdin: stdin as unknown as NodeJS.ReadStream, strike: (key) => void stream.write(key) };
}
