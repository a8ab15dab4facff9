import type { ContainerSeen, Listener, PageSeen } from '../core/observation.ts';
import { cut } from '../core/text.ts';
import { type PageAddress, pageAddresses } from './page-address.ts';
import type { ObservePorts, PageAnswer, StackTarget } from './ports.ts';
import { isPageGood, type Look } from './readiness.ts';
import { goesRound } from './redirects.ts';
import type { ObserveRequest } from './request.ts';

/** Looks at one stack again and again, remembering what it saw before. */
export interface Lookout {
  look(): Promise<Look>;
}

export type LookoutFrom = {
  readonly target: StackTarget;
  readonly containers: readonly ContainerSeen[];
  /** The host at which published ports are reached. */
  readonly publishedAt: string;
  readonly begunAt: number;
};

/** A page that does not answer in this time is not one that a learner would wait for. */
const PAGE_MS = 10_000;
/** A paused container never answers. */
const PAUSED_PAGE_MS = 2_000;
const BODY_UNITS = 4_000;

/** A lookout over a stack's containers, where they listen, and its page. */
export function lookout(ports: ObservePorts, request: ObserveRequest, from: LookoutFrom): Lookout {
  const { docker, page, clock } = ports;
  const { roles, signal } = request;
  const { web, db } = roles;
  const restartsAtReady = new Map<string, number>();
  let containers = from.containers.filter((one) => !one.oneOff);
  const services = request.project?.services.map((service) => service.name) ?? [];
  let looks = 0;
  let before: PageSeen | undefined;
  let sameAnswers = 0;

  async function refresh(): Promise<void> {
    const again = await docker.inspect(
      containers.map((one) => one.id),
      signal,
    );
    // One that is gone was made anew, or removed: the list is what counts then.
    const whole =
      again.length === containers.length ? again : (await docker.containers(from.target, signal)).containers;
    containers = whole.filter((one) => !one.oneOff);
  }

  async function listening(): Promise<ReadonlyMap<string, readonly Listener[]>> {
    const asked = containers.filter((one) => (one.service === web || one.service === db) && one.state === 'running');
    const answers = await Promise.all(asked.map((one) => docker.listening(one.id, signal)));
    const known = new Map<string, readonly Listener[]>();
    for (const [at, one] of asked.entries()) {
      const listeners = answers[at];
      if (listeners !== undefined) known.set(one.service, [...(known.get(one.service) ?? []), ...listeners]);
    }
    return known;
  }

  async function askPage(): Promise<PageSeen | undefined> {
    const paused = containers.some((one) => one.service === web && one.state === 'paused');
    const timeoutMs = paused ? PAUSED_PAGE_MS : PAGE_MS;
    let first: PageSeen | undefined;
    for (const address of pageAddresses(containers, request, from.publishedAt)) {
      const answer = await page.get(address.url, timeoutMs, signal);
      const good = isPageGood({ ...answer, ofProject: true, afterMs: 0 }, request.pageText);
      const round = await goesRound(page, answer, timeoutMs, signal);
      const seen = {
        ...pageSeen(answer, address, clock.now() - from.begunAt, request.pageText),
        ...(round === undefined ? {} : { goesRound: round }),
      };
      if (good) return seen;
      first ??= seen;
    }
    return first;
  }

  /** Counts the same answer in a row, from the moment on that the database is there to be talked to. */
  function count(answer: PageSeen | undefined, databaseThere: boolean): void {
    const isSame = answer !== undefined && before !== undefined && isSameAnswer(answer, before);
    if (answer === undefined || !databaseThere) sameAnswers = 0;
    else sameAnswers = isSame ? sameAnswers + 1 : 1;
    before = answer;
  }

  function isDatabaseThere(listens: ReadonlyMap<string, readonly Listener[]>): boolean {
    if (db === undefined || !isRunning(db)) return true;
    return (listens.get(db)?.length ?? 0) > 0;
  }

  return {
    async look() {
      if (looks > 0) await refresh();
      // A page that is right at the first look needs no reason.
      const listens = looks > 0 ? await listening() : new Map<string, readonly Listener[]>();
      looks++;
      const databaseThere = isDatabaseThere(listens);
      if (databaseThere && restartsAtReady.size === 0) {
        for (const one of containers) restartsAtReady.set(one.service, one.restartCount);
      }
      const answer = await askPage();
      count(answer, databaseThere);
      return {
        now: clock.now(),
        roles,
        services,
        containers,
        listens,
        ...(answer === undefined ? {} : { page: answer }),
        sameAnswers,
        restartsAtReady,
        ...(request.pageText === undefined ? {} : { pageText: request.pageText }),
      };
    },
  };

  function isRunning(service: string): boolean {
    return containers.some((one) => one.service === service && one.state === 'running');
  }
}

function isSameAnswer(a: PageSeen, b: PageSeen): boolean {
  return a.outcome === b.outcome && a.status === b.status && a.url === b.url;
}

function pageSeen(answer: PageAnswer, address: PageAddress, afterMs: number, text: string | undefined): PageSeen {
  const { body, ...rest } = answer;
  const seen = { ...rest, ofProject: address.from === 'engine', afterMs };
  return body === undefined ? seen : { ...seen, body: excerpt(body, text) };
}

/** The beginning of a long body; where the awaited text stands further on, the stretch that holds it. */
function excerpt(body: string, text: string | undefined): string {
  const at = text === undefined ? -1 : body.indexOf(text);
  if (text === undefined || at + text.length < BODY_UNITS) return cut(body, BODY_UNITS);
  return `…${cut(body.slice(at), BODY_UNITS - 1)}`;
}
