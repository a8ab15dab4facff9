import type { Span } from '../core/span.ts';
import type { Connection, ConnectionPart } from '../project/python/reading.ts';
import { type Address, type AddressPart, type AddressReader, parseAddress } from './address.ts';
import { type OddWord, oddWord } from './connect-words.ts';
import {
  type ContainerEnvironment,
  type ContainerVariable,
  type Source,
  sourceInVariable,
} from './container-environment.ts';
import { insistsOnSsl } from './libpq-options.ts';
import { sourceInTraced, type Traced, trace } from './trace.ts';

/** One part of the sign-in as the page makes it, with the text that gives it. */
export type WebPart = {
  readonly value: string;
  readonly source: Source;
  /** A default of the library or of PostgreSQL: no text gives it. `source` is then the call or address that leaves it out. */
  readonly given: 'written' | 'default';
  /** The variable of the container it comes through. */
  readonly variable?: string;
};

/** The web end of the sign-in: where the page looks for its database, and as whom. */
export type WebEnd =
  /** The app does not connect to anything that we can read. */
  | { readonly kind: 'none' }
  /** It connects, and to what cannot be told from the files. */
  | { readonly kind: 'unknown'; readonly at: Span; readonly connection?: Connection }
  /** It asks for a variable that its container is not given. */
  | {
      readonly kind: 'missing';
      readonly variable: string;
      readonly at: Span;
      readonly raises: 'yes' | 'no';
      readonly connection?: Connection;
    }
  | {
      readonly kind: 'malformed';
      readonly fault: Extract<Address, { kind: 'malformed' }>;
      readonly text: string;
      /** The whole address. */
      readonly whole: Source;
      /** The part that breaks it. */
      readonly part: Source;
      readonly variable?: string;
      readonly connection?: Connection;
    }
  | SignInParts;

export type SignInParts = {
  readonly kind: 'parts';
  readonly form: 'url' | 'keywords' | 'arguments';
  /** The whole address, where it is one text. */
  readonly text?: string;
  readonly whole: Source;
  readonly scheme?: WebPart;
  readonly host: WebPart | undefined;
  readonly port: WebPart;
  readonly user: WebPart | undefined;
  readonly password: WebPart | undefined;
  readonly database: WebPart | undefined;
  /** Parts whose value cannot be told. */
  readonly untold: readonly ConnectionPart[];
  /** What asks for a connection with SSL or none. */
  readonly ssl?: WebPart;
  /** An argument that the function does not know. */
  readonly odd?: OddWord;
  /** Variable that holds the whole address. */
  readonly variable?: string;
  readonly connection?: Connection;
};

/** For a variable that no text of the project gives; such a variable does not hold a database's address. */
const NOWHERE: Source = { span: { file: '', start: 0, end: 0 } };

/** Name under which the chapter gives the page its address. */
export const ADDRESS_VARIABLE = 'DATABASE_URL';
const DEFAULT_PORT = '5432';

/** Works out the sign-in of one connection of the app. */
export function endOfConnection(connection: Connection, environment: ContainerEnvironment): WebEnd {
  const end = endOfCall(connection, environment);
  if (end.kind !== 'parts') return end;
  const odd = oddWord(connection, environment);
  const ssl = partOfSsl(connection, environment, end);
  const { ssl: _, ...rest } = end;
  return { ...rest, ...(odd === undefined ? {} : { odd }), ...(ssl === undefined ? {} : { ssl }) };
}

/** What the call itself says of SSL outranks its address, and both outrank libpq's variable. */
function partOfSsl(connection: Connection, environment: ContainerEnvironment, end: SignInParts): WebPart | undefined {
  const asyncpg = connection.library === 'asyncpg';
  const word = connection.words?.find(({ name }) => name === (asyncpg ? 'ssl' : 'sslmode'));
  if (word !== undefined) {
    const traced = trace(word.value, environment);
    if (traced.kind !== 'known' || !(insistsOnSsl('sslmode', traced.value) || (asyncpg && traced.value === 'True')))
      return undefined;
    const source = sourceInTraced(traced, 0, traced.value.length, environment) ?? { span: connection.calleeAt };
    return { value: traced.value, source, given: 'written' };
  }
  if (asyncpg || /sslmode\s*=/.test(end.text ?? '')) return end.ssl;
  const variable = environment.get('PGSSLMODE');
  if (variable?.value === undefined || !insistsOnSsl('sslmode', variable.value)) return end.ssl;
  const source = sourceInVariable(variable, 0, variable.value.length);
  return source === undefined ? end.ssl : { value: variable.value, source, given: 'written', variable: variable.name };
}

