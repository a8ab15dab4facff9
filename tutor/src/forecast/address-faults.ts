import { editDistance } from '../core/nearest.ts';
import type { AddressFault } from './address-fault.ts';
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
  if (unescaped !== undefined)
    return [...before, ...contradictions.filter(({ kind }) => kind === 'wrong-user' || kind === 'wrong-database')];
  if (web.kind === 'malformed') return scheme === undefined ? [{ kind: 'malformed', end: web }] : before;
  // The address of another kind of database is one fault, whatever else in it is of that database.
  if (scheme !== undefined && !/^postgres/i.test(scheme.scheme) && !isSlip(scheme.scheme, scheme.wanted)) return before;
  return [...before, ...oneForEach(facts.signIn)];
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
