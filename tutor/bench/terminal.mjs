// Measures the terminal app in a pseudo-terminal against the bounds it was built to, each figure beside its bound.
// Ends with 1 where one does not hold. `node tutor/bench/terminal.mjs [ROUNDS [FRAMES]]`; needs `npm run build` before.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleInkProgram } from '../build/ink-program.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const TUTOR = join(ROOT, 'dist', 'tutor.js');
const ROUNDS = Number(process.argv[2] ?? 15);
const COLUMNS = 80;
const ROWS = 24;
/** A painted frame begins and ends with these (synchronized update). */
const FRAME = '\x1b[?2026h';
const FRAME_ENDS = '\x1b[?2026l';
const WARM_FRAMES = 500;
const FRAMES = Number(process.argv[3] ?? 5_000);
const KEYS = 100;
const READ_TOGETHER_MS = 200;
/** So late is no answer; everything sooner counts. */
const LOST_MS = 3_000;
const QUIET_MS = 1_500;
const PATIENCE_MS = 15_000;

const { spawn } = await import('@lydell/node-pty');
const place = realpathSync(mkdtempSync(join(tmpdir(), 'compose-tutor-bench-')));
const project = join(place, 'your-project');
for (const layer of ['starter', ...readdirSync(join(ROOT, 'solutions')).map((step) => join('solutions', step))])
  cpSync(join(ROOT, layer), project, { recursive: true });
// No engine answers: what is measured is the app, not Docker.
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(CI|NO_COLOR|FORCE_COLOR)$/.test(name))),
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  XDG_STATE_HOME: join(place, 'state'),
  DOCKER_HOST: `unix://${join(place, 'no.sock')}`,
};

const figures = [];
try {
  figures.push(await firstFrame());
  const app = open();
  await app.shows('press enter');
  await app.quiet();
  figures.push(await keyToFrame(app));
  figures.push(await saveToVerdict(app));
  figures.push(await idle(app));
  app.close();
  figures.push(await bytesOfOneLine());
  figures.push(await memory());
} finally {
  rmSync(place, { recursive: true, force: true });
}
for (const { what, is, bound, unit, note } of figures)
  process.stdout.write(
    `${is <= bound ? 'holds ' : 'BROKEN'}  ${what.padEnd(44)}${is.toFixed(2).padStart(9)} ${unit.padEnd(6)} of ${bound} ${unit}${note === undefined ? '' : `   ${note}`}\n`,
  );
process.exitCode = figures.every(({ is, bound }) => is <= bound) ? 0 : 1;

/** From the start of the process to the first bytes of a frame, against a whole `node -e 0`, in turn. */
async function firstFrame() {
  const bare = [];
  const frames = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now();
    spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore', env: environment });
    const middle = performance.now();
    const app = open();
    const at = await app.firstFrameAt;
    app.close();
    await app.ended;
    // The first round warms the disk's cache and counts for nothing.
    if (round === 0) continue;
    bare.push(middle - began);
    frames.push(at - middle);
  }
  return {
    what: 'first frame, to a whole `node -e 0`',
    is: median(frames) / median(bare),
    bound: 2.5,
    unit: '×',
    note: `${median(frames).toFixed(0)} ms to ${median(bare).toFixed(0)} ms`,
  };
}

/** From a key's bytes to the frame that answers it. */
async function keyToFrame(app) {
  const times = [];
  const before = processorMs(app.pid);
  let lost = 0;
  for (let round = 0; times.length < KEYS && lost < KEYS; round++) {
    const time = await app.answers(round % 2 === 0 ? 'l' : '\r', LOST_MS);
    if (time === undefined) lost += 1;
    else times.push(time);
    await sleep(30);
  }
  return {
    what: 'key to frame, p95',
    is: p95(times),
    bound: 25,
    unit: 'ms',
    note: `${sayCost(times, processorMs(app.pid) - before)}${lost === 0 ? '' : `; ${lost} read together`}`,
  };
}

/** From the last write of a save to the verdict on the screen. The app settles 15 ms after the last event. */
async function saveToVerdict(app) {
  const file = join(project, 'compose.yaml');
  const whole = readFileSync(file, 'utf8');
  const broken = whole.replace('POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: passw0rd');
  app.type('4');
  await app.shows('4 of 9');
  await app.quiet();
  const times = [];
  const before = processorMs(app.pid);
  for (let round = 0; round < 40; round++) {
    const [text, verdict] = round % 2 === 0 ? [broken, '✗ failed'] : [whole, 'Passed:'];
    app.forget();
    const began = performance.now();
    writeFileSync(file, text);
    times.push((await app.wrote(verdict)) - began);
    await sleep(120);
  }
  writeFileSync(file, whole);
  return {
    what: 'save to verdict, p95',
    is: p95(times),
    bound: 50,
    unit: 'ms',
    note: sayCost(times, processorMs(app.pid) - before),
  };
}

