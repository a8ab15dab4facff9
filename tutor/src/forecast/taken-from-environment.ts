import type { Fix } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import type { Context } from './context.ts';
import { textAt } from './insertion.ts';
import { isMadeFor } from './punctuation-slip.ts';
import { fixedConnections } from './reads-environment.ts';
import { ADDRESS_VARIABLE } from './web-end.ts';

/**
 * The mend of an app whose address stands in its code, where its container is given the right one: what the call is given
 * becomes that variable. Undefined where more than the address is given to the call, or `os` is not there to ask.
 */
export function takenFromEnvironment({ project, facts }: Pick<Context, 'project' | 'facts'>): Fix | undefined {
  const [first, ...others] = fixedConnections(facts);
  const given = facts.environment.get(ADDRESS_VARIABLE)?.value;
  if (first === undefined || others.length > 0 || typeof given !== 'string' || !isMadeFor(facts, given))
    return undefined;
  const { library, span, calleeAt } = first.connection;
  const module = facts.source.modules.find(({ file }) => file === span.file);
  const hasOs = module?.imports.some((one) => one.module === 'os' && one.names === undefined) === true;
  if (!hasOs || !/^psycopg2?$/.test(library)) return undefined;
  const inside: Span = { ...span, start: calleeAt.end + 1, end: span.end - 1 };
  const call = textAt(project, { ...span, start: calleeAt.end }) ?? '';
  if (!call.startsWith('(') || !call.endsWith(')') || !ADDRESS_ALONE.test(textAt(project, inside) ?? ''))
    return undefined;
  const text = `os.environ["${ADDRESS_VARIABLE}"]`;
  return { title: `take it from ${ADDRESS_VARIABLE}`, confidence: 'likely', edits: [{ span: inside, text }] };
}

/** One text, or the parts of a sign-in by their names. */
const ADDRESS_ALONE =
  /^\s*(?:(?:dsn\s*=\s*|conninfo\s*=\s*)?(["'])[^"'\n]*\1|(?:(?:host|port|user|password|dbname|database)\s*=\s*(?:\d+|"[^"\n]*"|'[^'\n]*')\s*,?\s*)+)\s*$/;
