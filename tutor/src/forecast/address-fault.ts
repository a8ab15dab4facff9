import type { Source } from './container-environment.ts';
import type { Contradiction } from './sign-in.ts';
import type { WebEnd } from './web-end.ts';

/** What is wrong with the address that the page is given: one for each thing to mend, and none that only follows from another. */
export type AddressFault =
  | Contradiction
  /** Another sign-in altogether: `also` are its other parts, which differ too. */
  | (Extract<Contradiction, { kind: 'wrong-user' }> & { readonly also: readonly Contradiction[] })
  /** Characters of the password, or of the user, mean something in an address. */
  | UnescapedFault
  | { readonly kind: 'malformed'; readonly end: Extract<WebEnd, { kind: 'malformed' }> }
  | SchemeFault;

/** `meant`: the user or password itself. `sure`: the database was given that very text, or it is read from the address alone. */
export type UnescapedFault = {
  readonly kind: 'unescaped';
  readonly what: 'user' | 'password';
  readonly at: Source;
  readonly meant: string;
  readonly sure: 'given' | 'read';
};

/** The scheme is not one that the library takes; `wanted` is. */
export type SchemeFault = {
  readonly kind: 'scheme';
  readonly at: Source;
  readonly scheme: string;
  readonly wanted: string;
  readonly library: string;
  /** Whether the scheme is a slip of PostgreSQL's own. */
  readonly slip: 'yes' | 'no';
};
