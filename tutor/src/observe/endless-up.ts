import { Blocked } from '../core/lack.ts';
import type { ContainerSeen } from '../core/observation.ts';
import type { ObservePorts, StackTarget } from './ports.ts';
import { startOf } from './readiness.ts';
import { type ObserveRequest, READY_WITHIN_MS } from './request.ts';

/** Watches over an `up`; `dismiss` ends the watch. */
export type Guard = { readonly giveUp: AbortSignal; readonly dismiss: () => Promise<void> };

const LOOK_EVERY_MS = 2_000;

/**
 * `up` never returns where a service waits for the completion of one that never completes. Where the files have such a
 * wait, this gives `up` up once the one that is waited for has run longer than a stack may take to become ready.
 */
export function guardAgainstEndlessUp(ports: ObservePorts, request: ObserveRequest, target: StackTarget): Guard {
  const giveUp = new AbortController();
  const dismissed = new AbortController();
  const awaited = awaitedCompletions(request);
  const watching = awaited.size === 0 ? Promise.resolve() : watch();
  return {
    giveUp: giveUp.signal,
    async dismiss() {
      dismissed.abort();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    const until = AbortSignal.any([request.signal, dismissed.signal]);
    while (!until.aborted && !giveUp.signal.aborted) {
      await ports.clock.sleep(LOOK_EVERY_MS, until);
      if (!until.aborted && (await isEndless(until))) giveUp.abort();
    }
  }

  async function isEndless(until: AbortSignal): Promise<boolean> {
    try {
      const { containers } = await ports.docker.containers(target, until);
      const limit = ports.clock.now() - (request.readyWithinMs ?? READY_WITHIN_MS);
      const isWaiting = containers.some((one) => !one.oneOff && one.state === 'created');
      return isWaiting && containers.some((one) => runsSince(one, limit) && awaited.has(one.service));
    } catch (error) {
      // The engine has gone, or the watch is over: `up` tells the same, and its own time limit stands.
      if (error instanceof Blocked || until.aborted) return false;
      throw error;
    }
  }
}

function runsSince(container: ContainerSeen, limit: number): boolean {
  return container.state === 'running' && startOf(container) < limit;
}

function awaitedCompletions(request: ObserveRequest): ReadonlySet<string> {
  const services = request.project?.services ?? [];
  const waits = services.flatMap((service) => service.dependsOn);
  return new Set(waits.filter((one) => one.condition === 'service_completed_successfully').map((one) => one.service));
}
