import type { StackSeen } from '../../core/observation.ts';
import type { Context } from '../context.ts';
import { serviceOf } from '../roles.ts';
import { logOf } from './log.ts';
import { runningOf } from './stack.ts';
import { staleServices } from './stale-config.ts';

/** The entrypoint's word for data that was there when the container began: POSTGRES_* are not looked at then. */
const SKIPPED = /PostgreSQL Database directory appears to contain a database; Skipping initialization/;
/** Its word for data that this very container made. */
const MADE_HERE = /PostgreSQL init process complete|^The files belonging to this database system/;

/** Data that was made before the container that uses it now, and the line of the log that says so. */
export type OlderData = { readonly volume?: string; readonly line: string };

/**
 * Whether the database works on data made before its container, as its own log tells. Undefined where this container made the data,
 * where the log does not reach back to its beginning, or where the container has another configuration than the files.
 */
export function olderData(context: Context, stack: StackSeen): OlderData | undefined {
  const db = serviceOf(context.facts.roles.db)?.name;
  const container = runningOf(stack, db);
  if (db === undefined || container === undefined) return undefined;
  if (staleServices(context, stack).some((one) => one.service === db)) return undefined;
  const lines = logOf(stack, db);
  const line = lines.find((one) => SKIPPED.test(one));
  if (line === undefined || lines.some((one) => MADE_HERE.test(one))) return undefined;
  const dataPath = context.facts.storage?.dataPath ?? '';
  const mount = container.mounts.find(
    (one) => one.type === 'volume' && (dataPath === one.target || dataPath.startsWith(`${one.target}/`)),
  );
  return { line, ...(mount === undefined ? {} : { volume: mount.name }) };
}
