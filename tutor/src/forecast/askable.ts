import type { SignIn } from './sign-in.ts';

/** The sign-in of the page with every part known: what can be tried against the database. Undefined where a part is not told. */
export type AskableSignIn = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

export function askableSignIn({ web }: SignIn): AskableSignIn | undefined {
  if (web.kind !== 'parts' || web.untold.length > 0) return undefined;
  const { host, port, user, password, database } = web;
  if (host === undefined || user === undefined || database === undefined || !/^\d+$/.test(port.value)) return undefined;
  return {
    host: host.value,
    port: Number(port.value),
    user: user.value,
    password: password?.value ?? '',
    database: database.value,
  };
}
