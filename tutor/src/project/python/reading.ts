import type { Span } from '../../core/span.ts';
import type { Symbolic } from './symbolic.ts';

/** One reading of a Python module. Everything that could be read, whatever is wrong with it. */
export type PythonReading = {
  readonly file: string;
  readonly fault?: PythonFault;
  /** Why the file was not read at all; callers stay silent about it. */
  readonly beyond?: 'too-large' | 'too-deep';
  /** The newest syntax in it, where not every Python 3 reads it: `3.12`. */
  readonly needsPython?: { readonly minor: string; readonly at: Span; readonly what: string };
  /** No statement but perhaps comments and a docstring. */
  readonly empty: boolean;
  readonly imports: readonly PythonImport[];
  /** Every read of an environment variable, wherever it stands. */
  readonly environmentReads: readonly EnvironmentRead[];
  readonly dotenvLoads: readonly DotenvLoad[];
  /** Web applications: `app = Flask(__name__)`, FastAPI(), … */
  readonly applications: readonly Application[];
  readonly blueprints: readonly Blueprint[];
  /** Every `register_blueprint` and `include_router`, also of blueprints that other modules make. */
  readonly registrations: readonly Registration[];
  readonly routes: readonly Route[];
  /** Routes that are none in the end, with what undoes them. */
  readonly lostRoutes?: readonly LostRoute[];
  /** `app.run(…)`, `uvicorn.run(…)`, `serve(app, …)`, `HTTPServer(…)`. */
  readonly runs: readonly ServerRun[];
  /** What `__name__` is compared with in a guard that is never true: `'__man__'`. */
  readonly guardSlip?: Span;
  readonly connections: readonly Connection[];
  /** Names that are used and that nothing in the module can define; conservative. */
  readonly undefinedNames: readonly NameUse[];
  /** Names taken from a library's module that does not have them, and has one nearly like it. */
  readonly misspeltAttributes?: readonly AttributeSlip[];
  /** Queries that SQLAlchemy is given as plain texts. */
  readonly plainQueries?: readonly Span[];
  /** What it is written with, most telling first. */
  readonly frameworks: readonly Framework[];
  /** Names bound at module level, with the place of the first binding: what `module:object` can name. */
  readonly names: ReadonlyMap<string, ModuleName>;
  /** Module-level `from x import *`: any name may be there. */
  readonly open: boolean;
};

export type Framework =
  | 'flask'
  | 'fastapi'
  | 'starlette'
  | 'django'
  | 'bottle'
  | 'http.server'
  | 'quart'
  | 'aiohttp'
  | 'tornado';

/** Why Python would not read the module (SyntaxError and its kin). The first one only, as Python itself says it. */
export type PythonFault = {
  readonly kind:
    | 'bracket-open' // [bracket]
    | 'bracket-unmatched' // [bracket, opened?]; other: the opening one
    | 'string-open' // [quote]
    | 'colon-missing' // [statement]
    | 'indentation-missing' // [statement] a block is expected
    | 'indentation-unexpected'
    | 'indentation-uneven' // dedent that fits no outer level
    | 'tabs-and-spaces'
    | 'print-statement'
    | 'assignment-in-condition' // `if a = b`
    | 'cannot-assign' // [to] `f() = 1`
    | 'comma-missing'
    | 'block-incomplete' // `try` without `except`
    | 'character' // [character] curly quotes, a no-break space, `$`
    | 'apostrophe' // `'It's'`
    | 'package-name' // [word, meant] `import psycopg2-binary`
    | 'foreign-word' // [word, meant] `catch`, `retrun`
    | 'misplaced' // [word] return outside a function, await outside async
    | 'syntax'; // [text]
  readonly at: Span;
  readonly other?: Span;
  readonly words: Readonly<Record<string, string>>;
};

/** One module named by an import statement. */
export type PythonImport = {
  /** `flask`, `flask.views`; `''` for `from . import x`. */
  readonly module: string;
  readonly moduleAt: Span;
  /** Dots before it: 0 for an absolute import. */
  readonly level: number;
  /** Names taken from it; undefined for `import x`. */
  readonly names: readonly ImportedName[] | undefined;
  /** What `import x.y as z` binds. */
  readonly binds: string | undefined;
  readonly star: boolean;
  readonly span: Span;
  readonly when: ImportTime;
};

export type ImportedName = { readonly name: string; readonly as: string; readonly span: Span };

/** Whether the import is run when the module is imported, and whether its failure is caught. */
export type ImportTime = 'always' | 'guarded' | 'in-function' | 'conditional' | 'type-checking';

export type EnvironmentRead = {
  readonly name: string;
  readonly nameAt: Span;
  readonly span: Span;
  /** `subscript` raises KeyError when it is not set. */
  readonly how: 'subscript' | 'get' | 'library';
  readonly fallback?: Symbolic;
  /** Function in which it stands; undefined at module level. */
  readonly inFunction: string | undefined;
};

