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
    variables.find(({ value }) => read.size > 0 && /URL|URI|DSN/i.test(wanted) && isAddress(value))
  );
}

function isAddress(value: string | null): boolean {
  return value !== null && /^["']?postgres(ql)?(\+\w+)?:/.test(value);
}
