// The terminal app over made-up ports, for tests of the terminal itself: bundled by esbuild, run in a pseudo-terminal.
// SIGUSR2 stands for a save: the network step passes, then fails again, in turn.
import { spawn } from 'node:child_process';
import { terminalScreen } from '../../src/adapters/screen.ts';
import type { RunEvent } from '../../src/core/events.ts';
import type { Result } from '../../src/core/result.ts';
import { graphText } from '../../src/reporters/graph-text.ts';
import type { CheckRequest, Ports, Progress } from '../../src/tui/ports.ts';
import { startTui } from '../../src/tui/start.ts';
import { chapter, ladder, lesson } from '../tui/chapter.ts';
import { networkFailing, networkPassed, patch, resultOf } from '../tui/result.ts';

const { env } = process;
let looks = 0;
let isMended = false;
let isUp = false;
let isDown = false;

function resultNow(): Result {
  if (isDown) return resultOf({});
  if (isUp) return resultOf({ teardown: { state: 'failed' } });
  if (env.FAKE_READY === '1') return resultOf({ deploy: { state: 'failed' }, teardown: { state: 'skipped' } });
  return isMended ? networkPassed : networkFailing;
}

async function check(request: CheckRequest, tell: (event: RunEvent) => void, signal: AbortSignal): Promise<Result> {
  looks += 1;
  if (env.FAKE_CRASH === String(looks))
    setTimeout(() => {
      throw new Error('a fault of our own');
    }, 100);
  if (request.wish !== 'look') await work(request.wish, tell, signal);
  isUp = request.wish === 'up' || isUp;
  isDown = request.wish === 'down' || isDown;
  await pause(Number(env.FAKE_LOOK_MS ?? 5), signal);
  const result = resultNow();
  tell({ kind: 'diagnosed', diagnoses: result.diagnoses });
  tell({ kind: 'finished', result });
  return result;
}

async function work(wish: 'up' | 'down', tell: (event: RunEvent) => void, signal: AbortSignal): Promise<void> {
  const lines =
    wish === 'up'
      ? [
          '#5 [web builder 1/5] FROM python:3.11-slim',
          '#9 [web builder 4/5] RUN pip install',
          ' web  Built',
          ' Network your-project_app_network  Created',
          ' Volume "your-project_db_data"  Created',
          ' Container your-project-db-1  Started',
          ' Container your-project-web-1  Started',
        ]
      : [
          ' Container your-project-web-1  Removed',
          ' Container your-project-db-1  Removed',
          ' Network your-project_app_network  Removed',
        ];
  for (const line of lines) {
    tell({ kind: 'output', line });
    await pause(Number(env.FAKE_LINE_MS ?? 120), signal);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('aborted'));
    });
  });
}

let kept: Progress = {
  rungs: {},
  attempts: {},
  spentMs: 0,
  ...(env.FAKE_AT === undefined ? {} : { current: env.FAKE_AT }),
};

const ports: Ports = {
  chapter,
  terminal: {
    colours: env.NO_COLOR === undefined ? (env.FAKE_COLOURS === '16' ? '16' : '256') : 'none',
    characters: env.TERM === 'linux' ? 'ascii' : 'unicode',
    reader: env.ACCESSIBLE === undefined ? 'screen' : 'spoken',
  },
  screen: terminalScreen(process),
  clock: {
    now: () => performance.now(),
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  },
  progress: {
    load: async () => kept,
    save: async (progress) => {
      kept = progress;
    },
  },
  others: env.FAKE_OTHER === undefined ? [] : [Number(env.FAKE_OTHER)],
  editor: {
    takes: 'terminal',
    name: 'sh',
    open: () =>
      new Promise((resolve, reject) => {
        const editor = spawn('sh', ['-c', 'printf "editor opened\\n"; read line; printf "%s" "$line" > "$FAKE_FILE"'], {
          stdio: 'inherit',
        });
        editor.on('error', reject);
        editor.on('exit', () => resolve());
      }),
  },
  project: {
    folder: '~/your-project',
    state: env.FAKE_EMPTY === '1' ? 'empty' : 'begun',
    starter: ['compose.yaml', 'web/app.py'],
  },
  check,
  watch: (onChange) => {
    process.on('SIGUSR2', () => {
      isMended = !isMended;
      onChange();
    });
  },
  stopWatching: () => process.removeAllListeners('SIGUSR2'),
  lesson: async () => lesson,
  hints: async () => ladder,
  explain: async () => lesson,
  diff: async () => '  db:\n+   networks:\n+     - app_network\n',
  drawStack: (picture, columns) => {
    if (env.FAKE_CRASH === 'drawing') throw new Error('a drawing that fell over');
    return graphText(picture, { width: columns, colour: 'none', unicode: true });
  },
  followLogs: (tell, signal) =>
    new Promise((resolve) => {
      let line = 0;
      const timer = setInterval(() => tell(`web-1  | line ${++line}`), 40);
      signal.addEventListener('abort', () => {
        clearInterval(timer);
        resolve();
      });
    }),
  followStack: () => new Promise(() => undefined),
  reset: async () => [{ file: 'compose.yaml', kept: undefined }],
  patch: async () => patch,
  mend: async () => ['compose.yaml'],
  writeStarter: async () => ['compose.yaml', 'web/app.py'],
};

process.exitCode = await startTui(ports, async () => (await import('../../src/tui/view.tsx')).mountInk);
