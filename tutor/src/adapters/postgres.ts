import type { Duplex } from 'node:stream';
import type { Client, DatabaseError } from 'pg';
import type { DatabaseSeen } from '../core/observation.ts';
import { stripControls } from '../core/text.ts';
import type { Database, Routes, RowSeen, SignIn } from '../observe/ports.ts';
import type { BytePipe, Ran } from './process.ts';

/** Runs a program inside a container, its stdin and stdout as one byte stream. */
export interface ContainerPipes {
  pipe(container: string, argv: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<BytePipe>;
}

/**
 * Speaks PostgreSQL to a database that is published nowhere: bytes go through a program inside a container of the stack.
 * Through the web container it stands where the page stands: the same names, the same network.
 */
export function databaseThrough(pipes: ContainerPipes): Database {
  const session = sessionsThrough(pipes);
  return {
    async ask(signIn, routes, timeoutMs, signal) {
      const ended = await session(signIn, routes, timeoutMs, signal, serverVersion);
      if (ended === undefined) return undefined;
      const { route } = ended;
      const seen = { target: route.target, through: route.service };
      if (ended.kind === 'done') return { ...seen, outcome: 'signed-in', versionNumber: ended.value };
      return { ...seen, ...ended.failure };
    },

    writeRow: (signIn, routes, token, timeoutMs, signal) =>
      asRow(
        INSERT,
        session(signIn, routes, timeoutMs, signal, (client) => write(client, token)),
      ),

    readRow: (signIn, routes, token, timeoutMs, signal) =>
      asRow(
        SELECT,
        session(signIn, routes, timeoutMs, signal, (client) => read(client, token)),
      ),
  };
}

/** A schema of the tutor's own: nothing of the learner's can be in it. */
const SCHEMA = 'compose_tutor_proof';
const INSERT = `INSERT INTO ${SCHEMA}.rows (token) VALUES ($1)`;
const SELECT = `SELECT written_at FROM ${SCHEMA}.rows WHERE token = $1`;
/** `undefined_table`, `invalid_schema_name`: the table is not there, so neither is the row. */
const NO_TABLE = new Set(['42P01', '3F000']);

async function serverVersion(client: Client): Promise<number> {
  const answer = await client.query<{ number: string }>("SELECT current_setting('server_version_num') AS number");
  return Number(answer.rows[0]?.number);
}

async function write(client: Client, token: string): Promise<RowSeen> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${SCHEMA}.rows (token text PRIMARY KEY, written_at timestamptz NOT NULL DEFAULT now())`,
  );
  await client.query(INSERT, [token]);
  return { outcome: 'written', statement: INSERT, answer: 'INSERT 0 1' };
}

async function read(client: Client, token: string): Promise<RowSeen> {
  try {
    const answer = await client.query<{ written_at: Date }>(SELECT, [token]);
    const row = answer.rows[0];
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
    if (row === undefined) return { outcome: 'missing', statement: SELECT, answer: '(0 rows)' };
    return { outcome: 'found', statement: SELECT, answer: `written at ${row.written_at.toISOString()}` };
  } catch (error) {
    if (!isDatabaseError(error) || !NO_TABLE.has(error.code ?? '')) throw error;
    return { outcome: 'missing', statement: SELECT, answer: stripControls(error.message) };
  }
}

async function asRow(statement: string, session: Promise<Ended<RowSeen> | undefined>): Promise<RowSeen> {
  const ended = await session;
  if (ended === undefined) return { outcome: 'failed', statement, answer: 'no container can carry the question' };
  if (ended.kind === 'done') return ended.value;
  const { message, outcome, sqlState } = ended.failure;
  const answer = message ?? outcome;
  return sqlState === undefined
    ? { outcome: 'failed', statement, answer }
    : { outcome: 'failed', statement, answer, sqlState };
}

type Failure = Pick<DatabaseSeen, 'sqlState' | 'message'> & {
  readonly outcome: Exclude<DatabaseSeen['outcome'], 'signed-in'>;
};

type Ended<Value> = { readonly route: Route } & (
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: Failure }
);

/** One way to the database: a program in a container. */
type Route = {
  readonly container: string;
  readonly service: string;
  readonly target: string;
  readonly argv: readonly string[];
};

type Work<Value> = (client: Client) => Promise<Value>;

function sessionsThrough(pipes: ContainerPipes) {
  /** Tries each way in turn until one could carry the question; undefined where none could. */
  return async function session<Value>(
    signIn: SignIn,
    routes: Routes,
    timeoutMs: number,
    signal: AbortSignal,
    work: Work<Value>,
  ): Promise<Ended<Value> | undefined> {
    for (const route of waysTo(signIn, routes, timeoutMs)) {
      const pipe = await pipes.pipe(route.container, route.argv, timeoutMs + PIPE_EXTRA_MS, signal);
      const ended = await converse(pipe, signIn, timeoutMs, work);
      signal.throwIfAborted();
      if (ended !== 'no-way') return { route, ...ended };
    }
    return undefined;
  };
}

/** The pipe outlives the questions asked through it. */
const PIPE_EXTRA_MS = 2_000;
/** Exit codes of the pipe's own program, told apart from those of shells and engines. */
const EXITS: Readonly<Record<number, Failure['outcome']>> = {
  91: 'unresolved',
  92: 'refused',
  93: 'timeout',
  94: 'failed',
};
/** Neither these programs nor a shell is there (126, 127), or the container takes no program at all (1, 125, 137). */
const MUTE_EXITS = new Set([1, 125, 126, 127, 128, 137]);

async function converse<Value>(
  pipe: BytePipe,
  signIn: SignIn,
  timeoutMs: number,
  work: Work<Value>,
): Promise<{ kind: 'done'; value: Value } | { kind: 'failed'; failure: Failure } | 'no-way'> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host: signIn.host,
    port: signIn.port,
    user: signIn.user,
    database: signIn.database,
    // As a function, so that an empty one is not filled from PGPASSWORD or ~/.pgpass.
    password: () => signIn.password,
    // Given, so that PGSSLMODE, PGOPTIONS and PGAPPNAME of the caller are not looked at.
    ssl: false,
    options: '-c client_min_messages=warning',
    application_name: 'compose-tutor',
    stream: () => asSocket(pipe.stream),
    // A little longer than the pipe tries: its own answer says more.
    connectionTimeoutMillis: timeoutMs + PIPE_EXTRA_MS / 2,
    query_timeout: timeoutMs,
  });
  // The session is over when the pipe is; what it was told says why.
  client.on('error', ignoreLate);
  try {
    await client.connect();
    const value = await work(client);
    return { kind: 'done', value };
  } catch (error) {
    if (isDatabaseError(error)) return { kind: 'failed', failure: refusal(error) };
    pipe.stream.destroy();
    const stopped = await endOf(pipe);
    return pipeFailure(stopped) ?? { kind: 'failed', failure: clientFailure(error) };
  } finally {
    client.end().catch(ignoreLate);
    pipe.stream.end();
    await endOf(pipe);
  }
}

/** A pipe whose stdin has ended ends by itself; one that does not is ended. */
async function endOf(pipe: BytePipe): Promise<Ran> {
  const timer = setTimeout(pipe.close, CLOSING_MS);
  const ran = await pipe.ended;
  clearTimeout(timer);
  return ran;
}

const CLOSING_MS = 500;

function pipeFailure(ran: Ran): { kind: 'failed'; failure: Failure } | 'no-way' | undefined {
  const words = stripControls(ran.stderr).trim();
  const outcome = ran.exitCode === null ? undefined : EXITS[ran.exitCode];
  if (outcome !== undefined) {
    const message = words.split('\n').at(-1) ?? '';
    return { kind: 'failed', failure: { outcome, ...(message === '' ? {} : { message }) } };
  }
  return ran.exitCode !== null && MUTE_EXITS.has(ran.exitCode) ? 'no-way' : undefined;
}

function refusal(error: DatabaseError): Failure {
  return {
    outcome: 'refused-sign-in',
    message: `${error.severity ?? 'ERROR'}: ${stripControls(error.message)}`,
    ...(error.code === undefined ? {} : { sqlState: error.code }),
  };
}

function clientFailure(error: unknown): Failure {
  const message = stripControls(error instanceof Error ? error.message : String(error));
  if (/timeout/i.test(message)) return { outcome: 'timeout', message: 'no answer from the database' };
  // The server asked for a password, and the address has none.
  if (/password must be a (?:non-empty )?string/.test(message)) {
    return { outcome: 'refused-sign-in', message: 'the server asks for a password, and none is given' };
  }
  return { outcome: 'failed', message };
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error && 'routine' in error;
}

/** Errors that come after the answer is known change nothing. */
function ignoreLate(): void {
  return;
}

/** What pg expects of a socket, over a stream that is connected already. */
function asSocket(stream: Duplex): Duplex {
  const still = () => stream;
  return Object.assign(stream, {
    setNoDelay: still,
    setKeepAlive: still,
    ref: still,
    unref: still,
    connect() {
      process.nextTick(() => stream.emit('connect'));
      return stream;
    },
  });
}

function waysTo(signIn: SignIn, routes: Routes, timeoutMs: number): readonly Route[] {
  const ways: Route[] = [];
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1000)));
  if (routes.web !== undefined) {
    const { id, service } = routes.web;
    const target = `${signIn.host}:${signIn.port} as ${signIn.user}`;
    const argv = [PYTHON_PIPE, signIn.host, String(signIn.port), seconds];
    for (const python of ['python3', 'python']) {
      ways.push({ container: id, service, target, argv: [python, '-I', '-S', '-c', ...argv] });
    }
  }
  if (routes.db !== undefined) {
    const { id, service, address } = routes.db;
    const target = `${service} (${address}:${DB_PORT}) as ${signIn.user}`;
    ways.push({
      container: id,
      service,
      target,
      argv: ['sh', '-c', SHELL_PIPE, 'tutor', address, String(DB_PORT), seconds],
    });
  }
  return ways;
}

/** Where PostgreSQL listens in its own container. */
const DB_PORT = 5432;

/** Connects as libpq would and copies both ways. `-I -S` keeps the learner's own modules (a `socket.py`) out of it. */
const PYTHON_PIPE = `
import os, signal, socket, sys, threading
host, port, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
signal.alarm(seconds + 2)
def fail(code, error):
    sys.stderr.write(str(error) + "\\n")
    sys.exit(code)
try:
    socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
except (OSError, UnicodeError) as error:
    fail(91, getattr(error, "strerror", None) or error)
try:
    server = socket.create_connection((host, port), seconds)
except ConnectionRefusedError as error:
    fail(92, error.strerror)
except TimeoutError as error:
    fail(93, error)
except OSError as error:
    fail(94, error)
server.settimeout(None)
def upwards():
    try:
        while True:
            block = os.read(0, 65536)
            if not block:
                break
            server.sendall(block)
        server.shutdown(socket.SHUT_WR)
    except OSError:
        pass
threading.Thread(target=upwards, daemon=True).start()
try:
    while True:
        block = server.recv(65536)
        if not block:
            break
        while block:
            block = block[os.write(1, block):]
except OSError as error:
    fail(94, error)
`.trim();

/** The same in a database image: netcat in the alpine one, bash in the Debian one. */
const SHELL_PIPE = `
if command -v nc >/dev/null 2>&1; then nc -w "$3" "$1" "$2" || exit 92; exit 0; fi
if command -v bash >/dev/null 2>&1; then
  exec bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 92; cat <&3 & cat >&3; wait' "$1" "$2"
fi
exit 127
`.trim();
