import { isForeignOption, isKnownOption, isOptionValue } from './libpq-options.ts';

/**
 * A database address taken apart with offsets into its text, as libpq takes it apart
 * (PostgreSQL documentation, "Connection Strings"; the order of its look-ahead decides what an unescaped `@` or `/` does).
 */
export type Address =
  | {
      readonly kind: 'address';
      readonly form: 'url' | 'keywords';
      readonly scheme?: AddressPart;
      readonly user?: AddressPart;
      readonly password?: AddressPart;
      readonly host?: AddressPart;
      readonly port?: AddressPart;
      readonly database?: AddressPart;
      /** Other parameters: `sslmode`, `options`, … */
      readonly parameters: ReadonlyMap<string, AddressPart>;
    }
  | {
      readonly kind: 'malformed';
      readonly why: AddressFault;
      readonly from: number;
      readonly to: number;
      readonly scheme?: AddressPart;
    };

/** One part: its decoded value and where it stands in the text. */
export type AddressPart = { readonly value: string; readonly from: number; readonly to: number };

/**
 * `escape`: `%` that is not followed by two hexadecimal digits. `separator`: words that anything but a blank separates.
 * `option`: a word or parameter that the reader does not know. `value`: one that it knows, with a value that it does not.
 */
export type AddressFault =
  | 'empty'
  | 'scheme'
  | 'port'
  | 'escape'
  | 'bracket'
  | 'keyword'
  | 'quote'
  | 'separator'
  | 'option'
  | 'value';

/**
 * Who reads the address: libpq (psycopg) ends the sign-in at the first `@` or `/`; SQLAlchemy lets `/` stand in a password;
 * libraries that use Python's urllib (asyncpg, databases) end it at the last `@` before the first `/`, `?` or `#`.
 * Only libpq refuses a `%` that begins no code.
 */
export type AddressReader = 'libpq' | 'sqlalchemy' | 'urllib';

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//;
const LARGEST_PORT = 65_535;

/** Takes an address apart. Never throws. */
export function parseAddress(text: string, reader: AddressReader = 'libpq'): Address {
  if (text.trim() === '') return { kind: 'malformed', why: 'empty', from: 0, to: text.length };
  const scheme = SCHEME.exec(text);
  if (scheme?.[1] !== undefined) return parseUrl(text, { value: scheme[1], from: 0, to: scheme[1].length }, reader);
  // A word in `word=value` holds no colon.
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/?[^/]/.test(text) && !text.slice(0, text.indexOf(':')).includes('=')) {
    return { kind: 'malformed', why: 'scheme', from: 0, to: text.indexOf(':') + 1 };
  }
  // Words instead of an address are libpq's own.
  if (reader !== 'libpq' && text.includes('=')) return { kind: 'malformed', why: 'scheme', from: 0, to: text.length };
  return parseKeywords(text);
}

function parseUrl(text: string, scheme: AddressPart, reader: AddressReader): Address {
  const start = scheme.to + 3;
  const signIn = endOfSignIn(text, start, reader);
  const parts: Parts = { scheme };
  let cursor = start;
  if (signIn !== undefined) {
    const colon = text.indexOf(':', start);
    const userEnd = colon >= 0 && colon < signIn ? colon : signIn;
    if (userEnd > start) parts.user = { value: text.slice(start, userEnd), from: start, to: userEnd };
    if (userEnd < signIn) parts.password = { value: text.slice(userEnd + 1, signIn), from: userEnd + 1, to: signIn };
    cursor = signIn + 1;
  }
  const queryAt = indexOrEnd(text, '?', cursor);
  const slash = Math.min(indexOrEnd(text, '/', cursor), queryAt);
  const fault = takeHost(text, cursor, slash, parts);
  if (fault !== undefined) return { ...fault, scheme };
  if (slash < queryAt && queryAt > slash + 1)
    parts.database = { value: text.slice(slash + 1, queryAt), from: slash + 1, to: queryAt };
  const parameters = takeQuery(text, queryAt, parts);
  const unknown = [...parameters.keys()].find((name) => !isTaken(name, reader, scheme.value));
  if (unknown !== undefined) {
    const from = text.indexOf(unknown, queryAt);
    return { kind: 'malformed', why: 'option', from, to: from + unknown.length, scheme };
  }
  const odd = reader === 'libpq' || isLibpqBehind(scheme.value) ? oddValue(parameters) : undefined;
  if (odd !== undefined) return { kind: 'malformed', why: 'value', from: odd.from, to: odd.to, scheme };
  return decoded(parts, parameters, scheme, reader);
}