export type DotenvLoad = {
  /** The environment is overridden by the file: `load_dotenv(override=True)`. */
  readonly wins: 'environment' | 'file';
  readonly path?: Symbolic;
  readonly span: Span;
  readonly overrideAt?: Span;
};

export type Application = {
  /** Name it is bound to: `app`. */
  readonly name: string;
  readonly framework: Framework;
  readonly span: Span;
  /** The factory function that makes it, where it is not made at module level. */
  readonly factory: string | undefined;
  /** The name of that factory, where it gives nothing back. */
  readonly keptAt?: Span;
};

export type Blueprint = {
  readonly name: string;
  /** `url_prefix` at its making. */
  readonly prefix: string | undefined;
  readonly span: Span;
  /** Where it is registered in this module. */
  readonly registered: readonly Registration[];
};

export type Registration = {
  /** The blueprint as named there: `bp`, `views.bp`; `''` where it has no name of its own. */
  readonly blueprint: string;
  readonly on: string;
  readonly prefix: string | undefined;
  readonly span: Span;
  readonly inFunction: string | undefined;
};

export type Route = {
  /** Path as written; undefined where it is no constant. */
  readonly path: string | undefined;
  readonly pathAt: Span;
  /** Application or blueprint it hangs on. */
  readonly on: string;
  readonly methods: readonly string[];
  /** Function that answers, where it stands in this module. */
  readonly view: string | undefined;
  /** The function is `async`. */
  readonly runs?: 'async';
  readonly viewAt: Span;
  readonly span: Span;
};

/** A route of an application that is made anew below it: `at` is the second making. */
export type LostRoute = { readonly route: Route; readonly at: Span };

/** A call that starts a server. */
export type ServerRun = {
  readonly server:
    | 'flask'
    | 'uvicorn'
    | 'waitress'
    | 'http.server'
    | 'hypercorn'
    | 'gevent'
    | 'socketio'
    | 'aiohttp'
    | 'bottle'
    | 'werkzeug';
  readonly host?: Symbolic;
  readonly port?: Symbolic;
  readonly debug?: Symbolic;
  /** Waitress's `listen="0.0.0.0:8000"`. */
  readonly listen?: Symbolic;
  /** Arguments that could not be told (`**options`). */
  readonly open: boolean;
  readonly application?: string;
  readonly span: Span;
  readonly calleeAt: Span;
  readonly reached: 'import' | 'main' | 'function';
  readonly inFunction: string | undefined;
};

/** A call that connects to PostgreSQL, or configures the address for one. */
export type Connection = {
  readonly library:
    | 'psycopg2'
    | 'psycopg'
    | 'asyncpg'
    | 'sqlalchemy'
    | 'flask-sqlalchemy'
    | 'pg8000'
    | 'psycopg_pool'
    | 'databases'
    | 'peewee'
    | 'django'
    | 'other';
  /** The one address, where it is given as one. */
  readonly address?: Symbolic;
  /** Separate arguments by libpq's name: host, port, user, password, dbname. */
  readonly parts: Readonly<Partial<Record<ConnectionPart, Symbolic>>>;
  /** Arguments that could not be told (`**config`). */
  readonly open: boolean;
  /** The function that is called, by its qualified name, and every argument that it is given by name; none where a setting connects. */
  readonly callee?: string;
  readonly words?: readonly ConnectionWord[];
  readonly span: Span;
  readonly calleeAt: Span;
  readonly inFunction: string | undefined;
  /** Connects at import, or only when a function is called. `configures`: opens nothing by itself. */
  readonly when: 'import' | 'main' | 'function';
  readonly opens: 'at-once' | 'on-use';
  /** An exception is caught around it. */
  readonly guarded: boolean;
  /** It is tried again in a loop. */
  readonly retried: boolean;
};

/** `at`: the name itself, where it stands in the call. */
export type ConnectionWord = { readonly name: string; readonly at?: Span; readonly value: Symbolic };

export type ConnectionPart = 'host' | 'port' | 'user' | 'password' | 'dbname';

export type NameUse = {
  readonly name: string;
  readonly span: Span;
  readonly nearest?: string;
  /** The first place that gives it a value, where that stands behind the use. */
  readonly laterAt?: Span;
};

/** `psycopg2.conect`: `span` is the name behind the dot. */
export type AttributeSlip = {
  readonly module: string;
  readonly name: string;
  readonly meant: string;
  readonly span: Span;
};

/** What a module-level name is bound to. */
export type ModuleName = {
  readonly kind: 'function' | 'class' | 'import' | 'assignment' | 'other';
  readonly span: Span;
};