function endOfCall(connection: Connection, environment: ContainerEnvironment): WebEnd {
  if (connection.address !== undefined) {
    const traced = trace(connection.address, environment);
    if (traced.kind !== 'known') return notKnown(traced, connection);
    // To libpq an empty address is one that leaves everything to its variables; one that a variable should give lacks.
    const own = traced.pieces.every((piece) => piece.origin.kind !== 'variable');
    if (traced.value.trim() === '' && (own || libpqVariable('host', environment) !== undefined))
      return fromArguments(connection, environment);
    const end = fromTracedAddress(traced, connection, environment);
    return withArguments(withLibpqVariables(end, environment), connection, environment);
  }
  return fromArguments(connection, environment);
}

/** Where the app cannot be read: the address that its container is given under the chapter's name. */
export function endOfVariable(environment: ContainerEnvironment, name = ADDRESS_VARIABLE): WebEnd {
  const variable = environment.get(name);
  if (variable?.value === undefined) return { kind: 'none' };
  return endOfText(
    variable.value,
    (offset, length) => sourceInVariable(variable, offset, length) ?? NOWHERE,
    name,
    undefined,
  );
}

function notKnown(traced: Exclude<Traced, { kind: 'known' }>, connection: Connection): WebEnd {
  switch (traced.kind) {
    case 'raises':
      return { kind: 'missing', variable: traced.name, at: traced.at, raises: 'yes', connection };
    case 'none':
      if (traced.name === undefined) return { kind: 'unknown', at: traced.at, connection };
      return { kind: 'missing', variable: traced.name, at: traced.at, raises: 'no', connection };
    case 'unknown':
      return { kind: 'unknown', at: traced.at, connection };
  }
}

type SourceAt = (offset: number, length: number) => Source;

function fromTracedAddress(
  traced: Extract<Traced, { kind: 'known' }>,
  connection: Connection,
  environment: ContainerEnvironment,
): WebEnd {
  const sourceAt: SourceAt = (offset, length) =>
    sourceInTraced(traced, offset, length, environment) ?? { span: connection.span };
  const only = traced.pieces.length === 1 ? traced.pieces[0] : undefined;
  const variable = only?.origin.kind === 'variable' ? only.origin.name : undefined;
  return endOfText(traced.value, sourceAt, variable, connection, (offset) => variableAt(traced, offset));
}

function variableAt(traced: Extract<Traced, { kind: 'known' }>, offset: number): string | undefined {
  const piece = traced.pieces.find((one) => one.from <= offset && one.to > offset);
  return piece?.origin.kind === 'variable' ? piece.origin.name : undefined;
}

/** Works out the sign-in of an address as text. `sourceAt`: the text that gives so many units of it from an offset on. */
export function endOfText(
  text: string,
  sourceAt: SourceAt,
  variable: string | undefined,
  connection: Connection | undefined,
  nameAt: (offset: number) => string | undefined = () => variable,
): WebEnd {
  const address = parseAddress(text, readerOf(connection));
  const whole = sourceAt(0, text.length);
  const common = {
    ...(variable === undefined ? {} : { variable }),
    ...(connection === undefined ? {} : { connection }),
  };
  if (address.kind === 'malformed') {
    return {
      kind: 'malformed',
      fault: address,
      text,
      whole,
      part: sourceAt(address.from, address.to - address.from),
      ...common,
    };
  }
  const part = (one: AddressPart | undefined): WebPart | undefined => {
    if (one === undefined) return undefined;
    const name = nameAt(one.from);
    return {
      value: one.value,
      source: sourceAt(one.from, one.to - one.from),
      given: 'written',
      ...(name === undefined ? {} : { variable: name }),
    };
  };
  const user = part(address.user);
  const scheme = part(address.scheme);
  const ssl = part([...address.parameters].find(([name, { value }]) => insistsOnSsl(name, value))?.[1]);
  return {
    kind: 'parts',
    form: address.form,
    text,
    whole,
    ...(scheme === undefined ? {} : { scheme }),
    host: part(address.host),
    port: part(address.port) ?? { value: DEFAULT_PORT, source: whole, given: 'default' },
    user,
    password: part(address.password),
    database: part(address.database) ?? (user === undefined ? undefined : { ...user, source: whole, given: 'default' }),
    untold: [],
    ...(ssl === undefined ? {} : { ssl }),
    ...common,
  };
}

/** Who takes the address of a connection apart. */
export function readerOf(connection: Connection | undefined): AddressReader {
  switch (connection?.library) {
    case 'sqlalchemy':
    case 'flask-sqlalchemy':
      return 'sqlalchemy';
    case 'asyncpg':
    case 'databases':
    case 'peewee':
      return 'urllib';
    default:
      return 'libpq';
  }
}

