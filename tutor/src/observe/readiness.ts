import type { ContainerSeen, Listener, PageSeen } from '../core/observation.ts';

/** One look at a stack that is becoming ready. Times in milliseconds since 1970. */
export type Look = {
  readonly now: number;
  readonly roles: { readonly web?: string; readonly db?: string };
  /** Services of the project that should have a container. */
  readonly services: readonly string[];
  /** Without one-offs. */
  readonly containers: readonly ContainerSeen[];
  /** Where web and db listen; absent where that was not, or could not be, asked. */
  readonly listens: ReadonlyMap<string, readonly Listener[]>;
  /** The page's last answer; absent where it has no address. */
  readonly page?: PageSeen;
  /** How often in a row the page gave that answer while the database was accepting connections. */
  readonly sameAnswers: number;
  /** Restarts counted when the database was first seen accepting connections. */
  readonly restartsAtReady: ReadonlyMap<string, number>;
  readonly pageText?: string;
};

/** `settled`: another look would show the same. `waiting`: for what, for people, and which service that is. */
export type Readiness =
  | { readonly state: 'settled' }
  | { readonly state: 'waiting'; readonly for: string; readonly service?: string };

/** The same answer so often in a row is no accident of the first seconds. */
const SAME_ANSWERS = 3;
/** A crash loop: so many restarts after the database was there, or so many at all, the last long after it was started. */
const RESTARTS = 6;
const DB_STARTS_WITHIN_MS = 10_000;
const RESTARTS_OF_DB = 3;
const RESTARTS_AFTER_DB = 2;
/** A container that was restarted this short a time ago is between two crashes, whatever its state says. */
const BETWEEN_CRASHES_MS = 10_000;
/** Where nobody can say whether a program listens, it has this long from its start. */
const UNKNOWN_MS = 15_000;

const settled: Readiness = { state: 'settled' };

/** Whether the verdict on a stack is known. The first seconds' refusals are none. Pure. */
export function readinessOf(look: Look): Readiness {
  if (isPageGood(look.page, look.pageText)) return settled;
  if (parts(look).some((part) => isOver(part, look))) return settled;
  const coming = parts(look).find((part) => part.container?.state !== 'running');
  if (coming !== undefined) return wait(`\`${coming.service}\` to start`, coming.service);
  const { db, web } = look.roles;
  if (db !== undefined && !accepts(db, look)) return wait(`\`${db}\` to accept connections`, db);
  const { page } = look;
  if (page === undefined) return settled;
  if (page.body?.includes(STARTING_UP)) return wait(`\`${db ?? 'the database'}\`: ${STARTING_UP}`, db);
  if (look.sameAnswers >= SAME_ANSWERS && (web === undefined || saidSomething(page) || accepts(web, look)))
    return settled;
  return wait(`the page at ${page.url}`, web);
}

/** Whether the page is what the chapter asks for. */
export function isPageGood(page: PageSeen | undefined, text: string | undefined): boolean {
  if (page?.outcome !== 'answered' || page.status !== 200) return false;
  return text === undefined || (page.body?.includes(text) ?? false);
}

/** PostgreSQL's own words while it recovers: it says itself that it will be ready. */
const STARTING_UP = 'the database system is starting up';

function wait(what: string, service?: string): Readiness {
  return service === undefined ? { state: 'waiting', for: what } : { state: 'waiting', for: what, service };
}

type Part = { readonly service: string; readonly container: ContainerSeen | undefined };

/** The services that the page stands on; where no part is known, all. */
function parts(look: Look): readonly Part[] {
  const { web, db } = look.roles;
  const known = [db, web].filter((name) => name !== undefined);
  const names = known.length > 0 ? known : look.services;
  return names.map((service) => ({ service, container: look.containers.find((one) => one.service === service) }));
}

/** Whether nothing more will come of this service by itself. */
function isOver({ service, container }: Part, look: Look): boolean {
  if (container === undefined) return true;
  switch (container.state) {
    case 'exited':
      return container.exitCode !== 0 || service === look.roles.web || service === look.roles.db;
    case 'dead':
    case 'removing':
    case 'paused':
      return true;
    case 'created':
      return !isSomeoneStarting(look);
    case 'restarting':
      return isLooping(container, look);
    case 'running':
      return look.now - startOf(container) < BETWEEN_CRASHES_MS && isLooping(container, look);
  }
}

/** A container that was made and not started waits for another one, or was given up. */
function isSomeoneStarting(look: Look): boolean {
  return look.containers.some((one) => one.state === 'running' && one.health === 'starting');
}

/** Crashes while the database was not there yet may end when it is: they are no loop. */
function isLooping(container: ContainerSeen, look: Look): boolean {
  const { restartCount, service, state } = container;
  const { db } = look.roles;
  if (service === db || db === undefined) return restartCount >= RESTARTS_OF_DB;
  const before = look.restartsAtReady.get(service);
  if (before === undefined) return false;
  if (restartCount - before >= RESTARTS_AFTER_DB) return true;
  const database = look.containers.find((one) => one.service === db);
  const startedAfterDb = database === undefined ? 0 : startOf(container) - startOf(database);
  return state === 'restarting' && restartCount >= RESTARTS && startedAfterDb > DB_STARTS_WITHIN_MS;
}

/** Whether a service's program accepts connections, anywhere at all; after a while without knowing, yes. */
function accepts(service: string, look: Look): boolean {
  const listeners = look.listens.get(service);
  if (listeners !== undefined) return listeners.length > 0;
  const container = look.containers.find((one) => one.service === service);
  return container !== undefined && look.now - startOf(container) > UNKNOWN_MS;
}

/** A refused or closed connection may only mean that nobody listens yet. */
function saidSomething(page: PageSeen): boolean {
  return page.outcome === 'answered' || page.outcome === 'malformed' || page.outcome === 'timeout';
}

/** When it was started; a time that cannot be read counts as long ago. */
export function startOf(container: ContainerSeen): number {
  const at = Date.parse(container.startedAt);
  return Number.isNaN(at) ? 0 : at;
}
