import type { Evidence } from './evidence.ts';
import type { Lack } from './lack.ts';

/**
 * What the engine, the page and the database said in one run: plain data, gathered once by `observe/`,
 * looked at by checks and rules, and so by construction the evidence that is shown. It can be written to a file and read back.
 */
export type Observation =
  /** Nobody asked (`--engine off`), or only file steps were judged. */
  | { readonly engine: 'off' }
  /** Somebody asked and the machine could not answer. */
  | { readonly engine: 'absent'; readonly lack: Lack }
  | {
      readonly engine: 'observed';
      readonly docker: string;
      readonly compose: string;
      readonly stack: StackSeen;
      /** What was there once `down` had ended, where it was asked for: `teardown` is judged by it, `deploy` by `stack`. */
      readonly afterDown?: StackLeft;
    };

/** What the engine holds of a Compose project, without asking what it does. */
export type StackLeft = Pick<StackSeen, 'project' | 'containers' | 'networks' | 'volumes'>;

/** The learner's Compose project as the engine holds it. Empty lists where nothing is there. */
export type StackSeen = {
  /** Name of the Compose project that was looked at. */
  readonly project: string;
  /** How that project was found (contract, *Which stack*): by Compose's own name, by its folder, or no container is there. */
  readonly foundBy?: 'name' | 'folder' | 'nothing';
  readonly containers: readonly ContainerSeen[];
  readonly networks: readonly NetworkSeen[];
  readonly volumes: readonly VolumeSeen[];
  /** `docker compose ps -a`, as it answered. */
  readonly ps?: CommandSeen;
  /** What `up` did in this run, where it was asked for. */
  readonly up?: CommandSeen;
  /** What the machine lacked while `up` ran: then `deploy` is blocked, not failed. */
  readonly lack?: Lack;
  /** How long the stack was given to become ready, in milliseconds, and what it was last waited for. */
  readonly waited?: { readonly ms: number; readonly ended: 'settled' | 'timeout'; readonly for?: string };
  /** Compose's own hash of each service as its files are now; absent where Compose refuses them. */
  readonly configHashes?: Readonly<Record<string, string>>;
  /** What `down` did in this run, where it was asked for. */
  readonly down?: CommandSeen;
  /** What the image that the web runs on holds of the project's files; absent where it was made in this run, or could not be looked at. */
  readonly webImage?: ImageSeen;
  /** Last lines of each service's log, control sequences stripped. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
  /** The page, where a port is published by the engine. */
  readonly page?: PageSeen;
  /** The text that a working page holds, where the chapter names one. */
  readonly pageText?: string;
  /** The database asked over the learner's own network. */
  readonly database?: DatabaseSeen;
  /** Who holds a port that the project could not take. */
  readonly portHolders: readonly PortHolder[];
  /** `--prove`: a row written before `down` was there after `up`. */
  readonly proof?: ProofSeen;
  /** What `deploy` saw earlier, for the files as they are now (contract, *deploy and teardown*). */
  readonly remembered?: { readonly deployPassedAt: string };
};

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export type ContainerSeen = {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** The Compose file has no such service any more. */
  readonly leftOver?: true;
  readonly image: string;
  readonly state: ContainerState;
  /** `''` where the service has no healthcheck. */
  readonly health: '' | 'starting' | 'healthy' | 'unhealthy';
  /** What the last run of its healthcheck printed; absent where it has none, or printed nothing. */
  readonly healthSays?: string;
  readonly exitCode: number;
  /** The engine's own error, kept when a container could not start. */
  readonly error: string;
  readonly oomKilled: boolean;
  readonly restartCount: number;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Compose's own hash of the configuration the container was made with. */
  readonly configHash: string;
  /** The Compose that made the container: only the same one is sure to count the same hash. */
  readonly composeVersion?: string;
  readonly imageId: string;
  /** What the engine really published. */
  readonly published: readonly PublishedPort[];
  /** Names of the networks it is on, with its aliases there. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** Its own address on each of these networks; `''` while it does not run. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Where its processes accept TCP connections, as the kernel says from inside it; absent where that was not asked. */
  readonly listens?: readonly Listener[];
  readonly mounts: readonly MountSeen[];
  readonly oneOff: boolean;
};

/** What a container's image is started with, and files in the container by their absolute path: `null` where there is none. */
export type ImageSeen = {
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly files: Readonly<Record<string, string | null>>;
};

export type PublishedPort = {
  readonly address: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
};

/** A TCP port that is listened on: `0.0.0.0`, `::`, `127.0.0.1`, … */
export type Listener = { readonly address: string; readonly port: number };

export type MountSeen = {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'other';
  readonly name: string;
  readonly target: string;
};

export type NetworkSeen = {
  readonly name: string /** The name in the Compose file, from its label. */;
  readonly key: string;
  readonly driver: string;
  /** Names of the containers that are attached to it, of this project or not. */
  readonly attached?: readonly string[];
};

export type VolumeSeen = { readonly name: string; readonly key: string; readonly createdAt: string };

/** A Docker command that was run. Output has control sequences stripped and is bounded. */
export type CommandSeen = {
  readonly command: readonly string[];
  readonly exitCode: number | null;
  readonly output: string /** Why it did not end by itself. */;
  readonly ended: 'by-itself' | 'timeout' | 'cancelled';
};

/** What GET / answered, or the way it failed. */
export type PageSeen = {
  readonly url: string;
  readonly outcome: 'answered' | 'refused' | 'reset' | 'timeout' | 'unreachable' | 'malformed';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** At most 1 MB is read; at most 4,000 units are kept, among them the text that was waited for. */
  readonly body?: string;
  /** The socket's or the client's own words where it failed. */
  readonly error?: string;
  /** Where the redirects lead from here one after the other, where they come back to an address that they were at. */
  readonly goesRound?: readonly string[];
  /** Whether the port is published by a container of the project. */
  readonly ofProject: boolean;
  /** How long until this answer, in milliseconds. */
  readonly afterMs: number;
};

/** What PostgreSQL said to the sign-in of DATABASE_URL, asked through the learner's own network. */
export type DatabaseSeen = {
  /** `db:5432 as user`. */
  readonly target: string;
  /** The service whose network was used. */
  readonly through: string;
  readonly outcome: 'signed-in' | 'refused-sign-in' | 'unresolved' | 'refused' | 'timeout' | 'failed';
  /** `server_version_num`, e.g. 160014. */
  readonly versionNumber?: number;
  readonly sqlState?: string;
  readonly message?: string;
};

export type PortHolder = {
  readonly port: number;
  /** A container by its name and Compose project, a process by its name, or nobody could be named. */
  readonly holder:
    | { readonly kind: 'container'; readonly name: string; readonly project: string; readonly service: string }
    | { readonly kind: 'process'; readonly name: string; readonly pid: number }
    | { readonly kind: 'unknown' }
    /** The port is free again. */
    | { readonly kind: 'nobody' };
};

export type ProofSeen = {
  readonly outcome: 'kept' | 'lost' | 'not-possible';
  readonly evidence: readonly Evidence[];
  readonly message: string;
};