/** What an address leaves out libpq takes from its own variables. */
function withLibpqVariables(end: WebEnd, environment: ContainerEnvironment): WebEnd {
  if (end.kind !== 'parts') return end;
  const written = (part: WebPart | undefined): WebPart | undefined => (part?.given === 'written' ? part : undefined);
  const user = end.user ?? libpqVariable('user', environment);
  const inFile = environment.has('PGPASSFILE') || /[?&\s]passfile\s*=/.test(end.text ?? '');
  return {
    ...end,
    untold: inFile && end.password === undefined ? [...end.untold, 'password'] : end.untold,
    host: end.host ?? libpqVariable('host', environment),
    port: written(end.port) ?? libpqVariable('port', environment) ?? end.port,
    user,
    password: end.password ?? libpqVariable('password', environment),
    database:
      written(end.database) ??
      libpqVariable('dbname', environment) ??
      end.database ??
      (user === undefined ? undefined : { ...user, source: end.whole, given: 'default' }),
  };
}

/** Keyword arguments beside an address outrank it (psycopg: "kwargs override"). */
function withArguments(end: WebEnd, connection: Connection, environment: ContainerEnvironment): WebEnd {
  if (end.kind !== 'parts' || Object.keys(connection.parts).length === 0) return end;
  const given = argumentsOf(connection, environment);
  if (given.missing !== undefined) return given.missing;
  return {
    ...end,
    host: given.parts.host ?? end.host,
    port: given.parts.port ?? end.port,
    user: given.parts.user ?? end.user,
    password: given.parts.password ?? end.password,
    database: given.parts.dbname ?? end.database,
    untold: given.untold,
  };
}

function fromArguments(connection: Connection, environment: ContainerEnvironment): WebEnd {
  const given = argumentsOf(connection, environment);
  if (given.missing !== undefined) return given.missing;
  if (Object.keys(given.parts).length === 0 && (connection.open || given.untold.length > 0))
    return { kind: 'unknown', at: connection.span, connection };
  const fromLibpq = (part: ConnectionPart): WebPart | undefined =>
    given.parts[part] ?? libpqVariable(part, environment);
  const whole: Source = { span: connection.calleeAt };
  const user = fromLibpq('user');
  const open = connection.open
    ? (['host', 'port', 'user', 'password', 'dbname'] as const).filter((part) => given.parts[part] === undefined)
    : [];
  return {
    kind: 'parts',
    form: 'arguments',
    whole,
    host: fromLibpq('host'),
    port: fromLibpq('port') ?? { value: DEFAULT_PORT, source: whole, given: 'default' },
    user,
    password: fromLibpq('password'),
    database: fromLibpq('dbname') ?? (user === undefined ? undefined : { ...user, given: 'default' }),
    untold: [...given.untold, ...open],
    connection,
  };
}

/** Variables that libpq itself reads where an argument is left out (PostgreSQL documentation, "Environment Variables"). */
const LIBPQ: Readonly<Record<ConnectionPart, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
};

function libpqVariable(part: ConnectionPart, environment: ContainerEnvironment): WebPart | undefined {
  const variable: ContainerVariable | undefined = environment.get(LIBPQ[part]);
  if (variable?.value === undefined || variable.value === '') return undefined;
  const source = sourceInVariable(variable, 0, variable.value.length);
  if (source === undefined) return undefined;
  return {
    value: variable.value,
    source,
    given: 'written',
    variable: variable.name,
  };
}

type Arguments = {
  readonly parts: Partial<Record<ConnectionPart, WebPart>>;
  readonly untold: readonly ConnectionPart[];
  readonly missing?: Extract<WebEnd, { kind: 'missing' }>;
};

function argumentsOf(connection: Connection, environment: ContainerEnvironment): Arguments {
  const parts: Partial<Record<ConnectionPart, WebPart>> = {};
  const untold: ConnectionPart[] = [];
  let missing: Extract<WebEnd, { kind: 'missing' }> | undefined;
  for (const [name, expression] of Object.entries(connection.parts) as [
    ConnectionPart,
    NonNullable<Connection['parts'][ConnectionPart]>,
  ][]) {
    const traced = trace(expression, environment);
    if (traced.kind === 'known') {
      const variable = variableAt(traced, 0);
      parts[name] = {
        value: traced.value,
        source: sourceInTraced(traced, 0, traced.value.length, environment) ?? { span: expression.span },
        given: 'written',
        ...(variable === undefined ? {} : { variable }),
      };
    } else if (traced.kind === 'raises' || (traced.kind === 'none' && traced.name !== undefined)) {
      missing ??= {
        kind: 'missing',
        variable: traced.name ?? '',
        at: traced.at,
        raises: traced.kind === 'raises' ? 'yes' : 'no',
        connection,
      };
    } else if (traced.kind === 'unknown') untold.push(name);
  }
  return { parts, untold, ...(missing === undefined ? {} : { missing }) };
}
