import type { Span } from '../../core/span.ts';
import type { Piece } from './placed.ts';

/** How a command starts the web server, as far as it tells. */
export type ServerStart = {
  readonly kind: ServerKind;
  /** The word that names the server: `flask`, `gunicorn`, `app.py`. */
  readonly at: Span;
  /** Where it listens, as asked for: options first, then the environment, then the server's own default. */
  readonly binds: readonly Bind[];
  /** The application named by option, word or environment: `app:app`, `app.py`. Undefined where the server looks by itself. */
  readonly application?: Setting;
  /** The application is what a function gives (`--factory`, `--call`). */
  readonly factory?: 'factory';
  /** Python file that is run, as written, for `python-file`. */
  readonly script?: Setting;
  /** Module that is run with `-m`, for `python-module`. */
  readonly module?: Setting;
  /** What the server does not take, and ends at: an option it has not, a word too many. */
  readonly mistake?: {
    readonly why: 'option' | 'word';
    readonly text: string;
    readonly at: Span;
    readonly meant?: string;
  };
  /** The program that must be on PATH: `flask`, `python`; with its place. */
  readonly program: Setting;
  /** Absolute working folder when it starts, or undefined where it is not known. */
  readonly workdir: string | undefined;
  /** Environment as it is when it starts: the container's, changed by `export`, `env X=…` and the script. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of it that are set to what is not known. */
  readonly unknownVariables?: readonly string[];
  /** Commands that run before it, in order (migrations, waits); with their place. */
  readonly before: readonly { readonly words: readonly string[]; readonly span: Span }[];
  /** Scripts on the way from the container's command to the server. */
  readonly scripts: readonly string[];
};

export type ServerKind =
  | 'flask-run'
  | 'python-file'
  | 'python-module'
  | 'gunicorn'
  | 'uvicorn'
  | 'hypercorn'
  | 'waitress'
  | 'django-runserver'
  | 'http.server'
  | 'uwsgi'
  /** Python with no program: its prompt, which ends at once without a terminal. */
  | 'python-prompt'
  /** A shell or script that ends without starting a server. */
  | 'none'
  | 'unknown';

/** A host and port to listen on. `malformed`: not an address the server understands. */
export type Bind = {
  readonly host: Setting;
  readonly port: Setting;
  /** The whole of it where it is one word: `0.0.0.0:8000`. */
  readonly whole?: Setting;
  readonly form: 'address' | 'unix' | 'malformed' | 'unknown';
};

/** A value of a server's settings and where it comes from. `text` is undefined where it is not known. */
export type Setting = {
  readonly text: string | undefined;
  /** The text to change; undefined for a default and for a variable whose place only the caller knows. */
  readonly at?: Span;
  /** The variable of the environment that a shell took all of it from. */
  readonly variable?: string;
  /** What its parts come from, where a shell put it together. */
  readonly pieces?: readonly Piece[];
  readonly from:
    | { readonly kind: 'option'; readonly name: string; readonly nameAt: Span }
    | { readonly kind: 'word' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'file'; readonly file: string }
    | { readonly kind: 'default' };
};

/** What is known around a command when it starts. */
export type StartSurroundings = {
  /** The container's environment; values that are not known are left out and named in `unknownVariables`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly unknownVariables?: readonly string[];
  /** Absolute working folder, or undefined where it is not known. */
  readonly workdir: string | undefined;
  /** Python packages that are installed, by normalised name, where that is known: with python-dotenv `flask` reads `.flaskenv`. */
  readonly packages?: ReadonlySet<string>;
  /** Text of a file of the container by absolute path: where it stands in the project and what it says; undefined where it is not known. */
  readonly readFile: (path: string) => { readonly file: string; readonly text: string } | undefined;
};
