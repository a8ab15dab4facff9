import type { ContainerSeen, DatabaseSeen } from '../core/observation.ts';
import type { ObservePorts } from './ports.ts';
import { startOf } from './readiness.ts';
import { type ObserveRequest, READY_WITHIN_MS } from './request.ts';
import { routesOf } from './routes.ts';

const ASK_MS = 10_000;
const BETWEEN_TRIES_MS = 300;
/** `cannot_connect_now`: PostgreSQL says itself that it will be ready. */
const STARTING_UP = '57P03';

/**
 * Signs in as the page does. A page may be right before its database accepts connections (it may not need it at once):
 * while the database's own container does not listen yet, a refusal is no verdict.
 */
export async function askDatabase(
  ports: ObservePorts,
  request: ObserveRequest,
  containers: readonly ContainerSeen[],
): Promise<DatabaseSeen | undefined> {
  const { signIn, signal, roles } = request;
  if (signIn === undefined) return undefined;
  const { clock, database } = ports;
  const db = containers.find((one) => !one.oneOff && one.service === roles.db && one.state === 'running');
  const deadline =
    (db === undefined ? 0 : Math.min(clock.now(), startOf(db))) + (request.readyWithinMs ?? READY_WITHIN_MS);
  for (;;) {
    const isComing = db !== undefined && (await isNotListening(ports, db, signal));
    const seen = await database.ask(signIn, routesOf(containers, roles), ASK_MS, signal);
    const mayChange = seen?.sqlState === STARTING_UP || (isComing && seen?.outcome === 'refused');
    if (!mayChange || clock.now() >= deadline) return seen;
    if (db !== undefined) request.onProgress?.(`waiting for \`${db.service}\` to accept connections`, db.service);
    await clock.sleep(BETWEEN_TRIES_MS, signal);
    signal.throwIfAborted();
  }
}

/** Asked before the sign-in: what was not there then may be there the next time. */
async function isNotListening(ports: ObservePorts, db: ContainerSeen, signal: AbortSignal): Promise<boolean> {
  if (db.listens !== undefined && db.listens.length > 0) return false;
  const listeners = await ports.docker.listening(db.id, signal);
  return listeners !== undefined && listeners.length === 0;
}
