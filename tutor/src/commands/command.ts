import type { Host } from '../adapters/host.ts';

/** One option of a command, as `--help` shows it. */
export type CommandOption = {
  readonly type: 'boolean' | 'string';
  /** May be given several times. */
  readonly multiple?: true;
  readonly short?: string;
  /** Name of the value in `--help`: `DIR`. */
  readonly value?: string;
  /** What it does, one line. */
  readonly says: string;
};

/** A verb of the command line: a file under `commands/` that exports it as `command`. */
export type Command = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Positionals as shown behind the name: `[STEP…]`. */
  readonly arguments: string;
  /** How many positionals it takes. */
  readonly takes: { readonly least: number; readonly most: number };
  readonly options: Readonly<Record<string, CommandOption>>;
  /** A paragraph for `--help`, plain text. */
  readonly about: string;
  /** Where it stands in the list of commands; lower first. */
  readonly order: number;
  /** Answers the exit code. Throws {@link UsageError} for words it cannot take. */
  readonly run: (invocation: Invocation) => Promise<number>;
};

/** What a command is called with. */
export type Invocation = {
  readonly positionals: readonly string[];
  readonly options: Options;
  readonly world: World;
};

/** Parsed options with typed access. */
export type Options = {
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
};

/** The process around a command. */
export type World = {
  readonly host: Host;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Aborted by Ctrl-C and its kin. */
  readonly signal: AbortSignal;
};

/** Exit codes of the contract. */
export const EXIT = { passed: 0, work: 1, unknown: 2 } as const;

/** Words on the command line that cannot be taken: said on stderr, exit 2, stdout stays empty. */
export class UsageError extends Error {
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.name = 'UsageError';
    this.help = help;
  }
}

/** The tutor could not tell, for a reason outside the learner's work: one sentence on what is so, one on what to do; exit 2. */
export class CannotTell extends Error {
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.name = 'CannotTell';
    this.help = help;
  }
}