type Parts = { -readonly [Key in 'scheme' | 'user' | 'password' | 'host' | 'port' | 'database']?: AddressPart };

function indexOrEnd(text: string, letter: string, from: number): number {
  const found = text.indexOf(letter, from);
  return found < 0 ? text.length : found;
}

/** Where the `@` stands that ends user and password, or undefined without one. */
function endOfSignIn(text: string, start: number, reader: AddressReader): number | undefined {
  if (reader === 'urllib') {
    const head = text.slice(0, start + text.slice(start).search(/[/?#]|$/));
    return head.lastIndexOf('@') >= start ? head.lastIndexOf('@') : undefined;
  }
  for (let at = start; at < text.length; at++) {
    if (text[at] === '@') return at;
    if (text[at] === '/' && reader === 'libpq') return undefined;
  }
  return undefined;
}

function takeHost(
  text: string,
  from: number,
  to: number,
  parts: Parts,
): Extract<Address, { kind: 'malformed' }> | undefined {
  let hostEnd = to;
  if (text[from] === '[') {
    const close = text.indexOf(']', from);
    if (close < 0 || close > to) return { kind: 'malformed', why: 'bracket', from, to };
    parts.host = { value: text.slice(from + 1, close), from: from + 1, to: close };
    hostEnd = close + 1;
  } else {
    hostEnd = Math.min(indexOrEnd(text, ':', from), indexOrEnd(text, ',', from), to);
    if (hostEnd > from) parts.host = { value: text.slice(from, hostEnd), from, to: hostEnd };
  }
  if (text[hostEnd] !== ':') return undefined;
  const portEnd = Math.min(indexOrEnd(text, ',', hostEnd), to);
  // Blanks around the number are read over.
  const port = text.slice(hostEnd + 1, portEnd).trim();
  if (port === '') return undefined;
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > LARGEST_PORT) {
    return { kind: 'malformed', why: 'port', from: hostEnd + 1, to: portEnd };
  }
  parts.port = { value: port, from: hostEnd + 1, to: portEnd };
  return undefined;
}

/** What SQLAlchemy takes itself, and what its drivers with libpq take beside libpq's words. */
const BESIDE_LIBPQ = /^(plugin|autocommit|prepare_threshold|connection_factory|cursor_factory|async_?)$/;

/** What asyncpg hands on is taken or not by the server; what is another database's nobody takes. */
function isTaken(name: string, reader: AddressReader, scheme: string): boolean {
  if (name === '' || !/^\w+$/.test(name)) return true;
  if (reader === 'libpq') return name === 'ssl' || isKnownOption(name);
  if (isForeignOption(name)) return false;
  return reader !== 'sqlalchemy' || !isLibpqBehind(scheme) || isKnownOption(name) || BESIDE_LIBPQ.test(name);
}

/** SQLAlchemy hands everything behind the `?` on to the driver that the scheme names. */
function isLibpqBehind(scheme: string): boolean {
  return /^postgresql(\+psycopg2?)?$/.test(scheme);
}

function oddValue(parameters: ReadonlyMap<string, AddressPart>): AddressPart | undefined {
  return [...parameters].find(([name, { value }]) => !isOptionValue(name, value))?.[1];
}

const QUERY_PARTS: Readonly<Record<string, keyof Parts>> = {
  host: 'host',
  port: 'port',
  user: 'user',
  password: 'password',
  dbname: 'database',
};

function takeQuery(text: string, queryAt: number, parts: Parts): ReadonlyMap<string, AddressPart> {
  const parameters = new Map<string, AddressPart>();
  let cursor = queryAt + 1;
  while (cursor < text.length) {
    const end = indexOrEnd(text, '&', cursor);
    const equals = Math.min(indexOrEnd(text, '=', cursor), end);
    const name = text.slice(cursor, equals);
    const value = text.slice(Math.min(equals + 1, end), end);
    const part = QUERY_PARTS[name];
    const said = { value, from: Math.min(equals + 1, end), to: end };
    if (part === undefined) parameters.set(name, said);
    else parts[part] = said;
    cursor = end + 1;
  }
  return parameters;
}

function decoded(
  parts: Parts,
  parameters: ReadonlyMap<string, AddressPart>,
  scheme: AddressPart,
  reader: AddressReader,
): Address {
  const out: Parts = {};
  for (const name of ['scheme', 'user', 'password', 'host', 'port', 'database'] as const) {
    const part = parts[name];
    if (part === undefined) continue;
    const broken = reader === 'libpq' ? /%(?![0-9a-fA-F]{2})/.exec(part.value) : null;
    if (broken !== null)
      return {
        kind: 'malformed',
        why: 'escape',
        from: part.from + broken.index,
        to: Math.min(part.from + broken.index + 3, part.to),
        scheme,
      };
    out[name] = { ...part, value: percentDecoded(part.value) };
  }
  return { kind: 'address', form: 'url', ...out, parameters };
}

/** Decodes `%xx` as UTF-8; leaves a `%` that begins no code, and bytes that are not UTF-8, as they stand. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch (error) {
      if (error instanceof URIError) return codes;
      throw error;
    }
  });
}

const KEYWORD_PARTS: Readonly<Record<string, keyof Parts>> = {
  host: 'host',
  hostaddr: 'host',
  port: 'port',
  user: 'user',
  password: 'password',
  dbname: 'database',
  database: 'database',
};

/** `host=db user='a b' …`: words separated by spaces, values may be quoted with `'` and hold `\'` and `\\`. */
function parseKeywords(text: string): Address {
  const parts: Parts = {};
  const parameters = new Map<string, AddressPart>();
  const separator = separatorIn(text);
  if (separator >= 0) return { kind: 'malformed', why: 'separator', from: separator, to: separator + 1 };
  const pair = /\s*([^\s=]+)(\s*=)?/y;
  let cursor = 0;
  while (cursor < text.length && text.slice(cursor).trim() !== '') {
    pair.lastIndex = cursor;
    const found = pair.exec(text);
    const name = found?.[1];
    if (found === null || name === undefined || found[2] === undefined || !/^\w+$/.test(name)) {
      return { kind: 'malformed', why: 'keyword', from: cursor, to: text.length };
    }
    const from = cursor + found[0].indexOf(name);
    if (!isKnownOption(name)) return { kind: 'malformed', why: 'option', from, to: from + name.length };
    const value = readKeywordValue(text, pair.lastIndex);
    if (value === undefined)
      return { kind: 'malformed', why: 'quote', from: afterBlanks(text, pair.lastIndex), to: text.length };
    cursor = value.next;
    const part = KEYWORD_PARTS[name];
    if (part === undefined) parameters.set(name, value.part);
    else parts[part] = value.part;
  }
  const { port } = parts;
  if (port !== undefined && !/^\d+$/.test(port.value))
    return { kind: 'malformed', why: 'port', from: port.from, to: port.to };
  const odd = oddValue(parameters);
  if (odd !== undefined) return { kind: 'malformed', why: 'value', from: odd.from, to: odd.to };
  return { kind: 'address', form: 'keywords', ...parts, parameters };
}

/** Where `;` or `,` stands between words as other databases have it, or -1: a value may well end in one, two in a row do not. */
function separatorIn(text: string): number {
  const found = [...text.matchAll(/[;,]\s*(\w+)\s*=/g)].filter((one) => isKnownOption(one[1] ?? ''));
  return found.length > 1 ? (found[0]?.index ?? -1) : -1;
}

function afterBlanks(text: string, from: number): number {
  return from + text.slice(from).search(/\S|$/);
}

function readKeywordValue(
  text: string,
  equals: number,
): { readonly part: AddressPart; readonly next: number } | undefined {
  const from = afterBlanks(text, equals);
  // libpq takes the next word for the value then; what was meant is that nothing stands here.
  const next = /^\s+(\w+)\s*=/.exec(text.slice(equals))?.[1];
  if (next !== undefined && isKnownOption(next)) return { part: { value: '', from: equals, to: equals }, next: equals };
  if (text[from] !== "'") {
    let end = from;
    while (end < text.length && !/\s/.test(text[end] ?? '')) end += text[end] === '\\' ? 2 : 1;
    end = Math.min(end, text.length);
    return { part: { value: text.slice(from, end).replace(/\\(.)/g, '$1'), from, to: end }, next: end };
  }
  let end = from + 1;
  while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return undefined;
  return { part: { value: text.slice(from + 1, end).replace(/\\(.)/g, '$1'), from: from + 1, to: end }, next: end + 1 };
}
