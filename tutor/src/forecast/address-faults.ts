import { editDistance } from '../core/nearest.ts';
import { parseAddress } from './address.ts';
import type { AddressFault } from './address-fault.ts';
import type { Context } from './context.ts';
import type { Facts } from './facts.ts';
import { type DatabaseEnd, valueOfGiven } from './given.ts';
import { meantAddress } from './meant-address.ts';
import { punctuationSlip } from './punctuation-slip.ts';
import { serviceOf } from './roles.ts';
import { type Contradiction, compareEnds, type SignIn } from './sign-in.ts';
import { readerOf, type SignInParts } from './web-end.ts';

/** Works out what is wrong with the page's address: its slips, then where it, read as it was meant, and the database disagree. */
export function addressFaults({ project, facts }: Pick<Context, 'project' | 'facts'>): readonly AddressFault[] {
  const { signIn, roles } = facts;
  const { end, slips } = meantAddress(facts);
  if (end.kind !== 'parts' || isOfAnotherKind(slips)) return slips;
  const meant = end === signIn.web ? signIn : compareEnds(project, serviceOf(roles.web), end, signIn.db);
  return [...slips, ...oneForSign(facts, end, oneForEach(meant)).filter((one) => !isBroken(slips, one))];
}

/** A part with a broken code in it is read as something else: that it is another one than the database's says nothing more. */
function isBroken(slips: readonly AddressFault[], contradiction: AddressFault): boolean {
  const span = 'part' in contradiction ? contradiction.part?.source.span : undefined;
  if (span === undefined) return false;
  return slips.some((slip) => {
    if (slip.kind !== 'malformed' || slip.end.fault.why !== 'escape') return false;
    const broken = slip.end.part.span;
    return broken.file === span.file && broken.start < span.end && span.start < broken.end;
  });
}

/** One wrong sign between its parts makes several of them wrong: what is told is the part that it stands in. */
function oneForSign(facts: Facts, end: SignInParts, faults: readonly AddressFault[]): readonly AddressFault[] {
  const slip = faults.length > 1 ? punctuationSlip(facts, end) : undefined;
  if (slip === undefined || end.text === undefined) return faults;
  const address = parseAddress(end.text, readerOf(end.connection));
  if (address.kind === 'malformed') return faults;
  const beside = faults.filter(({ kind }) => {
    const part = address[PARTS[kind] ?? 'scheme'];
    return part !== undefined && part.from - 1 <= slip.from && slip.from <= part.to;
  });
  return (beside.length > 0 ? beside : faults).slice(0, 1);
}

const PARTS: Readonly<Partial<Record<AddressFault['kind'], 'user' | 'password' | 'host' | 'port' | 'database'>>> = {
  localhost: 'host',
  'unknown-host': 'host',
  'other-service': 'host',
  'wrong-port': 'port',
  'wrong-user': 'user',
  'wrong-password': 'password',
  'wrong-database': 'database',
};

/** An address of another kind of database was not read on. */
function isOfAnotherKind(slips: readonly AddressFault[]): boolean {
  const last = slips.at(-1);
  return last?.kind === 'scheme' && last.slip === 'no' && !/^(postgres|jdbc)/i.test(last.scheme);
}

function oneForEach({ contradictions, web, db }: SignIn): readonly AddressFault[] {
  const faults = withoutSwapped(contradictions, db);
  const user = faults.find((one) => one.kind === 'wrong-user');
  if (user === undefined || web.kind !== 'parts' || db === undefined) return faults;
  const own = faults.filter((one) => !(one.kind === 'wrong-database' && goesWithUser(web, db)));
  const password = own.find((one) => one.kind === 'wrong-password');
  const database = own.find((one) => one.kind === 'wrong-database');
  // The two have changed places.
  if (database !== undefined && isSwapped(user, database))
    return own.flatMap((one) => (one === user ? [{ ...user, also: [database] }] : one === database ? [] : [one]));
  if (password === undefined || !isOtherValue(user) || !isOtherValue(password)) return own;
  const also = own.filter(({ kind }) => kind === 'wrong-password' || kind === 'wrong-database');
  return own.flatMap((one) => (one === user ? [{ ...user, also }] : also.includes(one) ? [] : [one]));
}

/** Host and database have changed places: the host is told, and with it in its place the database is in its own. */
function withoutSwapped(faults: readonly Contradiction[], db: DatabaseEnd | undefined): readonly Contradiction[] {
  const host = faults.find((one) => one.kind === 'unknown-host');
  const swapped = (one: Contradiction): boolean =>
    one.kind === 'wrong-database' &&
    one.part?.value === db?.service.name &&
    host?.part.value === valueOfGiven(one.given);
  return host === undefined ? faults : faults.filter((one) => !swapped(one));
}

function isSwapped(
  user: Extract<Contradiction, { given: unknown }>,
  database: Extract<Contradiction, { given: unknown }>,
): boolean {
  const [wantedUser, wantedDatabase] = [valueOfGiven(user.given), valueOfGiven(database.given)];
  return wantedUser !== undefined && user.part?.value === wantedDatabase && database.part?.value === wantedUser;
}

/** Both ends call the database as the user: it is right as soon as the user is. */
function goesWithUser(web: SignInParts, db: DatabaseEnd): boolean {
  const asUser = web.database?.given === 'default' || web.database?.value === web.user?.value;
  return asUser && valueOfGiven(db.database) === valueOfGiven(db.user);
}

/** Whether a part is no slip for what the database was given, but another value altogether. */
function isOtherValue({ part, given }: Extract<Contradiction, { given: unknown }>): boolean {
  const wanted = valueOfGiven(given);
  return given.from !== 'default' && part !== undefined && wanted !== undefined && !isSlip(part.value, wanted);
}

function isSlip(written: string, meant: string): boolean {
  return editDistance(written.toLowerCase(), meant.toLowerCase()) <= Math.max(1, Math.floor(meant.length / 3));
}
