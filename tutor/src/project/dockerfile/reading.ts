import type { Span } from '../../core/span.ts';
import type { PlacedText } from '../shell/placed.ts';
import type { DockerfileFault } from './fault.ts';
import type { StageImage } from './stage-image.ts';

/** One reading of a Dockerfile. Everything that could be read, whatever is wrong with it. */
export type DockerfileReading = {
  readonly file: string;
  /** `# syntax=`, `# escape=`, `# check=` at the top. */
  readonly directives: readonly Directive[];
  /** Every instruction in the order of the file, also those before the first FROM. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly faults: readonly DockerfileFault[];
  /** Build arguments the reading was made with. */
  readonly buildArguments: BuildArguments;
  /** Why the file was not read to its end. Callers stay silent about what may stand behind. */
  readonly beyond?: 'too-large';
};

/** What a build is given from outside. */
export type BuildGiven = {
  /** Compose's `build.args`, resolved. */
  readonly arguments?: BuildArguments;
  /** Names of Compose's `build.additional_contexts`: `FROM` and `--from` can name them. */
  readonly contexts?: readonly string[];
  /** Blanks before every line, where it stands inside another file. */
  readonly indent?: number;
};

export type BuildArguments = Readonly<Record<string, string>>;

export type Directive = { readonly name: string; readonly value: string; readonly span: Span };

/**
 * A word of an instruction. `raw` is the text as written, without quotes; `text` has variables filled in,
 * and is undefined where a variable's value is not known from the files (a platform argument, a value of the base image).
 */
export type Value = { readonly raw: string; readonly text: string | undefined; readonly span: Span };

/** `--from=builder`; the value's place is the part behind `=`. */
export type Flag = { readonly name: string; readonly value: Value; readonly span: Span };

/** One stage: FROM and what follows it. */
export type Stage = {
  /** 0 for the first. */
  readonly number: number;
  /** `AS name`, in lower case as Docker compares it. */
  readonly name: string | undefined;
  readonly nameAt?: Span;
  readonly from: FromInstruction;
  /** The stage that FROM names, where it names one. */
  readonly parent: number | undefined;
  /** Instructions behind FROM. */
  readonly instructions: readonly Instruction[];
  /** ARGs in scope at its end: null where one has no value, undefined where it is not known. */
  readonly arguments: ReadonlyMap<string, string | null | undefined>;
  /** What it makes, with what it inherits. */
  readonly image: StageImage;
};

type Common = {
  readonly keywordAt: Span;
  /** The whole instruction, without the line's end. */
  readonly span: Span;
  /** Number of the stage it belongs to; -1 before the first FROM. */
  readonly stage: number;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags. */
  readonly argument: PlacedText;
};

export type FromInstruction = Common & {
  readonly keyword: 'FROM';
  /** The image or stage as named. */
  readonly image: Value;
  readonly reference: ImageReference | undefined;
  readonly platform?: Value;
  readonly alias?: Value;
};

/** An image's name taken apart, with the place of each part. */
export type ImageReference = {
  readonly registry?: string;
  /** `python`, `bitnami/python`; without registry and `library/`. */
  readonly repository: string;
  readonly repositoryAt: Span;
  readonly tag?: string;
  readonly tagAt?: Span;
  readonly digest?: string;
  readonly digestAt?: Span;
};

/** `ARG NAME=default`; several on one line are several entries. */
export type ArgInstruction = Common & { readonly keyword: 'ARG'; readonly variables: readonly Declared[] };
export type EnvInstruction = Common & { readonly keyword: 'ENV'; readonly variables: readonly Declared[] };
export type LabelInstruction = Common & { readonly keyword: 'LABEL'; readonly variables: readonly Declared[] };

/** A name that is given a value. ARG without default has no value. */
export type Declared = { readonly name: string; readonly nameAt: Span; readonly value?: Value; readonly span: Span };

export type WorkdirInstruction = Common & {
  readonly keyword: 'WORKDIR';
  readonly path: Value;
  /** Absolute path after this instruction, or undefined where it is not known. */
  readonly resolved: string | undefined;
};

