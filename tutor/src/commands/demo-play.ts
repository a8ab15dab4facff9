import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terminalScreen } from '../adapters/screen.ts';
import { filesAfter } from '../chapter/solutions.ts';
import { chapter } from '../generated/chapter.ts';
import { solutions } from '../generated/solutions.ts';
import type { Ports } from '../tui/ports.ts';
import { startTui } from '../tui/start.ts';
import { EXIT, type World } from './command.ts';
import { type Hold, type Player, playerOn } from './demo-player.ts';
import { type DemoScreen, demoScreen } from './demo-screen.ts';
import { DEMO_LOOKS, DEMO_MISTAKES } from './demo-script.ts';
import { lay, mistaken } from './demo-stage.ts';
import { portsFor } from './open-app.ts';
import type { ProjectFolder } from './project-folder.ts';
import { renderOptions } from './render-options.ts';

/** How the app plays itself. */
export type Play = { readonly pace: 0 | 1; readonly engine: 'auto' | 'off' };

/**
 * Opens the app on the folder and plays the chapter in it, key by key, until the end or until the viewer leaves.
 * Whatever it started is removed before it answers the exit code.
 */
export async function playInApp(folder: ProjectFolder, world: World, play: Play): Promise<number> {
  const aside = mkdtempSync(join(tmpdir(), 'compose-tutor-demo-aside-'));
  const own: World = { ...withState(world, aside), signal: world.signal, err: () => undefined };
  const { colour, unicode } = renderOptions(world);
  const demo = demoScreen(terminalScreen(process), { colours: colour, characters: unicode ? 'unicode' : 'ascii' });
  const left = new AbortController();
  const hold: Hold = { isHeld: false };
  const unhand = hearViewer({
    hold: () => {
      hold.isHeld = !hold.isHeld;
      demo.held(hold.isHeld ? 'held' : 'going on');
    },
    leave: () => {
      left.abort();
      demo.strike(CTRL_C);
    },
  });
  const stack = play.engine === 'off' ? undefined : await readyStack(folder, own, aside, left.signal);
  try {
    const app = startTui(portsInDemo(folder, own, demo, play), async () => (await import('./app.ts')).loadMount());
    app.finally(() => left.abort()).catch(() => undefined);
    const player = playerOn(demo, play.pace, hold, left.signal);
    const played = playChapter(player, folder, stack).catch((error) => {
      // The viewer left, or a signal ended the app: the script ends where it is.
      if (left.signal.aborted) return;
      demo.strike(CTRL_C);
      throw error;
    });
    const code = await app;
    await played;
    return code === INTERRUPTED ? EXIT.passed : code;
  } finally {
    unhand();
    await stack?.remove();
    rmSync(aside, { recursive: true, force: true });
  }
}

const CTRL_C = '\x03';
const INTERRUPTED = 130;

type ReadyStack = Awaited<ReturnType<typeof import('./demo-ready-stack.ts')['readyStack']>>;

async function readyStack(
  folder: ProjectFolder,
  world: World,
  aside: string,
  signal: AbortSignal,
): Promise<ReadyStack> {
  const files = filesAfter(chapter, solutions, chapter.steps.at(-1)?.id ?? '');
  return (await import('./engine.ts')).readyStack(folder, world, { folder: join(aside, 'finished'), files }, signal);
}

/** What the demo remembers is not the viewer's progress. */
function withState(world: World, stateFolder: string): World {
  return { ...world, host: { ...world.host, stateFolder } };
}

function portsInDemo(folder: ProjectFolder, world: World, demo: DemoScreen, play: Play): Ports {
  const ports = portsFor(folder, world, [], demo.screen);
  if (play.engine === 'auto') return ports;
  return {
    ...ports,
    check: (request, onEvent, signal) => ports.check({ ...request, engine: 'off' }, onEvent, signal),
  };
}

/** The viewer's keys: space holds and goes on, q, Esc and Ctrl-C leave. Answers how to stop listening. */
function hearViewer(wishes: { readonly hold: () => void; readonly leave: () => void }): () => void {
  const { stdin } = process;
  const hear = (bytes: Buffer): void => {
    const key = bytes.toString();
    if (key === ' ') wishes.hold();
    if (key === 'q' || key === '\x1b' || key === CTRL_C) wishes.leave();
  };
  stdin.on('data', hear);
  return () => {
    stdin.off('data', hear);
    stdin.pause();
  };
}

const READ_MS = 1_700;
const LOOK_MS = 1_200;
const GLANCE_MS = 750;

