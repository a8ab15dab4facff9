import { parseAddress } from './address.ts';
import type { Facts } from './facts.ts';
import { type DatabaseEnd, valueOfGiven } from './given.ts';
import { readerOf, type WebEnd } from './web-end.ts';

/** One sign of an address that is another one, or lacks, or is there twice, and what to put for the stretch. */
export type PunctuationSlip = { readonly from: number; readonly to: number; readonly text: string };

/** What separates the parts of an address. */
const SIGNS = [':', '@', '/'];
/** Longer texts are no addresses that somebody wrote by hand. */
const LONGEST = 200;

/**
 * The one sign that keeps an address from being the one that the database was made for: with it mended,
 * user, password, host, port and database all agree. Undefined where no single sign does.
 */
export function punctuationSlip(
  { signIn }: Facts,
  web: Extract<WebEnd, { kind: 'parts' | 'malformed' }>,
): PunctuationSlip | undefined {
  const { text } = web;
  const start = text === undefined ? -1 : text.indexOf('://');
  if (text === undefined || start < 0 || text.length > LONGEST || signIn.db === undefined) return undefined;
  const { db } = signIn;
  const reader = readerOf(web.connection);
  for (let at = start + 3; at < text.length; at++) {
    const slip = candidates(text, at).find(({ from, to, text: put }) =>
      agrees(parseAddress(text.slice(0, from) + put + text.slice(to), reader), db),
    );
    if (slip !== undefined) return slip;
  }
  return undefined;
}

/** Whether an address is the one that the database was made for. */
export function isMadeFor({ signIn }: Facts, address: string): boolean {
  return signIn.db !== undefined && agrees(parseAddress(address, 'libpq'), signIn.db);
}

function candidates(text: string, at: number): readonly PunctuationSlip[] {
  const sign = /[^\w\s%-]/.test(text[at] ?? '');
  const other = SIGNS.filter((one) => one !== text[at]);
  return [
    ...(sign ? [{ from: at, to: at + 1, text: '' }, ...other.map((one) => ({ from: at, to: at + 1, text: one }))] : []),
    ...other.map((one) => ({ from: at, to: at, text: one })),
  ];
}

function agrees(address: ReturnType<typeof parseAddress>, db: DatabaseEnd): boolean {
  if (address.kind === 'malformed' || address.host === undefined || address.database === undefined) return false;
  const wanted = [db.user, db.password, db.database].map(valueOfGiven);
  const written = [address.user, address.password, address.database].map((part) => part?.value);
  const port = address.port?.value ?? String(db.port);
  return (
    wanted.every((value, at) => value !== undefined && value === written[at]) &&
    Number(port) === db.port &&
    namesOf(db).includes(address.host.value.toLowerCase())
  );
}

function namesOf({ service }: DatabaseEnd): readonly string[] {
  const container = service.containerName?.value;
  const aliases = service.networks.flatMap((attachment) => attachment.aliases);
  return [service.name, ...aliases, ...(typeof container === 'string' ? [container] : [])].map((name) =>
    name.toLowerCase(),
  );
}