export type CopyInstruction = Common & {
  readonly keyword: 'COPY' | 'ADD';
  readonly form: 'words' | 'json';
  readonly sources: readonly Value[];
  readonly destination: Value | undefined;
  /** Absolute destination; ends in `/` where it is meant as a folder. Undefined where it is not known. */
  readonly resolved: string | undefined;
  /** Files written in the Dockerfile itself (`COPY <<EOF /app/x`). */
  readonly heredocs: readonly Heredoc[];
  readonly from?: CopyFrom;
  readonly chown?: Value;
  readonly chmod?: Value;
};

/** What `--from` names. */
export type CopyFrom = {
  readonly value: Value;
  readonly target:
    | { readonly kind: 'stage'; readonly stage: number }
    /** Not a stage: Docker takes it for an image (or a build context given from outside). */
    | { readonly kind: 'image' }
    | { readonly kind: 'unknown' };
};

export type Heredoc = {
  readonly name: string;
  readonly nameAt: Span;
  readonly body: PlacedText;
  /** Variables in it stay as they are (`<<'EOF'`). */
  readonly verbatim: boolean;
  readonly closed: boolean;
};

export type RunInstruction = Common & {
  readonly keyword: 'RUN';
  readonly command: CommandLine;
  readonly heredocs: readonly Heredoc[];
  readonly mounts: readonly Flag[];
  /** Working folder in which it runs. */
  readonly workdir: string | undefined;
};

export type CommandInstruction = Common & {
  readonly keyword: 'CMD' | 'ENTRYPOINT';
  readonly command: CommandLine;
};

/** How a command is written. */
export type CommandLine =
  | { readonly form: 'exec'; readonly words: readonly Value[]; readonly span: Span }
  | {
      readonly form: 'shell';
      /** The text given to the shell. */
      readonly source: PlacedText;
      readonly span: Span;
      /** It begins like an exec form and is not JSON, so Docker hands it to the shell as it stands. */
      readonly almostExec?: AlmostExec;
    };

export type AlmostExec = {
  readonly why:
    | 'text-behind'
    | 'single-quotes'
    | 'curly-quotes'
    | 'missing-comma'
    | 'trailing-comma'
    | 'unclosed'
    | 'not-text'
    | 'other';
  /** The character(s) that break it. */
  readonly span: Span;
  /** The words as they were meant, where that can be told. */
  readonly meant: readonly string[];
};

export type ExposeInstruction = Common & { readonly keyword: 'EXPOSE'; readonly ports: readonly ExposedPort[] };

/** One word of EXPOSE. `from` and `to` are equal but for a range; undefined where the value is not known or no port. */
export type ExposedPort = {
  readonly value: Value;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly protocol: string;
};

export type UserInstruction = Common & { readonly keyword: 'USER'; readonly user: Value };
export type ShellInstruction = Common & { readonly keyword: 'SHELL'; readonly words: readonly Value[] };
export type StopSignalInstruction = Common & { readonly keyword: 'STOPSIGNAL'; readonly signal: Value };
export type VolumeInstruction = Common & { readonly keyword: 'VOLUME'; readonly paths: readonly Value[] };
export type MaintainerInstruction = Common & { readonly keyword: 'MAINTAINER' };
export type HealthcheckInstruction = Common & {
  readonly keyword: 'HEALTHCHECK';
  /** Undefined for `HEALTHCHECK NONE`. */
  readonly command: CommandLine | undefined;
};
/** `ONBUILD X`: runs in images built FROM this one, never in this one. */
export type OnbuildInstruction = Common & {
  readonly keyword: 'ONBUILD';
  /** Keyword of the instruction behind it, in capitals; the argument begins with it. */
  readonly inner: string;
};
/** A word that is no instruction. */
export type UnknownInstruction = Common & { readonly keyword: 'UNKNOWN'; readonly word: string };

export type Instruction =
  | FromInstruction
  | ArgInstruction
  | EnvInstruction
  | LabelInstruction
  | WorkdirInstruction
  | CopyInstruction
  | RunInstruction
  | CommandInstruction
  | ExposeInstruction
  | UserInstruction
  | ShellInstruction
  | StopSignalInstruction
  | VolumeInstruction
  | MaintainerInstruction
  | HealthcheckInstruction
  | OnbuildInstruction
  | UnknownInstruction;
