import type { RunEvent } from '../core/events.ts';
import type { Lesson, LessonBlock } from '../core/lesson.ts';
import type { Key } from './keys.ts';
import type { Fix, Progress, StackNews, WatchMode } from './ports.ts';

/** Everything that can happen. `update` is the one reader. */
export type Message =
  | { readonly kind: 'started'; readonly progress: Progress }
  | { readonly kind: 'pressed'; readonly key: Key; readonly times: number }
  | { readonly kind: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'files changed' }
  | { readonly kind: 'watch mode'; readonly mode: WatchMode }
  /** What a run told, oldest first; several at once when Docker prints fast. */
  | { readonly kind: 'run told'; readonly run: number; readonly events: readonly RunEvent[] }
  /** A run takes longer than a blink. */
  | { readonly kind: 'run is slow'; readonly run: number }
  | { readonly kind: 'run ended'; readonly run: number }
  | { readonly kind: 'run broke'; readonly run: number; readonly reason: string }
  | { readonly kind: 'ticked' }
  | { readonly kind: 'loaded'; readonly text: TextName; readonly content: Content }
  | { readonly kind: 'not loaded'; readonly text: TextName; readonly reason: string }
  | { readonly kind: 'stack news'; readonly news: StackNews }
  | { readonly kind: 'logged'; readonly lines: readonly string[] }
  | { readonly kind: 'logs ended'; readonly reason: string }
  | { readonly kind: 'starter written'; readonly files: readonly string[] }
  /** What a mend would do, a line each: it is asked for first. */
  | { readonly kind: 'fix shown'; readonly fix: Fix; readonly patch: readonly string[] }
  /** The tutor wrote files of the project itself: a sentence about it. */
  | { readonly kind: 'files written'; readonly sentence: string }
  /** Something was done, or could not be: a sentence for the `next` row. */
  | { readonly kind: 'told'; readonly sentence: string };

/** A text that is fetched when it is shown: of a step, or of a rule. */
export type TextName = { readonly kind: 'lesson' | 'hints' | 'diff' | 'explain'; readonly of: string };

export type Content =
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  | { readonly kind: 'rungs'; readonly rungs: readonly (readonly LessonBlock[])[] }
  | { readonly kind: 'diff'; readonly lines: readonly string[] };
