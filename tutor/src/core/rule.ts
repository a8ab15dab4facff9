import type { Cause, Diagnosis, Severity } from './diagnosis.ts';
import type { Effect } from './effect.ts';

/**
 * A cause the tutor recognises. The folder is the registry: a file under `rules/<family>/` named after its slug,
 * and beside it `<slug>.md`, the page that `tutor explain` shows.
 */
export type Rule<Context> = {
  /** Slug from the contract; equal to the file's name. */
  readonly rule: string;
  readonly severity: Severity;
  /** `machine`: what it recognises blocks its check and never fails it. Default `learner`. */
  readonly fault?: 'learner' | 'machine';
  /** The step that teaches the thing. */
  readonly step: string;
  /** The id of the check (in that step) which fails when this is an error; the step's first check when the step has none of that id. */
  readonly explains: string;
  /**
   * What this one merely follows from: when one of these is diagnosed as an error, this rule goes into its `consequences`,
   * and what was seen of it into its evidence.
   */
  readonly followsFrom?: readonly Cause[];
  /** What it does to the stack at `docker compose up`. Default `nothing`. */
  readonly foretells?: Effect;
  /** Pure. One diagnosis for each place it is found in; empty where it is not. */
  readonly recognise: (context: Context) => readonly Diagnosis[];
};
