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
    configHash: 'hash',
    imageId: 'sha256:1',
    published: [],
    networks: { 'your-project_app_network': [service] },
    mounts: [],
    oneOff: false,
    ...more,
  } as ContainerSeen;
}

/** The finished project, up and well. */
export function healthyStack(): StackSeen {
  const url = 'http://localhost:8000';
  return {
    project: 'your-project',
    containers: [
      container('db', {
        image: 'postgres:16-alpine',
        mounts: [
          { type: 'volume', name: 'your-project_db_data', target: '/var/lib/postgresql/data' },
        ] as ContainerSeen['mounts'],
      }),
      container('web', {
        image: 'your-project-web',
        published: [{ address: '0.0.0.0', hostPort: 8000, containerPort: 8000, protocol: 'tcp' }],
      }),
    ],
    networks: [{ name: 'your-project_app_network', key: 'app_network', driver: 'bridge' }] as StackSeen['networks'],
    volumes: [
      { name: 'your-project_db_data', key: 'db_data', createdAt: '2026-11-24T07:59:00Z' },
    ] as StackSeen['volumes'],
    logs: { web: [' * Running on all addresses (0.0.0.0)'], db: ['database system is ready to accept connections'] },
    page: {
      url,
      outcome: 'answered',
      status: 200,
      headers: {},
      body: 'Hello from Flask! Connected to database successfully!',
      ofProject: true,
      afterMs: 20,
    },
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
