import { editDistance } from '../core/nearest.ts';
import { parseAddress } from './address.ts';
import type { AddressFault, UnescapedFault } from './address-fault.ts';
import { schemeFault } from './driver.ts';
import type { Facts } from './facts.ts';
import { valueOfGiven } from './given.ts';
import type { Contradiction, SignIn } from './sign-in.ts';
import { unescapedPassword } from './unescaped-password.ts';

/** Works out what is wrong with the page's address; nothing where it is not given, or cannot be told. */
export function addressFaults(facts: Facts): readonly AddressFault[] {
  const { web, contradictions } = facts.signIn;
  if (web.kind !== 'parts' && web.kind !== 'malformed') return [];
  if (web.kind === 'malformed' && web.fault.why === 'empty') return [];
  const scheme = schemeFault(facts, web);
  const unescaped = unescapedPassword(facts, web);
  const before = [...(scheme === undefined ? [] : [scheme]), ...(unescaped === undefined ? [] : [unescaped])];
  if (unescaped !== undefined) return [...before, ...independentOf(unescaped, contradictions, web.text ?? '')];
  if (web.kind === 'malformed') return scheme === undefined ? [{ kind: 'malformed', end: web }] : before;
  // The address of another kind of database is one fault, whatever else in it is of that database.
  if (scheme !== undefined && !/^postgres/i.test(scheme.scheme) && !isSlip(scheme.scheme, scheme.wanted)) return before;
  return [...before, ...oneForEach(facts.signIn)];
}

/** User and database are told where the address, read as it was meant, still names what the database has not. */
function independentOf(
  { meant }: UnescapedFault,
  contradictions: readonly Contradiction[],
  text: string,
): readonly Contradiction[] {
  const read = parseAddress(text.replace(`:${meant}@`, `:${encodeURIComponent(meant)}@`));
  if (read.kind !== 'address') return [];
  return contradictions.filter(
    (one) =>
      (one.kind === 'wrong-user' && one.part?.value === read.user?.value) ||
      (one.kind === 'wrong-database' && one.part?.value === read.database?.value),
  );
}

function oneForEach({ contradictions, web, db }: SignIn): readonly AddressFault[] {
  const user = contradictions.find((one) => one.kind === 'wrong-user');
  if (user === undefined || web.kind !== 'parts') return contradictions;
  // A database that is called as its user goes wrong with the user.
  const samename =
    web.database?.given === 'default' ||
    (db?.database.from === 'default' && web.database !== undefined && web.database.value === web.user?.value);
  const own = contradictions.filter((one) => !(samename && one.kind === 'wrong-database'));
  const password = own.find((one) => one.kind === 'wrong-password');
  if (password === undefined || !isOtherValue(user) || !isOtherValue(password)) return own;
  const also = own.filter(({ kind }) => kind === 'wrong-password' || kind === 'wrong-database');
  return own.flatMap((one) => (one === user ? [{ ...user, also }] : also.includes(one) ? [] : [one]));
}

/** Whether a part is no slip for what the database was given, but another value altogether. */
function isOtherValue({ part, given }: Extract<Contradiction, { given: unknown }>): boolean {
  const wanted = valueOfGiven(given);
  return given.from !== 'default' && part !== undefined && wanted !== undefined && !isSlip(part.value, wanted);
}

function isSlip(written: string, meant: string): boolean {
  return editDistance(written.toLowerCase(), meant.toLowerCase()) <= Math.max(1, Math.floor(meant.length / 3));
}
