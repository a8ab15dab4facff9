import type { StackSeen } from '../../core/observation.ts';
import type { Context } from '../context.ts';
import { POSTGRES_PORT } from '../given.ts';
import { serviceOf } from '../roles.ts';
import { type DatabaseTrouble, databaseTrouble } from './database.ts';
import { lastRun, logOf } from './log.ts';
import { servicesSeen } from './services.ts';
import { runningOf, troubledStack } from './stack.ts';

/**
 * A refused connection to the database, and why. `early`: the page asked at an address where the database listens now, or will.
 * `elsewhere`: nobody listens at that address and port.
 */
export type Refused = {
  readonly why: 'early' | 'elsewhere';
  readonly stack: StackSeen;
  readonly db: string;
  readonly trouble: DatabaseTrouble;
  /** Whether the database accepts connections by now. */
  readonly now: 'listens' | 'does-not-listen' | 'unknown';
};

const LOOPBACK = /^(?:localhost|127\.|::1$)/;
const READY = /database system is ready to accept connections/;

/** What a refused connection means; undefined where none was refused, or the database does not run. */
export function refusedConnection(context: Context): Refused | undefined {
  const trouble = databaseTrouble(context);
  const stack = troubledStack(context);
  const db = serviceOf(context.facts.roles.db)?.name;
  if (stack === undefined || db === undefined || (trouble?.kind !== 'refused' && trouble?.kind !== 'starting'))
    return undefined;
  const container = runningOf(stack, db);
  if (container === undefined || isLooping(context, stack, db)) return undefined;
  const port = context.facts.db?.port ?? POSTGRES_PORT;
  const listens = container.listens?.some((one) => one.port === port && !LOOPBACK.test(one.address));
  const now = listens === undefined ? fromLog(stack, db) : listens ? 'listens' : 'does-not-listen';
  const common = { stack, db, trouble, now };
  if (trouble.kind === 'starting') return { ...common, why: 'early' };
  // It listens, and not where the page looks.
  const listensElsewhere = container.listens !== undefined && container.listens.length > 0 && listens === false;
  return { ...common, why: asksElsewhere(trouble, port) || listensElsewhere ? 'elsewhere' : 'early' };
}

function asksElsewhere({ named }: DatabaseTrouble, port: number): boolean {
  const { host, address } = named;
  if (LOOPBACK.test(address ?? host ?? '')) return true;
  return named.port !== undefined && named.port !== port;
}

/** Between two crashes it runs, and will not be ready however long one waits. */
function isLooping(context: Context, stack: StackSeen, db: string): boolean {
  return servicesSeen(context, stack).some(({ service, fate }) => service.name === db && fate === 'looping');
}

/** Of the first start's two servers only the second is reached from outside; it is the last to say that it is ready. */
function fromLog(stack: StackSeen, db: string): Refused['now'] {
  const lines = lastRun(logOf(stack, db));
  const isFirst = lines.some((line) => /^The files belonging to this database system/.test(line));
  const times = lines.filter((line) => READY.test(line)).length;
  if (times === 0) return 'does-not-listen';
  return isFirst && times < 2 ? 'does-not-listen' : 'listens';
}
