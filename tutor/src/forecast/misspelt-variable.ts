import { editDistance } from '../core/nearest.ts';
import type { Variable } from '../project/compose/project.ts';
import type { Facts } from './facts.ts';
import { serviceOf } from './roles.ts';

/** One letter in so many may differ. */
const LETTERS_A_SLIP = 5;

/** A variable of the web that was meant for the one its app reads: a slip of the name, or an address under a name that the app does not read. */
export function misspeltVariable({ roles, source }: Facts, wanted: string): Variable | undefined {
  const read = new Set(source.modules.flatMap((module) => module.environmentReads.map((one) => one.name)));
  const variables = [...(serviceOf(roles.web)?.environment.values() ?? [])].filter(
    ({ name }) => name !== wanted && !read.has(name),
  );
  const slip = Math.max(1, Math.floor(wanted.length / LETTERS_A_SLIP));
  return (
    variables.find(({ name }) => editDistance(name.toUpperCase(), wanted.toUpperCase()) <= slip) ??
    variables.find(({ name }) => read.size > 0 && !OF_THE_IMAGE.test(name) && meansTheSame(name, wanted)) ??
    variables.find(({ value }) => read.size > 0 && /URL|URI|DSN/i.test(wanted) && isAddress(value))
  );
}

/** What the database's image reads was given for the database, through a file for both perhaps. */
const OF_THE_IMAGE = /^POSTGRES_(USER|PASSWORD|DB)$/;

/** What a name that has to do with a database begins with, and what its endings mean. */
const BEGINNING = /^(?:POSTGRES(?:QL)?_?|PG_?|PSQL_?|DB_?|DATABASE_?|SQL_?)/;
const ENDINGS: readonly RegExp[] = [
  /^(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/,
  /^(?:PASSWORD|PASSWD|PASS|PWD|PW)$/,
  /^(?:USER|USERNAME|USER_NAME|USR|LOGIN)$/,
  /^(?:DB|NAME|DATABASE|DBNAME|DB_NAME)$/,
  /^PORT$/,
];

/** Whether two names are two words for one part of the sign-in, as DB_PASS and DB_PASSWORD are. */
function meansTheSame(name: string, wanted: string): boolean {
  const [one, other] = [meaningOf(name), meaningOf(wanted)];
  return one !== undefined && one === other;
}

function meaningOf(name: string): RegExp | undefined {
  const upper = name.toUpperCase();
  const beginning = BEGINNING.exec(upper)?.[0];
  return beginning === undefined ? undefined : ENDINGS.find((ending) => ending.test(upper.slice(beginning.length)));
}

function isAddress(value: string | null): boolean {
  return value !== null && /^["']?postgres(ql)?(\+\w+)?:/.test(value);
}
