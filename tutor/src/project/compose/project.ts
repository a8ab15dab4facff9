import type { Span } from '../../core/span.ts';
import type { Mapping, Scalar, TreeNode } from './tree.ts';

/**
 * The typed view of a Compose project that checks, rules, forecast and pictures look at: short and long forms alike,
 * every value with its place. Made from the canonical tree where there is one and as far as it can be read.
 */
export type ComposeProject = {
  readonly name: string;
  /** Services of the active profiles, in the order of the file. */
  readonly services: readonly Service[];
  readonly networks: readonly DeclaredNetwork[];
  readonly volumes: readonly DeclaredVolume[];
  /** The key of each top-level section that is there: `services`, `networks`, `volumes`, … */
  readonly sections: ReadonlyMap<string, Span>;
};

export type Service = {
  readonly name: string;
  /** The service's key in the file. */
  readonly key: Span;
  /** Keys of the service as written (first file that gives them): `ports` → its text. */
  readonly keys: ReadonlyMap<string, Span>;
  readonly image?: Scalar;
  readonly build?: Build;
  readonly ports: readonly PortMapping[];
  readonly expose: readonly Scalar[];
  /** The environment the container gets, from `environment` and env files, resolved. */
  readonly environment: ReadonlyMap<string, Variable>;
  readonly envFiles: readonly EnvFile[];
  readonly networks: readonly Attachment[];
  readonly networkMode?: Scalar;
  readonly mounts: readonly Mount[];
  readonly dependsOn: readonly Dependency[];
  readonly command?: Command;
  readonly entrypoint?: Command;
  readonly healthcheck?: Healthcheck;
  readonly containerName?: Scalar;
  readonly hostname?: Scalar;
  readonly restart?: Scalar;
  readonly workingDir?: Scalar;
  readonly user?: Scalar;
  /** Names given by `links`, `extra_hosts` that this service can resolve. */
  readonly extraHosts: readonly string[];
  /** The service in the canonical tree, for what the view does not name. */
  readonly node: Mapping;
  /** The service as merged, before short forms are made long. */
  readonly source: Mapping;
};

export type Build = {
  /** Folder relative to the project; absolute paths and URLs as they stand. */
  readonly context: string;
  readonly contextAt: Span;
  /** The text of the folder, with what filled it in. */
  readonly contextText: Scalar;
  /** Path relative to the project folder, or undefined where `dockerfile_inline` is used. */
  readonly dockerfile: string | undefined;
  readonly dockerfileAt?: Span;
  readonly dockerfileText?: Scalar;
  readonly inline?: Scalar;
  readonly target?: Scalar;
  readonly args: ReadonlyMap<string, Variable>;
};

/** A variable's resolved value. `value` null: passed through and not set anywhere. */
export type Variable = {
  readonly name: string;
  readonly value: string | null;
  /** The key's text: in a list item its part before `=`. */
  readonly key: Span;
  /** The value with its pieces; for a list item the pieces start after `=`. */
  readonly scalar: Scalar;
  /** Where it is set. */
  readonly from: 'environment' | 'env_file' | 'args';
  /** The whole list item, where it is one. */
  readonly item?: Span;
};

export type EnvFile = { readonly path: string; readonly at: Span; readonly required: boolean };

export type PortMapping = {
  /** The whole entry. */
  readonly at: Span;
  /** Container port(s). */
  readonly target: number;
  readonly targetAt: Span;
  /** The text of the container port, with what filled it in. */
  readonly targetText: Scalar;
  /** Host port as written (`8000`, `8000-8005`), or undefined where the engine chooses. */
  readonly published: string | undefined;
  readonly publishedAt?: Span;
  /** The text of the host port, with what filled it in. */
  readonly publishedText?: Scalar;
  readonly hostAddress?: string;
  readonly protocol: string;
  readonly protocolAt?: Span;
  /** The text of the protocol, with what filled it in. */
  readonly protocolText?: Scalar;
};

export type Attachment = {
  readonly network: string;
  readonly at: Span;
  readonly aliases: readonly string[] /** Joined because the service names no network. */;
  readonly implicit: boolean;
};

export type Mount = {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'anonymous' | 'other';
  /** Volume name, or host path as resolved relative to the project (binds), or `''`. */
  readonly source: string;
  readonly sourceAt?: Span;
  readonly target: string;
  readonly targetAt: Span;
  readonly readOnly: boolean;
  readonly readOnlyAt?: Span;
  readonly at: Span;
};

export type Dependency = {
  readonly service: string;
  readonly at: Span;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly conditionAt?: Span;
  readonly required: boolean;
};

/** A command after Compose's own splitting of a string form. */
export type Command = {
  readonly words: readonly string[];
  readonly form: 'string' | 'list';
  readonly at: Span;
  readonly wordsAt: readonly Span[];
};

export type Healthcheck = {
  readonly test?: { readonly words: readonly string[]; readonly form: 'string' | 'list'; readonly at: Span };
  readonly disabled: boolean;
  readonly at: Span;
};

export type DeclaredNetwork = {
  readonly name: string;
  readonly key: Span;
  readonly driver?: Scalar;
  readonly external: boolean;
  readonly externalAt?: Span;
  readonly internal: boolean;
  readonly realName?: Scalar;
  readonly used: boolean;
};

export type DeclaredVolume = {
  readonly name: string;
  readonly key: Span;
  readonly external: boolean;
  readonly externalAt?: Span;
  readonly driver?: Scalar;
  readonly realName?: Scalar;
  readonly node: TreeNode;
  readonly used: boolean;
};
