import type { Standing as Mark } from '../core/palette.ts';
import type {
  CheckResult,
  DiagnosisResult,
  EngineSeen,
  ForecastResult,
  StackPicture,
  VerdictState,
} from '../core/result.ts';
import type { Chapter, Step } from '../core/step.ts';
import type { Activity } from './activity.ts';
import type { Content, TextName } from './message.ts';
import type { Fix, Progress, WatchMode } from './ports.ts';
import type { Theme } from './theme.ts';

/** The whole state of the terminal app. Views are functions of it; only `update` makes a new one. */
export type Model = {
  readonly chapter: Chapter;
  readonly theme: Theme;
  readonly size: Size;
  /** Milliseconds of the clock when the last message came. */
  readonly now: number;
  /** Until when the time spent has been counted. */
  readonly countedAt: number;
  readonly project: { readonly folder: string; readonly starter: readonly string[] };
  readonly editor: 'terminal' | 'window' | 'none';
  /** Pure; see the port. */
  readonly drawStack: (picture: StackPicture, columns: number) => string;

  readonly base: Base;
  /** What lies over the base, one at a time. */
  readonly pane: Pane | undefined;
  /** Where closing the pane leads: logs opened while `up` runs give `up` back. */
  readonly beneath: 'base' | 'activity';
  readonly asking: Question | undefined;
  /** An answer, shown as `next` until the following key or save. */
  readonly notice: Notice | undefined;
  /** Index of the step that the learner is at. */
  readonly current: number;
  /** Index of the step marked in the list of all steps. */
  readonly chosen: number;
  readonly beside: Beside;
  /** First row shown of the look back, where that is taller than the screen. */
  readonly endTop: number;

  readonly steps: readonly StepSeen[];
  readonly diagnoses: readonly DiagnosisResult[];
  readonly forecast: ForecastResult | undefined;
  readonly stack: StackPicture | undefined;
  readonly engine: EngineSeen | undefined;
  /** Whether an engine that had answered answers no more. */
  readonly engineGone: 'gone' | 'as before';
  /** Why the last run could not be finished by the tutor itself. */
  readonly broken: string | undefined;

  readonly look: Look | undefined;
  readonly activity: Activity | undefined;
  /** Runs begun so far: the number of the newest. */
  readonly runs: number;
  /** Looks that came to their end. */
  readonly looks: number;
  readonly watch: WatchMode;
  /** Whether Docker is listened to between looks; from the first answer of an engine on. */
  readonly stackNews: 'not followed' | 'followed';
  readonly logs: Logs;
  readonly texts: Readonly<Record<string, Text>>;
  readonly progress: Progress;
};

export type Size = { readonly columns: number; readonly rows: number };

export type Base = 'starter' | 'home' | 'step' | 'end';

/** `at`: clock milliseconds. */
export type Notice = { readonly sentence: string; readonly at: number };

/** A pane scrolls; `top` is its first row shown. */
export type Pane =
  | { readonly kind: 'lesson' | 'hints' | 'diff' | 'stack' | 'help'; readonly top: number }
  | { readonly kind: 'explain'; readonly rule: string; readonly top: number }
  | { readonly kind: 'activity' }
  /** `top` undefined: the newest line stays in view. */
  | { readonly kind: 'logs'; readonly top: number | undefined };

/** A `top` further down than any text is long: the newest part is in view. */
export const AT_THE_NEWEST = Number.MAX_SAFE_INTEGER;

/** The lesson beside the step, on wide screens: the one thing there that scrolls. */
export type Beside = { readonly shown: 'shown' | 'hidden'; readonly top: number };

/** Something that cannot be taken back by the next key: asked first, and No is the default. */
export type Question =
  | { readonly ask: 'down'; readonly kept: readonly string[] }
  | { readonly ask: 'reset'; readonly step: Step }
  /** `patch`: what it does to the files, a line each. */
  | { readonly ask: 'fix'; readonly fix: Fix; readonly patch: readonly string[] }
  | { readonly ask: 'quit' };

export type StepSeen = {
  readonly id: string;
  /** Undefined until it is judged for the first time. */
  readonly state: VerdictState | undefined;
  readonly checks: readonly CheckSeen[];
};

export type CheckSeen = Omit<CheckResult, 'state' | 'durationMs'> & { readonly state: VerdictState | undefined };

/** A check of the project that is under way. */
export type Look = {
  readonly run: number;
  /** `slow`: it takes longer than a blink, so row 1 says `checking`. */
  readonly pace: 'quick' | 'slow';
  /** What asked for it: only the key is given an answer in words, only a save is a try. */
  readonly asked: 'start' | 'save' | 'key' | 'docker';
  /** Steps that this run has judged so far. */
  readonly judged: readonly string[];
};

export type Logs = { readonly lines: readonly string[]; readonly state: 'closed' | 'following' | 'ended' };

export type Text =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly content: Content }
  | { readonly state: 'absent'; readonly reason: string };

/** How a step or a check stands, in the word that is shown. */
export type Standing = Extract<Mark, 'passed' | 'failed' | 'to do' | 'waiting' | 'blocked'>;

/** Answers in the `next` row. */
export function tell(model: Model, sentence: string): Model {
  return { ...model, notice: { sentence, at: model.now } };
}

export function textKey(text: TextName): string {
  return `${text.kind} ${text.of}`;
}

/** Whether `up` or `down` is under way. */
export function isBusy(model: Model): boolean {
  return model.activity !== undefined && model.activity.ended === undefined;
}
