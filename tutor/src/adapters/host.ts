import { homedir } from 'node:os';
import { join } from 'node:path';

/** Facts about the machine and the caller's shell. */
export type Host = {
  readonly platform: NodeJS.Platform;
  /** The caller's variables without those of Compose: what commands run with and what interpolation sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the `COMPOSE_*` variables of the caller's shell, sorted: set aside (contract, *Which stack*). */
  readonly setAside: readonly string[];
  readonly home: string;
  readonly folder: string;
  /** Where the tutor remembers things between runs. */
  readonly stateFolder: string;
  readonly terminal: TerminalFacts;
};

/** What is known of the terminal without asking it. */
export type TerminalFacts = {
  readonly stdin: 'terminal' | 'other';
  readonly stdout: 'terminal' | 'other';
  readonly stderr: 'terminal' | 'other';
  /** Absent where stdout is no terminal. */
  readonly columns?: number;
  readonly rows?: number;
  /** `asked`: FORCE_COLOR; `refused`: NO_COLOR, or a terminal that knows none. */
  readonly colour: 'asked' | 'refused' | 'by-terminal';
  readonly unicode: 'yes' | 'no';
  /** `CI` is set to something. */
  readonly ci: 'yes' | 'no';
  readonly reader: 'screen' | 'spoken';
};

/** The part of Node's `process` that the facts come from. */
export type ProcessFacts = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: () => string;
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: StreamFacts;
  readonly stderr: { readonly isTTY?: boolean };
};

type StreamFacts = { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** Reads the facts; `process` in the program, a table in tests. */
export function hostFacts(from: ProcessFacts): Host {
  const { environment, setAside } = splitEnvironment(from.env, from.platform);
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  return {
    platform: from.platform,
    environment,
    setAside,
    home,
    folder: from.cwd(),
    stateFolder: stateFolder(from.platform, environment, home),
    terminal: terminalFacts(from),
  };
}

/** The one line on stderr that says which variables were set aside; undefined where none was. */
export function saySetAside(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const verb = names.length === 1 ? 'is' : 'are';
  return `${names.join(', ')} of your shell ${verb} set aside; put such settings in the project's .env`;
}

function splitEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): { readonly environment: Record<string, string>; readonly setAside: readonly string[] } {
  const environment: Record<string, string> = {};
  const setAside: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    // Windows does not tell upper from lower case in names.
    const known = platform === 'win32' ? name.toUpperCase() : name;
    if (known.startsWith('COMPOSE_')) setAside.push(name);
    else environment[name] = value;
  }
  return { environment, setAside: setAside.sort() };
}

function stateFolder(platform: NodeJS.Platform, env: Readonly<Record<string, string>>, home: string): string {
  const asked = env.XDG_STATE_HOME;
  if (asked !== undefined && asked !== '') return join(asked, 'compose-tutor');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'compose-tutor');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'compose-tutor', 'State');
  return join(home, '.local', 'state', 'compose-tutor');
}

function terminalFacts(from: ProcessFacts): TerminalFacts {
  const { env, stdout } = from;
  const size =
    stdout.isTTY === true && stdout.columns !== undefined && stdout.rows !== undefined
      ? { columns: stdout.columns, rows: stdout.rows }
      : {};
  return {
    stdin: kindOf(from.stdin),
    stdout: kindOf(stdout),
    stderr: kindOf(from.stderr),
    ...size,
    colour: colour(env),
    unicode: unicode(env, from.platform),
    ci: isSet(env.CI) && env.CI !== 'false' ? 'yes' : 'no',
    reader: isSet(env.INK_SCREEN_READER) || isSet(env.ACCESSIBLE) ? 'spoken' : 'screen',
  };
}

function kindOf(stream: { readonly isTTY?: boolean }): 'terminal' | 'other' {
  return stream.isTTY === true ? 'terminal' : 'other';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** NO_COLOR wins where both are set (no-color.org); FORCE_COLOR=0 refuses. */
function colour(env: ProcessFacts['env']): TerminalFacts['colour'] {
  if (isSet(env.NO_COLOR)) return 'refused';
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force === '0' || force === 'false' ? 'refused' : 'asked';
  return env.TERM === 'dumb' ? 'refused' : 'by-terminal';
}

function unicode(env: ProcessFacts['env'], platform: NodeJS.Platform): 'yes' | 'no' {
  if (env.TERM === 'linux' || env.TERM === 'dumb') return 'no';
  // Windows Terminal and the terminals of editors say so; the old console has no code page for it.
  if (platform === 'win32') return isSet(env.WT_SESSION) || isSet(env.TERM_PROGRAM) ? 'yes' : 'no';
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(isSet);
  // macOS leaves LANG out in some terminals and shows UTF-8 all the same.
  if (locale === undefined) return platform === 'darwin' ? 'yes' : 'no';
  return /utf-?8/i.test(locale) ? 'yes' : 'no';
}
