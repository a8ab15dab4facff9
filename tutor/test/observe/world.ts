import type { ContainerSeen, DatabaseSeen, Listener, VolumeSeen } from '../../src/core/observation.ts';
import type { CommandOutcome, ObservePorts, PageAnswer, RowSeen, StackFound } from '../../src/observe/ports.ts';
import type { ObserveRequest } from '../../src/observe/request.ts';

/** A machine of our own making, in which time passes only by waiting. Each list is a script: the last entry stays. */
export type World = {
  readonly stacks?: readonly StackFound[];
  /** The containers at each look. */
  readonly containers?: readonly (readonly ContainerSeen[])[];
  readonly page?: readonly (Omit<PageAnswer, 'url'> | 'aborts')[];
  readonly listens?: Readonly<Record<string, readonly (readonly Listener[] | undefined)[]>>;
  readonly database?: readonly DatabaseSeen[];
  readonly rows?: readonly RowSeen[];
  readonly up?: CommandOutcome;
  readonly down?: readonly CommandOutcome[];
  readonly volumes?: readonly VolumeSeen[];
  readonly lack?: Error;
  readonly holders?: Readonly<
    Record<number, { readonly kind: 'process'; readonly name: string; readonly pid: number }>
  >;
};

/** Ports over a world, and what was asked of them in order. */
export function portsOf(world: World): ObservePorts & { readonly asked: string[]; readonly nowMs: () => number } {
  const asked: string[] = [];
  let now = Date.parse('2026-01-01T12:00:00Z');
  const steps = new Map<string, number>();
  const next = <Entry>(name: string, script: readonly Entry[] | undefined): Entry | undefined => {
    const at = steps.get(name) ?? 0;
    steps.set(name, at + 1);
    return script?.[Math.min(at, script.length - 1)];
  };
  const containers = () => next('containers', world.containers) ?? [];
  const done = (words: string[]): CommandOutcome => ({
    seen: { command: ['docker', 'compose', ...words], exitCode: 0, output: '', ended: 'by-itself' },
  });
  return {
    asked,
    nowMs: () => now,
    clock: {
      now: () => now,
      async sleep(ms, signal) {
        if (!signal.aborted) now += ms;
      },
    },
    docker: {
      async engine() {
        asked.push('engine');
        if (world.lack !== undefined) throw world.lack;
        return { docker: '28.5.2', compose: '2.40.3', publishedAt: '127.0.0.1' };
      },
      async stacks() {
        asked.push('stacks');
        return world.stacks ?? [];
      },
      async containers(target) {
        asked.push(`containers ${target.name}`);
        return { ps: done(['ps']).seen, containers: containers() };
      },
      async inspect() {
        asked.push('inspect');
        return containers();
      },
      async networks() {
        asked.push('networks');
        return [];
      },
      async volumes(_project, named) {
        asked.push(`volumes ${named.join()}`.trim());
        return world.volumes ?? [];
      },
      async configHashes() {
        asked.push('hashes');
        return { web: 'h' };
      },
      async logs(id) {
        asked.push(`logs ${id}`);
        return [`log of ${id}`];
      },
      async image() {
        return { environment: {}, entrypoint: [], command: [] };
      },
      async fileIn(id, path) {
        asked.push(`file ${path} in ${id}`);
        return null;
      },
      async listening(id) {
        asked.push(`listening ${id}`);
        return next(`listening ${id}`, world.listens?.[id]);
      },
      async up(target, how) {
        asked.push(`up ${target.name} ${how}`);
        return world.up ?? done(['up']);
      },
      async down(target) {
        asked.push(`down ${target.name} with ${target.files.length} files`);
        return next('down', world.down) ?? done(['down']);
      },
      async restart() {
        return done(['restart']);
      },
      async events(_project, _onChange, signal) {
        if (!signal.aborted) await new Promise((end) => signal.addEventListener('abort', end, { once: true }));
      },
    },
    page: {
      async get(url, _timeoutMs, signal) {
        asked.push(`GET ${url}`);
        const answer = next('page', world.page);
        signal.throwIfAborted();
        if (answer === undefined || answer === 'aborts') throw new Error('this page was not to be asked');
        return { url, ...answer };
      },
    },
    database: {
      async ask(signIn, routes) {
        asked.push(`sign in as ${signIn.user} through ${Object.keys(routes).join()}`);
        return next('database', world.database);
      },
      async writeRow() {
        asked.push('write row');
        return next('rows', world.rows) ?? { outcome: 'failed', statement: '', answer: '' };
      },
      async readRow() {
        asked.push('read row');
        return next('rows', world.rows) ?? { outcome: 'failed', statement: '', answer: '' };
      },
    },
    holders: {
      async holder(port) {
        asked.push(`holder ${port}`);
        return world.holders?.[port] ?? { kind: 'nobody' };
      },
    },
  };
}

/** A container that runs well, but for what is said. */
export function container(service: string, more: Partial<ContainerSeen> = {}): ContainerSeen {
  return {
    id: `${service}-id`,
    name: `p-${service}-1`,
    service,
    image: service,
    state: 'running',
    health: '',
    exitCode: 0,
    error: '',
    oomKilled: false,
    restartCount: 0,
    startedAt: '2026-01-01T11:59:59Z',
    configHash: 'h',
    imageId: 'i',
    published: service === 'web' ? [{ address: '0.0.0.0', hostPort: 8000, containerPort: 8000, protocol: 'tcp' }] : [],
    networks: { p_app: [service] },
    addresses: { p_app: service === 'db' ? '172.18.0.2' : '172.18.0.3' },
    mounts: [],
    oneOff: false,
    ...more,
  };
}

export const PAGE_TEXT = 'Connected to database successfully!';
export const good = { outcome: 'answered', status: 200, body: `Hello from Flask! ${PAGE_TEXT}` } as const;

export function request(more: Partial<ObserveRequest> = {}): ObserveRequest {
  return {
    name: 'p',
    folder: '/home/me/p',
    files: ['compose.yaml'],
    roles: { web: 'web', db: 'db' },
    pageText: PAGE_TEXT,
    wishes: [],
    signal: new AbortController().signal,
    ...more,
  };
}

export const found: StackFound = {
  name: 'p',
  folder: '/home/me/p',
  running: 2,
  containers: 2,
  services: ['web', 'db'],
};
