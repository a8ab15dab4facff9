import type { ContainerSeen, Observation, StackSeen } from '../../src/core/observation.ts';

/** A container of the finished project that does its work. */
function container(service: string, more: Partial<ContainerSeen>): ContainerSeen {
  return {
    id: `${service}-id`,
    name: `your-project-${service}-1`,
    service,
    image: service,
    state: 'running',
    health: '',
    exitCode: 0,
    error: '',
    oomKilled: false,
    restartCount: 0,
    startedAt: '2026-11-24T08:00:00Z',
    configHash: `${service}-hash`,
    composeVersion: '2.40.3',
    imageId: 'sha256:1',
    published: [],
    networks: { 'your-project_app_network': [`your-project-${service}-1`, service] },
    mounts: [],
    oneOff: false,
    ...more,
  } as ContainerSeen;
}

/** What Flask and the chapter's PostgreSQL log on a first start (Engine 28.5.2, PostgreSQL 16.14), shortened. */
const WEB_LOG = [
  " * Serving Flask app 'app.py'",
  ' * Debug mode: off',
  ' * Running on all addresses (0.0.0.0)',
  ' * Running on http://127.0.0.1:8000',
  'Press CTRL+C to quit',
  '172.18.0.1 - - [24/Nov/2026 08:34:29] "GET / HTTP/1.1" 200 -',
];
const DB_LOG = [
  'The files belonging to this database system will be owned by user "postgres".',
  '2026-11-24 08:34:26.805 UTC [42] LOG:  database system is ready to accept connections',
  'PostgreSQL init process complete; ready for start up.',
  '2026-11-24 08:34:28.690 UTC [1] LOG:  starting PostgreSQL 16.14 on x86_64-pc-linux-gnu',
  '2026-11-24 08:34:28.709 UTC [63] FATAL:  the database system is starting up',
  '2026-11-24 08:34:28.718 UTC [1] LOG:  database system is ready to accept connections',
];

/** The finished project, up and well. */
export function healthyStack(): StackSeen {
  const url = 'http://127.0.0.1:8000/';
  return {
    project: 'your-project',
    containers: [
      container('db', {
        image: 'postgres:16-alpine',
        listens: [
          { address: '0.0.0.0', port: 5432 },
          { address: '::', port: 5432 },
        ],
        mounts: [
          { type: 'volume', name: 'your-project_db_data', target: '/var/lib/postgresql/data' },
        ] as ContainerSeen['mounts'],
      }),
      container('web', {
        image: 'your-project-web',
        listens: [{ address: '0.0.0.0', port: 8000 }],
        published: [{ address: '0.0.0.0', hostPort: 8000, containerPort: 8000, protocol: 'tcp' }],
      }),
    ],
    networks: [
      {
        name: 'your-project_app_network',
        key: 'app_network',
        driver: 'bridge',
        attached: ['your-project-db-1', 'your-project-web-1'],
      },
    ] as StackSeen['networks'],
    volumes: [
      { name: 'your-project_db_data', key: 'db_data', createdAt: '2026-11-24T07:59:00Z' },
    ] as StackSeen['volumes'],
    configHashes: { web: 'web-hash', db: 'db-hash' },
    logs: { web: WEB_LOG, db: DB_LOG },
    page: {
      url,
      outcome: 'answered',
      status: 200,
      headers: {},
      body: 'Hello from Flask! Connected to database successfully!',
      ofProject: true,
      afterMs: 20,
    },
    pageText: 'Connected to database successfully!',
    database: {
      target: 'db:5432 as user',
      through: 'web',
      outcome: 'signed-in',
      versionNumber: 160_014,
    } as StackSeen['database'] & object,
    portHolders: [],
  };
}

/** What a case says of the engine, laid over the healthy stack: mappings are merged, lists and values replaced; null takes a value away. */
export function observedFrom(over: unknown): Observation {
  const healthy = { engine: 'observed', docker: '28.5.2', compose: '2.40.3', stack: healthyStack() };
  if (isMapping(over) && over.engine === 'absent') return over as unknown as Observation;
  return laidOver(healthy, over ?? {}) as Observation;
}

function laidOver(below: unknown, over: unknown): unknown {
  if (!isMapping(below) || !isMapping(over)) return over;
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(over)) {
    if (key === 'containers' && isMapping(value) && Array.isArray(below.containers))
      merged.containers = containersOver(below.containers, value);
    else if (value === null) delete merged[key];
    else merged[key] = key in below ? laidOver(below[key], value) : value;
  }
  return merged;
}

/** `containers: {web: {state: exited}}` changes one; null removes it. */
function containersOver(containers: readonly unknown[], over: Readonly<Record<string, unknown>>): readonly unknown[] {
  const changed = containers.flatMap((one) => {
    const service = isMapping(one) ? String(one.service) : '';
    if (!(service in over)) return [one];
    return over[service] === null ? [] : [laidOver(one, over[service])];
  });
  const known = containers.map((one) => (isMapping(one) ? String(one.service) : ''));
  const added = Object.entries(over).filter(([service, value]) => !known.includes(service) && value !== null);
  return [...changed, ...added.map(([service, value]) => laidOver(container(service, {}), value))];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
