import type { Span } from '../../core/span.ts';
import type { Argument, Expression, Statement } from './grammar/tree.ts';
import type { PlacedCall } from './placed-calls.ts';
import { eachStatement, type Surroundings } from './places.ts';
import type { ModuleView, Standing } from './qualify.ts';
import type { Connection, ConnectionPart, ConnectionWord } from './reading.ts';
import type { Symbolic } from './symbolic.ts';
import { spanIn, symbolicOf } from './symbolic-of.ts';

type Library = Connection['library'];

/** How a library's function takes an address. */
type Connector = {
  readonly library: Library;
  readonly opens: Connection['opens'];
  /** Names of positional arguments in order; `address` is the one that holds everything, `''` says nothing here. */
  readonly positional: readonly string[];
};

const LIBPQ: readonly string[] = ['address'];
/** Functions that connect or make what connects, by their qualified names. */
const CONNECTORS: ReadonlyMap<string, Connector> = new Map<string, Connector>(
  Object.entries({
    'psycopg2.connect': { library: 'psycopg2', opens: 'at-once', positional: LIBPQ },
    'psycopg2.pool.SimpleConnectionPool': { library: 'psycopg2', opens: 'at-once', positional: ['', '', 'address'] },
    'psycopg2.pool.ThreadedConnectionPool': { library: 'psycopg2', opens: 'at-once', positional: ['', '', 'address'] },
    'psycopg.connect': { library: 'psycopg', opens: 'at-once', positional: LIBPQ },
    'psycopg.Connection.connect': { library: 'psycopg', opens: 'at-once', positional: LIBPQ },
    'psycopg.AsyncConnection.connect': { library: 'psycopg', opens: 'at-once', positional: LIBPQ },
    'psycopg_pool.ConnectionPool': { library: 'psycopg_pool', opens: 'on-use', positional: LIBPQ },
    'psycopg_pool.AsyncConnectionPool': { library: 'psycopg_pool', opens: 'on-use', positional: LIBPQ },
    'asyncpg.connect': { library: 'asyncpg', opens: 'at-once', positional: LIBPQ },
    'asyncpg.create_pool': { library: 'asyncpg', opens: 'at-once', positional: LIBPQ },
    'aiopg.connect': { library: 'psycopg2', opens: 'at-once', positional: LIBPQ },
    'aiopg.create_pool': { library: 'psycopg2', opens: 'at-once', positional: LIBPQ },
    'sqlalchemy.create_engine': { library: 'sqlalchemy', opens: 'on-use', positional: LIBPQ },
    'sqlalchemy.engine.create_engine': { library: 'sqlalchemy', opens: 'on-use', positional: LIBPQ },
    'sqlalchemy.ext.asyncio.create_async_engine': { library: 'sqlalchemy', opens: 'on-use', positional: LIBPQ },
    'sqlmodel.create_engine': { library: 'sqlalchemy', opens: 'on-use', positional: LIBPQ },
    'flask_sqlalchemy.SQLAlchemy().create_engine': { library: 'sqlalchemy', opens: 'on-use', positional: LIBPQ },
    'pg8000.connect': {
      library: 'pg8000',
      opens: 'at-once',
      positional: ['user', 'host', 'dbname', 'port', 'password'],
    },
    'pg8000.dbapi.connect': {
      library: 'pg8000',
      opens: 'at-once',
      positional: ['user', 'host', 'dbname', 'port', 'password'],
    },
    'pg8000.native.Connection': {
      library: 'pg8000',
      opens: 'at-once',
      positional: ['user', 'host', 'dbname', 'port', 'password'],
    },
    'databases.Database': { library: 'databases', opens: 'on-use', positional: LIBPQ },
    'peewee.PostgresqlDatabase': { library: 'peewee', opens: 'on-use', positional: ['dbname'] },
    'playhouse.pool.PooledPostgresqlDatabase': { library: 'peewee', opens: 'on-use', positional: ['dbname'] },
    'playhouse.db_url.connect': { library: 'peewee', opens: 'on-use', positional: LIBPQ },
    'dataset.connect': { library: 'sqlalchemy', opens: 'at-once', positional: LIBPQ },
    'records.Database': { library: 'sqlalchemy', opens: 'on-use', positional: LIBPQ },
    'dj_database_url.parse': { library: 'django', opens: 'on-use', positional: LIBPQ },
  }),
);

