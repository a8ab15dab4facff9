import type { Span } from '../../core/span.ts';
import type { ProjectFiles } from '../files.ts';
import type { ComposeFault } from './fault.ts';
import type { Settled } from './settle.ts';
import type { Mapping } from './tree.ts';

/** What a reader of a Compose project is given. */
export type ReadingRequest = {
  readonly files: ProjectFiles;
  /** Name of the project folder (its last part), which names the Compose project where nothing else does. */
  readonly folderName: string;
  /** Absolute path of the project folder, as `config` prints it in paths; `''` keeps paths relative. */
  readonly folderPath: string;
  /** The caller's environment for interpolation; `COMPOSE_*` of the caller are not in it. `HOME` and `PWD` may be. */
  readonly environment: Readonly<Record<string, string>>;
};

/** One reading of a Compose project: everything that could be read, whatever is wrong with it. */
export type ComposeReading = {
  /** Files that Compose would read, in the order in which they are merged; empty where there is none. */
  readonly files: readonly string[];
  /** Every file that was opened or looked for (with `.env`, env files, extended and included ones): what to watch. */
  readonly watched: readonly string[];
  /** The project's folder as it stands at the head of resolved paths; `''` where paths are relative to it. */
  readonly folderPath: string;
  /** Name of the Compose project. */
  readonly name: string;
  readonly nameSpan?: Span;
  readonly faults: readonly ComposeFault[];
  /** Whether Compose would refuse it. */
  readonly refused: boolean;
  /** The merged tree before short forms are made long: as people write it. Best effort where there are faults. */
  readonly merged: Mapping | undefined;
  /** The canonical tree, in the shape of `docker compose config --format json`, each value with its place. Best effort where there are faults. */
  readonly model: Mapping | undefined;
  /** What `model` was made from, before it was typed; for printing in other forms and for the view. */
  readonly settled: Settled | undefined;
  /** Names of services whose profile is not active; they are in `merged`, not in `model`. */
  readonly inactive: readonly string[];
  /** The variables of `.env` (and files given by COMPOSE_ENV_FILES) with their places. */
  readonly dotenv: ReadonlyMap<string, { readonly value: string; readonly span: Span; readonly keySpan: Span }>;
};

/** Reads a Compose project. Never throws for what a learner wrote. */
export type ReadCompose = (request: ReadingRequest) => ComposeReading;
