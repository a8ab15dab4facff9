import type { Label } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import type { Lack } from './lack.ts';

/** What is wrong, as a check sees it: a symptom, never a cause. */
export type Finding = {
  /** What is so, in the learner's nouns: lower case, no full stop. */
  readonly title: string;
  readonly at?: Label;
  readonly evidence?: readonly Evidence[];
  /** The command that shows more, where no rule knows the cause. */
  readonly look?: string;
  /** `absent`: the thing is not begun yet. Default `begun`. */
  readonly subject?: 'begun' | 'absent';
};

/** What a check concludes. The learner's mistakes are `failed`, the machine's are `blocked`, ours are exceptions. */
export type Outcome =
  | { readonly state: 'passed'; readonly evidence?: readonly Evidence[] }
  | { readonly state: 'failed'; readonly findings: readonly [Finding, ...Finding[]] }
  /** Not judged, because what it needs is not there; `needs` says what, for people. */
  | { readonly state: 'skipped'; readonly needs: string }
  | { readonly state: 'blocked'; readonly by: Lack };

/** Shorthand for the two commonest outcomes. */
export const passed: Outcome = { state: 'passed' };
/** A failed outcome of one finding. */
export function failed(finding: Finding): Outcome {
  return { state: 'failed', findings: [finding] };
}

/**
 * A word that steps are written in.
 * `Context` is what a check looks at; `Parameters` is what a step file gives it (validated when the chapter is read).
 */
export type CheckWord<Context, Parameters = unknown> = {
  /** Name in step files, kebab-case; equal to the file's name. */
  readonly word: string;
  /** `files`: judged from files alone. `stack`: needs an observation of the engine. */
  readonly looksAt: 'files' | 'stack';
  /** Asserts one thing. Pure; never guesses at causes. */
  readonly run: (context: Context, parameters: Parameters) => Outcome;
};