async function playChapter(player: Player, folder: ProjectFolder, stack: ReadyStack | undefined): Promise<void> {
  player.says('a learner at work, in under a minute');
  await player.sees('press enter to write');
  await player.rest(GLANCE_MS);
  await player.press('in an empty folder the tutor brings the files to begin with', '\r');
  await player.sees('written; press enter');
  await player.rest(GLANCE_MS);
  await player.press('nine steps; the first is opened', '\r');
  await player.sees('app');
  for (const step of chapter.steps.filter(({ judgedFrom }) => judgedFrom === 'files'))
    await playStep(player, folder, step.id);
  const runs = stack !== undefined && (await stack.answers());
  const docker = runs ? await playStack(player, stack) : await playForecast(player);
  if (docker === 'at rest') return player.press('your turn', 'q');
  // `q` would ask whether Docker's work is to be stopped; the demo's last picture is no question.
  await player.act('the minute is over, and Docker goes on stopping; your turn', () => undefined);
  await player.rest(GLANCE_MS);
  await player.strike(CTRL_C);
}

/** Whether Docker still works for the app when the script is over. */
type Docker = 'at rest' | 'at work';

/** In some steps a typical mistake, what the tutor says of it, perhaps a look aside, the mend; the others pass at once. */
async function playStep(player: Player, folder: ProjectFolder, step: string): Promise<void> {
  const solved = filesAfter(chapter, solutions, step);
  const mistake = DEMO_MISTAKES.find((one) => one.step === step);
  const looks = DEMO_LOOKS[step];
  if (mistake !== undefined && looks !== undefined) {
    await player.act(`saves a typical mistake: ${mistake.says}`, () =>
      lay(folder, { ...solved, [mistake.file]: mistaken(solved, mistake) }),
    );
    await player.sees(PLACE);
    await player.rest(READ_MS);
    for (const look of looks) {
      await player.press(look.says, ...look.keys);
      await player.rest(look.readMs);
      if (look.back !== undefined) await player.strike(look.back);
    }
  }
  if (!looks?.some(({ mends }) => mends === 'for the learner'))
    await player.act(looks === undefined ? 'saves, and it passes' : 'mends it, and saves', () => lay(folder, solved));
  await player.sees('Passed:');
  await player.rest(GLANCE_MS);
  await player.press('on to the next step', 'n');
}

const PLACE = /\S:\d+:\d+/;

/** With no engine, what the files say would happen. */
async function playForecast(player: Player): Promise<Docker> {
  await player.act('no Docker engine answers here: the tutor foretells what would happen', () => undefined);
  await player.rest(READ_MS);
  await player.press('your stack as a picture, from the files alone', 'g');
  await player.rest(READ_MS);
  return 'at rest';
}

/** The whole demo takes less than a minute; a first build may take longer, and is not waited for. */
const UP_UNTIL_MS = 46_000;
const END_UNTIL_MS = 55_000;
/** On a slower machine there is no time left for it. */
const ACCIDENT_UNTIL_MS = 33_000;
const LEAST_UP_MS = 8_000;
const LOOK_WITHIN_MS = 10_000;

async function playStack(player: Player, stack: ReadyStack): Promise<Docker> {
  const port = await stack.publish();
  await player.press(
    port === undefined ? 'the stack is built and started' : `port 8000 is taken here, so ${port} is published instead`,
    'u',
  );
  const isUp = await player.sees('Passed:', Math.max(LEAST_UP_MS, UP_UNTIL_MS - player.elapsedMs()));
  if (!isUp) {
    await player.press('the start takes longer here than a demo may: it is cancelled', 'c');
    await player.rest(READ_MS);
    return 'at rest';
  }
  await player.press('your stack, live', '\r', 'g');
  await player.rest(LOOK_MS);
  if (player.elapsedMs() < ACCIDENT_UNTIL_MS) await playAccident(player, stack);
  await player.press('on to the last step', 'n');
  await player.press('takes it down; what is lost and what stays is said first', 'd');
  await player.rest(LOOK_MS);
  await player.press('yes', 'y');
  await player.press('and reads meanwhile what stays', 'l');
  if (!(await player.sees('Passed:', Math.max(0, END_UNTIL_MS - player.elapsedMs())))) return 'at work';
  await player.rest(GLANCE_MS);
  await player.press('the end of the chapter', 'n');
  await player.rest(READ_MS);
  return 'at rest';
}

async function playAccident(player: Player, stack: ReadyStack): Promise<void> {
  await player.act('somebody stops the database', () => stack.compose('stop', '-t', '2', 'db'));
  await player.sees('is stopped', LOOK_WITHIN_MS);
  await player.rest(LOOK_MS);
  await player.act('and starts it again', () => stack.compose('start', 'db'));
  await player.sees('answers 200', LOOK_WITHIN_MS);
  await player.sees('Passed:', LOOK_WITHIN_MS);
  await player.rest(GLANCE_MS);
}
