/** One rung of the ladder of hints: from "where to look" to "what to write". Markdown. */
export type Hint = string;

/** One assertion of a step. */
export type StepCheck = {
  /** Unique within its step. */
  readonly id: string;
  /** The sentence a learner reads: "`web` publishes a port". */
  readonly asserts: string;
  /** The check word: a file under `checks/`. */
  readonly word: string;
  /** Parameters for the word, validated by its schema. */
  readonly with: Readonly<Record<string, unknown>>;
  /** Ids of checks of the same step that come first. */
  readonly needs: readonly string[];
  /** `proved`: judged only with `--prove`. Default `always`. */
  readonly when?: 'always' | 'proved';
};

/** One thing the learner builds. */
export type Step = {
  readonly id: string;
  /** Folder number: 1 for `01-app`. */
  readonly number: number;
  readonly title: string;
  /** What the step asks, one line for a list. */
  readonly asks: string;
  /** What is now true once it passed, one sentence. */
  readonly achieved: string;
  /** Ids of steps that must pass first. */
  readonly needs: readonly string[];
  readonly points: number;
  /** `stack`: judged by observation, needs Docker. */
  readonly judgedFrom: 'files' | 'stack';
  /** Files the step has the learner change, relative to the project. */
  readonly files: readonly string[];
  readonly checks: readonly StepCheck[];
  readonly hints: readonly Hint[];
};

/**
 * How a service is recognised in its role, since it may have any name. Lists are in order of trust;
 * which sign outweighs which is the reader's, these are its words.
 */
export type RoleSigns = {
  /** Image names without tag that fill the role: `postgres`. */
  readonly images: readonly string[];
  /** Images of the same kind that were taken by mistake: `mysql`. */
  readonly mistakenImages: readonly string[];
  /** Starts of variable names that only this role has: `POSTGRES_`. */
  readonly variables: readonly string[];
  /** Paths in the container where only this role mounts something. */
  readonly mounts: readonly string[];
  /** `here`: its image is built from the project's own files. */
  readonly built: 'here' | 'elsewhere';
  /** Names it commonly has, lower case. */
  readonly names: readonly string[];
};

/** What the learner can look back on, and on to, when every step has passed. One short phrase each. */
export type Closing = {
  readonly built: readonly string[];
  readonly learnt: readonly string[];
  readonly ahead: readonly string[];
};

/** A folder of steps. */
export type Chapter = {
  readonly id: string;
  readonly title: string;
  /** What the learner builds, two lines. */
  readonly about: string;
  readonly steps: readonly Step[];
  /** Role to signs: `web`, `db`. */
  readonly roles: Readonly<Record<string, RoleSigns>>;
  readonly closing: Closing;
};
