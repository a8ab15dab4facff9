import type { RunEvent } from '../core/events.ts';
import type { Lesson, LessonBlock } from '../core/lesson.ts';
import type { DiagnosisResult, Result, StackPicture } from '../core/result.ts';
import type { Chapter } from '../core/step.ts';
import type { Theme } from './theme.ts';

/** What one run is asked to do: look at what is there, or bring the stack up or down first. */
export type CheckRequest = {
  /** Step ids; left out: all. */
  readonly steps?: readonly string[];
  readonly engine: 'auto' | 'off';
  /** `up`: build and start first. `down`: judge `deploy`, take the stack down, judge `teardown`. */
  readonly wish: 'look' | 'up' | 'down';
};

/** What Docker tells of the stack between two looks: who runs; the page and the database were not asked. `gone`: nobody answers. */
export type StackNews = { readonly kind: 'seen'; readonly picture: StackPicture } | { readonly kind: 'gone' };

/** How changes of files are noticed: by events, or by looking again and again where no events arrive. */
export type WatchMode = 'watching' | 'polling';

/** A point in a file of the project; line and column start at 1. */
export type FilePoint = { readonly file: string; readonly line: number; readonly column: number };

/** A mend that a diagnosis offers. */
export type Fix = NonNullable<DiagnosisResult['fix']>;

/** What survives the program: kept by the folder's real path, outside the learner's project. */
export type Progress = {
  /** Id of the step that the learner was at. */
  readonly current?: string;
  /** How many rungs of a step's ladder were shown. */
  readonly rungs: Readonly<Record<string, number>>;
  /** How often a step was checked without passing while the learner was at it. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Time spent in the tutor, in milliseconds; pauses do not count. */
  readonly spentMs: number;
};

/** Remembers between runs. `load` answers an empty progress where there is none; a failed `save` is told by the adapter. */
export interface ProgressStore {
  load(): Promise<Progress>;
  save(progress: Progress): Promise<void>;
}

/** Opens a file for the learner. */
export interface Editor {
  /** `terminal`: it takes the whole terminal until it ends. `window`: it opens elsewhere. */
  readonly takes: 'terminal' | 'window';
  /** What it is called: `vim`, `code`. */
  readonly name: string;
  /** Resolves when a terminal editor has ended or a window was opened. Rejects with a sentence. */
  open(at: FilePoint): Promise<void>;
}

export interface Clock {
  /** Milliseconds since a fixed point. */
  now(): number;
  /** Calls once after so many milliseconds; the answer takes the call back. */
  after(ms: number, call: () => void): () => void;
}

/** A signal that asks the program to end, as 128 + its number. */
export type ExitBySignal = number;

/**
 * The terminal. It is given whole frames and writes what changed.
 * Everything it changes about the terminal is put back by `leave`, which also runs at exit, crash and signal.
 */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** What Ink writes to: looks like a terminal stream, takes whole frames. */
  readonly painter: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** The terminal itself, for what is printed and not painted. */
  readonly stdout: NodeJS.WriteStream;
  enter(): void;
  leave(): void;
  /** Gives stdin up, so that a program started next receives every key. */
  release(): Promise<void>;
  /** Stops this process and its group as Ctrl-Z does; resolves when they go on. */
  suspend(): Promise<void>;
  onResize(call: () => void): void;
  onSignal(call: (exit: ExitBySignal) => void): void;
}

/** What the terminal can do, found out before the app starts. */
export type Terminal = Theme & {
  /** `spoken`: finished sentences one under the other, nothing painted over. */
  readonly reader: 'screen' | 'spoken';
};

/** Everything that the terminal app is given. It touches nothing else. */
export interface Ports {
  readonly chapter: Chapter;
  readonly terminal: Terminal;
  readonly screen: Screen;
  readonly clock: Clock;
  readonly progress: ProgressStore;
  /** Process numbers of other tutors that are open on this folder. */
  readonly others: readonly number[];
  /** Left out where no editor could be found. */
  readonly editor?: Editor;
  /** `empty`: no file of the starter is there; the app offers to write it. `folder`: as the learner knows it. */
  readonly project: { readonly folder: string; readonly state: 'empty' | 'begun'; readonly starter: readonly string[] };
  /** Rejects when aborted, and with a sentence when the tutor itself failed. */
  check(request: CheckRequest, onEvent: (event: RunEvent) => void, signal: AbortSignal): Promise<Result>;
  /** Calls `onChange` when files of the project settled after a change. */
  watch(onChange: () => void, onMode: (mode: WatchMode) => void): void;
  stopWatching(): void;
  lesson(step: string): Promise<Lesson>;
  /** The ladder of a step, a list of blocks a rung. */
  hints(step: string): Promise<readonly (readonly LessonBlock[])[]>;
  /** The page of a rule. */
  explain(rule: string): Promise<Lesson>;
  /** The learner's files against the solution of a step, a line each, beginning with `+`, `-`, ` ` or `@`. */
  diff(step: string): Promise<string>;
  /** The stack as text, at most so many columns wide. Pure. */
  drawStack(picture: StackPicture, columns: number): string;
  /** Calls with each new line until aborted. Rejects with a sentence where there are no logs. */
  followLogs(onLine: (line: string) => void, signal: AbortSignal): Promise<void>;
  /** Tells how the stack stands, at once and at each change, until aborted. Rejects with a sentence. */
  followStack(onNews: (news: StackNews) => void, signal: AbortSignal): Promise<void>;
  /** Lays down the starting point of a step, keeping copies; answers the files that it wrote, and where the old ones are. */
  reset(step: string): Promise<readonly { readonly file: string; readonly kept: string | undefined }[]>;
  /** What a mend does to the learner's files, as a patch. Rejects with a sentence where they have changed since. */
  patch(fix: Fix): Promise<string>;
  /** Writes a mend, keeping copies; answers the files that it changed. */
  mend(fix: Fix): Promise<readonly string[]>;
  /** Writes the starter into the empty folder; answers the files that it wrote. */
  writeStarter(): Promise<readonly string[]>;
}
