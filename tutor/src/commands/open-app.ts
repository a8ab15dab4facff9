import { resolve } from 'node:path';
import { systemClock } from '../adapters/clock.ts';
import { projectFilesOnDisk } from '../adapters/disk.ts';
import { learnersEditor } from '../adapters/editor.ts';
import { enterInstance } from '../adapters/instances.ts';
import { type TerminalScreen, terminalScreen } from '../adapters/screen.ts';
import { projectKey } from '../adapters/state.ts';
import { type FileWatch, watchFiles } from '../adapters/watch.ts';
import { watchedFiles } from '../forecast/watched.ts';
import { chapter } from '../generated/chapter.ts';
import { hints, lessons } from '../generated/lessons.ts';
import { pages } from '../generated/pages.ts';
import { solutions } from '../generated/solutions.ts';
import type { Project } from '../project/project.ts';
import { graphText } from '../reporters/graph-text.ts';
import type { Ports, Progress } from '../tui/ports.ts';
import { startTui } from '../tui/start.ts';
import { stepNamed } from './chapter-option.ts';
import type { World } from './command.ts';
import { contextOf, type Look, lookAt, readFolder } from './look.ts';
import { memoryOf } from './memory.ts';
import { applyFix, patchOf } from './mending.ts';
import type { ProjectFolder } from './project-folder.ts';
import { renderOptions } from './render-options.ts';
import { layDown, startingPoint } from './reset.ts';
import { textDiffOf } from './solution-diff.ts';

const READY_WITHIN_MS = 60_000;
/** By then the verdict from files has been told. */
const FOLLOW_AFTER_MS = 50;
/** Two frames. */
const PAINTED_AFTER_MS = 35;

/** Wires the terminal app to the world, and runs it. Answers its exit code. */
export async function openApp(folder: ProjectFolder, world: World): Promise<number> {
  // A line on stderr would be painted over; the app tells such things itself or they can wait until it has ended.
  const said: string[] = [];
  const quiet: World = { ...world, err: (text) => void said.push(text) };
  const instance = enterInstance(world.host.stateFolder, projectKey(folder.realPath), process.pid);
  return startTui(portsFor(folder, quiet, instance.others, terminalScreen(process)), async () =>
    (await import('./app.ts')).loadMount(),
  ).finally(() => {
    instance.close();
    for (const text of new Set(said)) world.err(text);
  });
}

/** Everything that the app is given, on one folder. */
export function portsFor(
  folder: ProjectFolder,
  world: World,
  others: readonly number[],
  screen: TerminalScreen,
): Ports {
  const { colour, unicode } = renderOptions(world);
  const editor = learnersEditor(folder.realPath, world.host.environment);
  const watching = new AbortController();
  const starter = Object.keys(solutions.starter);
  let latest: Project | undefined;
  let watch: FileWatch | undefined;
  const fresh = (): Project => {
    latest = readFolder(folder, world.host);
    return latest;
  };
  const watched = (): readonly string[] =>
    watchedFiles(contextOf(latest ?? fresh())).map((path) => resolve(folder.realPath, path));
  return {
    chapter,
    terminal: { colours: colour, characters: unicode ? 'unicode' : 'ascii', reader: world.host.terminal.reader },
    screen,
    clock: {
      now: () => systemClock.now(),
      after(ms, call) {
        const timer = setTimeout(call, ms);
        return () => clearTimeout(timer);
      },
    },
    progress: progressOf(folder, world),
    others,
    ...(editor === undefined ? {} : { editor }),
    project: { folder: folder.path, state: isBegun(folder, starter) ? 'begun' : 'empty', starter },
    async check(request, onEvent, signal) {
      const { observing } = await import('./engine.ts');
      const observe = observing({
        folder,
        chapter,
        wishes: { up: request.wish === 'up', down: request.wish === 'down', prove: false },
        timeoutMs: READY_WITHIN_MS,
        engine: 'auto',
        world: { ...world, signal },
      });
      const look = {
        chapter,
        steps: request.steps ?? [],
        proof: 'not-asked' as const,
        ...(request.engine === 'off'
          ? {}
          : { observe: request.wish === 'look' ? afterVerdict(observe, signal) : observe }),
      };
      // Files that the project speaks of only now are followed too; not before the verdict, which the learner waits for.
      setTimeout(() => {
        if (!watching.signal.aborted) watch?.follow(watched());
      }, FOLLOW_AFTER_MS);
      return lookAt(fresh, look, onEvent);
    },
    watch(onChange, onMode) {
      watch = watchFiles(watched(), { onChange, onMode }, watching.signal);
    },
    stopWatching: () => watching.abort(),
    lesson: async (step) => lessons[step] ?? { title: step, blocks: [] },
    hints: async (step) => hints[step] ?? [],
    explain: async (rule) => pages[rule] ?? { title: rule, blocks: [] },
    diff: async (step) => textDiffOf(fresh(), folder.name, { kind: 'solution', step: stepNamed(chapter, step) }),
    drawStack: (picture, columns) => graphText(picture, { width: columns, colour: 'none', unicode }),
    followLogs: async (onLine, signal) =>
      (await import('./engine.ts')).followLogs(fresh(), folder, world, onLine, signal),
    followStack: async (onNews, signal) =>
      (await import('./engine.ts')).followStack(fresh, folder, world, onNews, signal),
    reset: async (step) => layDown(folder, startingPoint(stepNamed(chapter, step)), world),
    patch: async (fix) => patchOf(fix, folder),
    mend: async (fix) => {
      applyFix(fix, folder, world);
      return [...new Set(fix.edits.map((edit) => edit.place.file))];
    },
    writeStarter: async () => layDown(folder, solutions.starter, world).map(({ file }) => file),
  };
}

type Observe = NonNullable<Look['observe']>;

/** To start a program holds this one up for some 20 ms: what the files say is painted first. */
function afterVerdict(observe: Observe, signal: AbortSignal): Observe {
  return async (context, emit) => {
    await systemClock.sleep(PAINTED_AFTER_MS, signal);
    signal.throwIfAborted();
    return observe(context, emit);
  };
}

function isBegun(folder: ProjectFolder, starter: readonly string[]): boolean {
  const files = projectFilesOnDisk(folder.realPath);
  return files.list('').length > 0 || starter.some((file) => files.kind(file) !== 'absent');
}

/** What is remembered is joined with what another tutor wrote meanwhile: its time is added, its hints count too. */
function progressOf(folder: ProjectFolder, world: World): Ports['progress'] {
  const memory = memoryOf(folder, world);
  let savedMs = 0;
  return {
    async load(): Promise<Progress> {
      const { current, rungs, attempts, spentMs } = memory.read();
      savedMs = spentMs;
      return { ...(current === undefined ? {} : { current }), rungs, attempts, spentMs };
    },
    async save({ current, rungs, attempts, spentMs }) {
      const more = Math.max(0, spentMs - savedMs);
      savedMs = spentMs;
      memory.update((before) => ({
        ...before,
        ...(current === undefined ? {} : { current }),
        rungs: furthest(before.rungs, rungs),
        attempts: furthest(before.attempts, attempts),
        spentMs: before.spentMs + more,
      }));
    },
  };
}

function furthest(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const steps = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return Object.fromEntries(steps.map((step) => [step, Math.max(before[step] ?? 0, now[step] ?? 0)]));
}