/** Processor time of an app that nobody touches, in percent of one processor. */
async function idle(app) {
  await app.quiet();
  const before = processorMs(app.pid);
  const began = performance.now();
  await sleep(5_000);
  const is = ((processorMs(app.pid) - before) / (performance.now() - began)) * 100;
  return { what: 'idle, processor', is, bound: 1, unit: '%' };
}

/** Bytes a second while `up` runs and one row's time is all that changes. */
async function bytesOfOneLine() {
  const program = await bundleFake();
  try {
    const app = open([program], { FAKE_READY: '1', FAKE_LINE_MS: '100000' });
    await app.shows('press enter');
    app.type('u');
    await app.shows('to come');
    await sleep(1_000);
    app.forget();
    await sleep(4_000);
    const bytes = app.said().length / 4;
    app.close();
    return { what: 'written while one line changes, a second', is: bytes / 1000, bound: 5, unit: 'kB' };
  } finally {
    rmSync(dirname(program), { recursive: true, force: true });
  }
}

/** The app over made-up ports, as the tests of the terminal run it. */
async function bundleFake() {
  const outfile = join(mkdtempSync(join(ROOT, 'node_modules', '.bench-')), 'program.mjs');
  await bundleInkProgram(join(ROOT, 'tutor', 'test', 'screens', 'fake-program.ts'), outfile);
  return outfile;
}

/** What the app holds after 5,000 frames more than after 500, garbage collected. */
async function memory() {
  const note = join(place, 'heap');
  const hook = join(ROOT, 'tutor', 'bench', 'heap.cjs');
  const app = open(['--require', hook, TUTOR, '--dir', project], { BENCH_HEAP: note });
  await app.shows('press enter');
  await app.quiet();
  const held = async () => {
    rmSync(note, { force: true });
    process.kill(app.pid, 'SIGUSR2');
    while (!existsSync(note) || readFileSync(note, 'utf8') === '') await sleep(20);
    return Number(readFileSync(note, 'utf8'));
  };
  const frames = async (count) => {
    for (let frame = 0; frame < count; frame++) await app.answers(frame % 2 === 0 ? 'k' : 'j', READ_TOGETHER_MS);
  };
  await frames(WARM_FRAMES);
  const before = await held();
  await frames(FRAMES);
  const after = await held();
  app.close();
  return {
    what: `held after ${FRAMES} frames more`,
    is: ((after - before) / before) * 100,
    bound: 5,
    unit: '%',
    note: `${(before / 1e6).toFixed(1)} to ${(after / 1e6).toFixed(1)} MB`,
  };
}

/** The app in a pseudo-terminal. */
function open(words = [TUTOR, '--dir', project], more = {}) {
  const env = { ...environment, ...more };
  const pty = spawn(process.execPath, words, { name: 'xterm-256color', cols: COLUMNS, rows: ROWS, env });
  let said = '';
  let saidAt = performance.now();
  let first;
  const firstFrameAt = new Promise((resolve) => {
    first = resolve;
  });
  const waiting = new Set();
  pty.onData((bytes) => {
    said += bytes;
    saidAt = performance.now();
    if (said.includes(FRAME)) first(saidAt);
    for (const look of waiting) look(saidAt);
  });
  const ended = new Promise((resolve) => pty.onExit(resolve));
  /** Resolves at the moment that what was said since `forget` is as wanted. */
  const when = (isSo, wanted) =>
    new Promise((resolve, reject) => {
      const look = (at) => {
        if (!isSo()) return;
        clearTimeout(late);
        waiting.delete(look);
        resolve(at);
      };
      const late = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`waited in vain for ${wanted}; it said ${JSON.stringify(said.slice(-500))}`));
      }, PATIENCE_MS);
      waiting.add(look);
      look(performance.now());
    });
  return {
    pid: pty.pid,
    firstFrameAt,
    ended,
    said: () => said,
    forget: () => {
      said = '';
    },
    type: (key) => pty.write(key),
    shows: (text) => when(() => said.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '').includes(text), text),
    wrote: (text) => when(() => said.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '').includes(text), text),
    /** Milliseconds from a key to the end of the frame that answers it; undefined where none came in time. */
    answers: async (key, withinMs) => {
      said = '';
      const began = performance.now();
      pty.write(key);
      const answer = when(() => said.includes(FRAME_ENDS), `an answer to ${key}`).then((at) => at - began);
      // On a busy machine two keys may be read at once, and leave the screen as it was.
      return Promise.race([answer.catch(() => undefined), sleep(withinMs)]);
    },
    quiet: async () => {
      while (performance.now() - saidAt < QUIET_MS) await sleep(50);
    },
    close: () => process.kill(pty.pid, 'SIGKILL'),
  };
}

function processorMs(pid) {
  // Fields 14 and 15 of `stat`, in hundredths of a second (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The middle, and what each takes of a processor: on a busy machine only that is the app's own. */
function sayCost(times, processor) {
  return `median ${median(times).toFixed(1)}; ${(processor / times.length).toFixed(1)} ms of processor each`;
}

function sorted(times) {
  return [...times].sort((a, b) => a - b);
}

function median(times) {
  return sorted(times)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function p95(times) {
  return sorted(times)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
}
