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
 * How a service is recognised in its role, since it may have any name. Which sign outweighs which, and what an image
 * tells, is the reader's (`forecast/roles.ts`); these are its words.
 */
export type RoleSigns = {
  /** Names it commonly has, lower case. */
  readonly names: readonly string[];
  /** Words that tell the role as a part of a name too, between `-` and `_`: `db` in `my_db`. */
  readonly nameParts: readonly string[];
  /** Starts of variable names that this role is given: `POSTGRES_`. */
  readonly variables: readonly string[];
  /** Folders in the container where, or beneath which, only this role mounts something. */
  readonly mounts: readonly string[];
};

/** The signs of the two roles; a role without any is told by its image and by what it does. */
export type RolesBySigns = { readonly web?: RoleSigns | undefined; readonly db?: RoleSigns | undefined };

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
  readonly roles: RolesBySigns;
  readonly closing: Closing;
};
