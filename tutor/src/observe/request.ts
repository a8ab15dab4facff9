import type { ComposeProject } from '../project/compose/project.ts';
import type { SignIn } from './ports.ts';

/** What is done beside looking. `up`: build and start first. `prove`: a row survives `down` and `up`. `down`: stop at the end. */
export type Wish = 'up' | 'prove' | 'down';

/** What an observation is asked for. */
export type ObserveRequest = {
  /** The name that Compose gives this project. */
  readonly name: string;
  /** The project folder, absolute; further spellings of it (its real path) under `alsoKnownAs`. */
  readonly folder: string;
  readonly alsoKnownAs?: readonly string[];
  /** The Compose files as Compose picks them, absolute or relative to the folder; none: Compose looks by itself. */
  readonly files: readonly string[];
  /** The project as read; absent where its files cannot be read. */
  readonly project?: ComposeProject;
  /** Names of the services that play the two parts, where they could be told. */
  readonly roles: { readonly web?: string; readonly db?: string };
  /** The sign-in of the page, resolved; absent: the database is not asked. */
  readonly signIn?: SignIn;
  /** Absolute paths in the web's container where files of the project should lie, to be compared with them. */
  readonly webFiles?: readonly string[];
  /** The text that a working page holds. */
  readonly pageText?: string;
  /** In the order `up`, `prove`, `down`, whatever the order here. */
  readonly wishes: readonly Wish[];
  /** How long the stack may take to become ready once it is started. Default 60 s. */
  readonly readyWithinMs?: number;
  /** How long `up` may take with its builds and pulls. Default 10 min. */
  readonly upWithinMs?: number;
  /** Something long is under way, for people: `waiting for the page at http://localhost:8000`. */
  readonly onProgress?: (message: string, service?: string) => void;
  /** A line that Docker printed. */
  readonly onOutput?: (line: string) => void;
  readonly signal: AbortSignal;
};

export const READY_WITHIN_MS = 60_000;
export const UP_WITHIN_MS = 600_000;