/** What libraries call the parts of an address. */
const PARTS: ReadonlyMap<string, ConnectionPart | 'address'> = new Map<string, ConnectionPart | 'address'>(
  Object.entries({
    dsn: 'address',
    conninfo: 'address',
    url: 'address',
    name_or_url: 'address',
    host: 'host',
    hostname: 'host',
    hostaddr: 'host',
    port: 'port',
    user: 'user',
    username: 'user',
    password: 'password',
    passwd: 'password',
    dbname: 'dbname',
    database: 'dbname',
    db: 'dbname',
  }),
);

/** The most connections of one module that are told. */
const MAX_CONNECTIONS = 100;

/** Every call that connects to PostgreSQL, and every address that a framework connects with. */
export function readConnections(
  view: ModuleView,
  body: readonly Statement[],
  calls: readonly PlacedCall[],
): Connection[] {
  const connections: Connection[] = [];
  for (const { expression, name, standing, around } of calls) {
    const connector = expression.kind === 'call' ? CONNECTORS.get(name ?? '') : undefined;
    if (expression.kind === 'call' && connector !== undefined && connections.length < MAX_CONNECTIONS) {
      connections.push({ ...called(expression, connector, standing, around), callee: name ?? '' });
    }
  }
  connections.push(...configured(view, body));
  return connections;
}

type Parts = {
  address?: Symbolic;
  parts: Partial<Record<ConnectionPart, Symbolic>>;
  open: boolean;
  words: ConnectionWord[];
};

function called(
  call: Expression & { kind: 'call' },
  connector: Connector,
  standing: Standing,
  around: Surroundings,
): Connection {
  const { address, parts, open, words } = readParts(call.arguments, connector.positional, standing);
  return {
    library: connector.library,
    ...(address === undefined ? {} : { address }),
    parts,
    open,
    words,
    span: spanIn(standing.view, call),
    calleeAt: spanIn(standing.view, call.callee),
    inFunction: around.inFunction,
    when: around.when,
    opens: connector.opens,
    guarded: around.guarded === 'guarded',
    retried: around.retried === 'in-loop',
  };
}

function readParts(given: readonly Argument[], positional: readonly string[], standing: Standing): Parts {
  const found: Parts = { parts: {}, open: false, words: [] };
  given.forEach((argument, at) => {
    switch (argument.kind) {
      case 'positional':
        keep(found, positional[at] ?? '', symbolicOf(argument.value, standing));
        return;
      case 'keyword':
        readKeyword(found, argument.name, spanIn(standing.view, argument.nameAt), symbolicOf(argument.value, standing));
        return;
      case 'spread':
        found.open = true;
        return;
      case 'spread-map':
        spread(found, symbolicOf(argument.value, standing));
    }
  });
  return found;
}

function readKeyword(found: Parts, name: string, at: Span, value: Symbolic): void {
  found.words.push({ name, at, value });
  if ((name === 'kwargs' || name === 'connect_args') && value.kind === 'map') spread(found, value);
  else keep(found, PARTS.get(name) ?? '', value);
}

function spread(found: Parts, value: Symbolic): void {
  if (value.kind !== 'map') {
    found.open = true;
    return;
  }
  for (const [name, inner] of value.entries) {
    found.words.push({ name, value: inner });
    keep(found, PARTS.get(name) ?? '', inner);
  }
}

function keep(found: Parts, part: string, value: Symbolic): void {
  if (part === 'address') found.address = value;
  else if (part === 'host' || part === 'port' || part === 'user' || part === 'password' || part === 'dbname') {
    found.parts[part] = value;
  }
}

