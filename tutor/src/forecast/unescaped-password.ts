import type { UnescapedFault } from './address-fault.ts';
import type { Facts } from './facts.ts';
import { valueOfGiven } from './given.ts';
import type { WebEnd } from './web-end.ts';

/** Such a password, or user, and where it starts in the address. */
export type UnescapedPassword = Pick<UnescapedFault, 'what' | 'meant' | 'sure'> & { readonly from: number };

/** Characters that an address gives a meaning of their own. */
const SPECIAL = /[@/#?%:[\] ]/;

/**
 * A password, or a user, that breaks the address it stands in. The password that the database was given tells it for sure;
 * else an `@` behind the place where the sign-in ended does.
 */
export function unescapedPassword(
  facts: Facts,
  web: Extract<WebEnd, { kind: 'parts' | 'malformed' }>,
): UnescapedPassword | undefined {
  const { text } = web;
  const start = text === undefined ? -1 : text.indexOf('://');
  if (text === undefined || start < 0) return undefined;
  const { db } = facts.signIn;
  const user = db === undefined ? undefined : valueOfGiven(db.user);
  if (user !== undefined && SPECIAL.test(user) && (web.kind === 'malformed' || web.user?.value !== user)) {
    const stands = [':', '@'].some((end) => text.startsWith(`${user}${end}`, start + 3));
    if (stands) return { what: 'user', from: start + 3, meant: user, sure: 'given' };
  }
  const given = db === undefined ? undefined : valueOfGiven(db.password);
  if (given !== undefined && SPECIAL.test(given) && (web.kind === 'malformed' || web.password?.value !== given)) {
    const at = text.indexOf(`:${given}@`, start + 3);
    if (at >= 0) return { what: 'password', from: at + 1, meant: given, sure: 'given' };
  }
  // A password that is right as it is read breaks nothing.
  if (web.kind === 'parts' && web.password !== undefined && web.password.value === given) return undefined;
  return readFromAddress(web, text, start + 3);
}

function readFromAddress(
  web: Extract<WebEnd, { kind: 'parts' | 'malformed' }>,
  text: string,
  start: number,
): UnescapedPassword | undefined {
  const colon = text.indexOf(':', start);
  const at = lastSignInEnd(text, start);
  if (colon < 0 || at <= colon + 1) return undefined;
  const broken =
    web.kind === 'parts'
      ? web.host?.value.includes('@') === true
      : web.fault.from > colon && web.fault.from < at && ['port', 'escape', 'bracket'].includes(web.fault.why);
  if (!broken) return undefined;
  const meant = text.slice(colon + 1, at);
  return encodeURIComponent(meant) === meant ? undefined : { what: 'password', from: colon + 1, meant, sure: 'read' };
}

/** The last `@` before the parameters: where the sign-in was meant to end. */
function lastSignInEnd(text: string, start: number): number {
  const first = text.indexOf('@', start);
  const query = first < 0 ? -1 : text.indexOf('?', first);
  return text.slice(0, query < 0 ? text.length : query).lastIndexOf('@');
}
