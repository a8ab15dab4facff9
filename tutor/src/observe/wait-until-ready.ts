import type { ContainerSeen, Listener, PageSeen, StackSeen } from '../core/observation.ts';
import { bell } from './bell.ts';
import { lookout } from './lookout.ts';
import type { ObservePorts, StackTarget } from './ports.ts';
import { type Look, type Readiness, readinessOf, startOf } from './readiness.ts';
import { type ObserveRequest, READY_WITHIN_MS } from './request.ts';

/** What the waiting ended with. `containers` has no one-offs. */
export type Waited = {
  readonly containers: readonly ContainerSeen[];
  readonly listens: ReadonlyMap<string, readonly Listener[]>;
  readonly page?: PageSeen;
  readonly waited: NonNullable<StackSeen['waited']>;
};

/** What is known before the waiting begins. `one look`: `up` has failed, nothing more is to come. */
export type WaitingFrom = {
  readonly target: StackTarget;
  readonly containers: readonly ContainerSeen[];
  readonly publishedAt: string;
  readonly patience: 'until ready' | 'one look';
};

/** A stack that has been up for long still gets a few looks. */
const LEAST_MS = 3_000;
/** Between two looks where no event shortens the rest. */
const RESTS_MS: readonly number[] = [100, 200, 300, 500, 700];
const LONGEST_REST_MS = 1_000;

/** Looks at a stack until its verdict is known or its time is over. An event of the engine makes it look at once. */
export async function waitUntilReady(ports: ObservePorts, request: ObserveRequest, from: WaitingFrom): Promise<Waited> {
  const { clock, docker } = ports;
  const begunAt = clock.now();
  const deadline = deadlineOf(from.containers, begunAt, request.readyWithinMs ?? READY_WITHIN_MS);
  const watch = lookout(ports, request, { ...from, begunAt });
  const first = await watch.look();
  const verdict = readinessOf(first);
  if (verdict.state === 'settled' || from.patience === 'one look')
    return concluded(first, verdict, clock.now() - begunAt);

  const door = bell(clock, request.signal);
  const listening = new AbortController();
  const events = docker.events(from.target.name, door.ring, AbortSignal.any([request.signal, listening.signal]));
  const tell = teller(request);
  try {
    tell(verdict);
    for (let looks = 0; ; looks++) {
      const left = deadline - clock.now();
      await door.rest(Math.max(1, Math.min(RESTS_MS[looks] ?? LONGEST_REST_MS, left)));
      request.signal.throwIfAborted();
      const look = await watch.look();
      const readiness = readinessOf(look);
      if (readiness.state === 'settled' || clock.now() >= deadline) {
        return concluded(look, readiness, clock.now() - begunAt);
      }
      tell(readiness);
    }
  } finally {
    listening.abort();
    await events;
  }
}

/** The time a stack may take counts from its own start: one that has been up for hours has had it. */
function deadlineOf(containers: readonly ContainerSeen[], now: number, withinMs: number): number {
  const newest = Math.max(0, ...containers.filter((one) => !one.oneOff).map(startOf));
  // The engine's clock may run before ours.
  return Math.max(now + Math.min(LEAST_MS, withinMs), Math.min(now, newest) + withinMs);
}

function concluded(look: Look, readiness: Readiness, ms: number): Waited {
  return {
    containers: look.containers,
    listens: look.listens,
    ...(look.page === undefined ? {} : { page: look.page }),
    waited: readiness.state === 'settled' ? { ms, ended: 'settled' } : { ms, ended: 'timeout', for: readiness.for },
  };
}

/** Tells what is waited for, once each time it changes. */
function teller(request: ObserveRequest): (readiness: Readiness) => void {
  let told = '';
  return (readiness) => {
    if (readiness.state === 'settled' || readiness.for === told) return;
    told = readiness.for;
    request.onProgress?.(`waiting for ${readiness.for}`, readiness.service);
  };
}