/** `app.config["SQLALCHEMY_DATABASE_URI"] = …`, the same in a class or a mapping, and Django's DATABASES. */
function configured(view: ModuleView, body: readonly Statement[]): Connection[] {
  const found: Connection[] = [];
  eachStatement(view.scope, body, (statement, around) => {
    const standing = { view, scope: around.scope, order: statement.from };
    if (statement.kind === 'assign' || statement.kind === 'annotated') {
      const targets = statement.kind === 'assign' ? statement.targets : [statement.target];
      const { value } = statement;
      if (value === undefined) return;
      for (const target of targets) found.push(...assigned(target, value, standing, around));
    } else if (statement.kind === 'expression') found.push(...updated(statement.value, standing, around));
  });
  return found;
}

const URI = 'SQLALCHEMY_DATABASE_URI';

function assigned(target: Expression, value: Expression, standing: Standing, around: Surroundings): Connection[] {
  const key = keyOf(target);
  if (key === URI) return [configuration('flask-sqlalchemy', target, value, standing, around)];
  if (key === 'DATABASES' && around.scope.kind === 'module') return djangoDatabase(value, standing, around);
  return [];
}

function keyOf(target: Expression): string | undefined {
  switch (target.kind) {
    case 'name':
    case 'attribute':
      return target.name;
    case 'subscript':
      return target.index.kind === 'constant' ? String(target.index.value) : undefined;
    default:
      return undefined;
  }
}

/** `app.config.update(SQLALCHEMY_DATABASE_URI=…)` and `from_mapping`. */
function updated(expression: Expression, standing: Standing, around: Surroundings): Connection[] {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return [];
  if (!/^(?:update|from_mapping|setdefault)$/.test(expression.callee.name)) return [];
  return expression.arguments.flatMap((argument) => {
    if (argument.kind === 'keyword' && argument.name === URI) {
      return [configuration('flask-sqlalchemy', expression.callee, argument.value, standing, around)];
    }
    const entries = argument.value.kind === 'dictionary' ? argument.value.entries : [];
    return entries.flatMap((entry) =>
      entry.kind === 'pair' && entry.key.kind === 'constant' && entry.key.value === URI
        ? [configuration('flask-sqlalchemy', entry.key, entry.value, standing, around)]
        : [],
    );
  });
}

function configuration(
  library: Library,
  at: Expression,
  value: Expression,
  standing: Standing,
  around: Surroundings,
): Connection {
  return {
    library,
    address: symbolicOf(value, standing),
    parts: {},
    open: false,
    span: spanIn(standing.view, { from: at.from, to: value.to }),
    calleeAt: spanIn(standing.view, at),
    inFunction: around.inFunction,
    when: around.when,
    opens: 'on-use',
    guarded: around.guarded === 'guarded',
    retried: around.retried === 'in-loop',
  };
}

const DJANGO_PARTS: ReadonlyMap<string, ConnectionPart> = new Map<string, ConnectionPart>(
  Object.entries({
    HOST: 'host',
    PORT: 'port',
    USER: 'user',
    PASSWORD: 'password',
    NAME: 'dbname',
  }),
);

function djangoDatabase(value: Expression, standing: Standing, around: Surroundings): Connection[] {
  const databases = symbolicOf(value, standing);
  const main = databases.kind === 'map' ? databases.entries.find(([name]) => name === 'default')?.[1] : undefined;
  if (main?.kind === 'environment')
    return [{ ...configuration('django', value, value, standing, around), address: main }];
  if (main?.kind !== 'map') return [];
  const engine = main.entries.find(([name]) => name === 'ENGINE')?.[1];
  if (engine?.kind === 'constant' && !/postgres|psycopg/.test(String(engine.value))) return [];
  const parts: Partial<Record<ConnectionPart, Symbolic>> = {};
  for (const [name, part] of main.entries) {
    const key = DJANGO_PARTS.get(name);
    if (key !== undefined) parts[key] = part;
  }
  return [{ ...configuration('django', value, value, standing, around), parts, address: undefined }].map(
    withoutAddress,
  );
}

function withoutAddress(connection: Omit<Connection, 'address'> & { address: undefined }): Connection {
  const { address: _, ...rest } = connection;
  return rest;
}
