import type { Lack } from '../core/lack.ts';
import type {
  CommandSeen,
  ContainerSeen,
  DatabaseSeen,
  ImageSeen,
  Listener,
  NetworkSeen,
  PageSeen,
  PortHolder,
  VolumeSeen,
} from '../core/observation.ts';

/** What the observer is given. Each throws `Blocked` where the machine could not answer. */
export type ObservePorts = {
  readonly docker: Docker;
  readonly page: Page;
  readonly database: Database;
  readonly holders: PortHolders;
  readonly clock: Clock;
};

/** A Compose project as commands name it: nothing is left to the caller's shell. */
export type StackTarget = {
  /** The Compose project's name. */
  readonly name: string;
  /** `other`: the stack runs under another name than Compose would give it here, so a command must say it. */
  readonly naming: 'own' | 'other';
  /** The project folder, absolute. */
  readonly folder: string;
  /** The Compose files as Compose picks them, in order; none: Compose looks by itself. */
  readonly files: readonly string[];
};

export type EngineVersions = {
  readonly docker: string;
  readonly compose: string;
  /** The host at which ports published on all addresses are reached: `127.0.0.1`, or the engine's machine. */
  readonly publishedAt: string;
};

/** A Compose project of which the engine holds at least one container. */
export type StackFound = {
  readonly name: string;
  readonly folder: string;
  readonly running: number;
  /** Containers that are not one-offs of `docker compose run`. */
  readonly containers: number;
  /** The services that they are of, each once. */
  readonly services: readonly string[];
};

export type CommandOptions = {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Ends the command as if its time were over; unlike `signal` it does not end the run. */
  readonly giveUp?: AbortSignal;
  /** A line that Docker printed, control sequences stripped. */
  readonly onLine: (line: string) => void;
};

/** What a command did, and what the machine lacked for it. */
export type CommandOutcome = { readonly seen: CommandSeen; readonly lack?: Lack };

/** The Docker CLI. */
export interface Docker {
  /** Whether an engine and Compose answer. Throws `Blocked` with the lack where not. */
  engine(signal: AbortSignal): Promise<EngineVersions>;
  /** Every Compose project of the engine that has a container; one-offs do not count. */
  stacks(signal: AbortSignal): Promise<readonly StackFound[]>;
  /** The containers of a project as `docker compose ps -a` lists them, one-offs too, by service and name. */
  containers(
    target: StackTarget,
    signal: AbortSignal,
  ): Promise<{ readonly ps: CommandSeen; readonly containers: readonly ContainerSeen[] }>;
  /** The same containers once more; those that are gone are left out. */
  inspect(ids: readonly string[], signal: AbortSignal): Promise<readonly ContainerSeen[]>;
  networks(project: string, signal: AbortSignal): Promise<readonly NetworkSeen[]>;
  /** Volumes of the project, and volumes that are named although they are not the project's (`external`). */
  volumes(project: string, named: readonly string[], signal: AbortSignal): Promise<readonly VolumeSeen[]>;
  /** Compose's hash of each service as the files are now; undefined where Compose refuses them. */
  configHashes(target: StackTarget, signal: AbortSignal): Promise<Readonly<Record<string, string>> | undefined>;
  /** The last lines of a container's log, both streams in the order of time. */
  logs(id: string, lines: number, signal: AbortSignal): Promise<readonly string[]>;
  /** What an image starts a container with; undefined where it is gone. */
  image(id: string, signal: AbortSignal): Promise<Omit<ImageSeen, 'files'> | undefined>;
  /** The text of a file in a container, running or not: `null` where there is none, undefined where it could not be read. */
  fileIn(id: string, path: string, signal: AbortSignal): Promise<string | null | undefined>;
  /** Where the container's processes listen; undefined where it could not be asked. */
  listening(id: string, signal: AbortSignal): Promise<readonly Listener[] | undefined>;
  /** `build`: builds first. `start`: starts what is there. */
  up(target: StackTarget, how: 'build' | 'start', options: CommandOptions): Promise<CommandOutcome>;
  /** Stops and removes containers and networks; volumes stay. */
  down(target: StackTarget, options: CommandOptions): Promise<CommandOutcome>;
  restart(target: StackTarget, services: readonly string[], options: CommandOptions): Promise<CommandOutcome>;
  /** Calls whenever a container of the project changes, until aborted. Never throws: events only shorten a wait. */
  events(project: string, onChange: () => void, signal: AbortSignal): Promise<void>;
}

/** What GET answered; `body` whole, control sequences stripped. */
export type PageAnswer = Omit<PageSeen, 'ofProject' | 'afterMs' | 'goesRound'>;

export interface Page {
  /** GET, asked directly (no proxy), no redirect followed. Never throws but when aborted. */
  get(url: string, timeoutMs: number, signal: AbortSignal): Promise<PageAnswer>;
}

/** The sign-in that the page uses, resolved. */
export type SignIn = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** The containers through which a database can be asked, best first. */
export type Routes = {
  readonly web?: { readonly id: string; readonly service: string };
  /** Its own address on a network of the stack: 127.0.0.1 inside the official image trusts everybody. */
  readonly db?: { readonly id: string; readonly service: string; readonly address: string };
};

/** What a statement for the proof came to; `failed` carries the reason. */
export type RowSeen =
  | { readonly outcome: 'written' | 'found' | 'missing'; readonly statement: string; readonly answer: string }
  | { readonly outcome: 'failed'; readonly statement: string; readonly answer: string; readonly sqlState?: string };

export interface Database {
  /** Signs in as the page does; undefined where no container could carry the question. */
  ask(signIn: SignIn, routes: Routes, timeoutMs: number, signal: AbortSignal): Promise<DatabaseSeen | undefined>;
  /** Writes a row into a table of the tutor's own. */
  writeRow(signIn: SignIn, routes: Routes, token: string, timeoutMs: number, signal: AbortSignal): Promise<RowSeen>;
  /** Looks for that row, then removes the tutor's own schema. */
  readRow(signIn: SignIn, routes: Routes, token: string, timeoutMs: number, signal: AbortSignal): Promise<RowSeen>;
}

export interface PortHolders {
  /** Who listens on a TCP port of the engine's machine now. */
  holder(port: number, signal: AbortSignal): Promise<PortHolder['holder']>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits; ends early when aborted, without throwing. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
