import { describe, expect, it } from 'vitest';
import { Blocked } from '../../src/core/lack.ts';
import type { Observation } from '../../src/core/observation.ts';
import { observe } from '../../src/observe/observe.ts';
import type { ObserveRequest } from '../../src/observe/request.ts';
import type { ComposeProject } from '../../src/project/compose/project.ts';
import { container, found, good, PAGE_TEXT, portsOf, request, type World } from './world.ts';

async function seen(world: World, more: Partial<ObserveRequest> = {}) {
  const ports = portsOf(world);
  const progress: string[] = [];
  const begun = ports.nowMs();
  const observation = await observe(ports, request({ onProgress: (message) => progress.push(message), ...more }));
  return { observation, stack: stackOf(observation), asked: ports.asked, progress, tookMs: ports.nowMs() - begun };
}

function stackOf(observation: Observation) {
  return observation.engine === 'observed' ? observation.stack : undefined;
}

const refused = { outcome: 'refused', error: 'connect ECONNREFUSED' } as const;
const reset = { outcome: 'reset', error: 'other side closed' } as const;
const failing = (body: string) => ({ outcome: 'answered', status: 500, body }) as const;
const anywhere = [{ address: '0.0.0.0', port: 5432 }];
const listening = { 'db-id': [anywhere], 'web-id': [[{ address: '0.0.0.0', port: 8000 }]] };
const both = [container('db'), container('web')];

describe('where nothing of the project is there', () => {
  it('few questions tell so', async () => {
    const { observation, asked } = await seen({});
    expect(observation).toEqual({
      engine: 'observed',
      docker: '28.5.2',
      compose: '2.40.3',
      stack: { project: 'p', foundBy: 'nothing', containers: [], networks: [], volumes: [], logs: {}, portHolders: [] },
    });
    expect(asked).toEqual(['engine', 'stacks', 'networks', 'volumes']);
  });

  it('no engine is part of the observation', async () => {
    const lack = { rule: 'docker-cli-missing', title: 't', help: 'h' } as const;
    expect((await seen({ lack: new Blocked(lack) })).observation).toEqual({ engine: 'absent', lack });
  });

  it('our own mistake is none', async () => {
    await expect(seen({ lack: new TypeError('ours') })).rejects.toThrow('ours');
  });
});

describe('which stack', () => {
  it('is the one of this folder where none has the own name', async () => {
    const { stack, asked } = await seen({
      stacks: [
        { name: 'elsewhere', folder: '/home/me/other', running: 3, containers: 3, services: ['web', 'db'] },
        { name: 'stopped', folder: '/home/me/p', running: 0, containers: 2, services: ['web', 'db'] },
        { name: 'mine', folder: '/home/me/p/', running: 2, containers: 2, services: ['web', 'db'] },
      ],
      containers: [both],
      page: [good],
    });
    expect([stack?.project, stack?.foundBy]).toEqual(['mine', 'folder']);
    expect(asked).toContain('containers mine');
  });

  it('is found by the real path of a folder too', async () => {
    const stacks = [{ name: 'mine', folder: '/private/p', running: 1, containers: 1, services: ['web', 'db'] }];
    const { stack } = await seen({ stacks, containers: [both], page: [good] }, { alsoKnownAs: ['/private/p'] });
    expect(stack?.project).toBe('mine');
  });

  it('is not one of another Compose file that lies here too', async () => {
    const stacks = [{ ...found, name: 'tools', services: ['shell'] }];
    const project = { services: [{ name: 'web' }, { name: 'db' }], volumes: [] } as unknown as ComposeProject;
    const { stack } = await seen({ stacks, containers: [both] }, { project });
    expect([stack?.project, stack?.foundBy]).toEqual(['p', 'nothing']);
  });

  it('has the own name even where another runs in this folder', async () => {
    const { stack } = await seen({
      stacks: [
        { ...found, name: 'mine' },
        { ...found, running: 0, folder: '/elsewhere' },
      ],
      containers: [both],
      page: [good],
    });
    expect([stack?.project, stack?.foundBy]).toEqual(['p', 'name']);
  });
});

describe('a stack that is right', () => {
  it('is known at the first look', async () => {
    const { stack, asked, tookMs } = await seen({ stacks: [found], containers: [both], page: [good] });
    expect(stack?.page).toEqual({ url: 'http://127.0.0.1:8000/', ...good, ofProject: true, afterMs: 0 });
    expect(stack?.waited).toEqual({ ms: 0, ended: 'settled' });
    expect(stack?.logs).toEqual({ db: ['log of db-id'], web: ['log of web-id'] });
    expect(asked.filter((one) => /inspect|listening/.test(one))).toEqual([]);
    expect(tookMs).toBe(0);
  });

  it('is waited for through the first seconds: reset, refused, starting up', async () => {
    const { stack, progress } = await seen({
      stacks: [found],
      containers: [both],
      listens: { 'db-id': [[], [], anywhere], 'web-id': [[], [{ address: '0.0.0.0', port: 8000 }]] },
      page: [
        reset,
        refused,
        failing('Failed to connect to database: connection to server at "db", port 5432 failed: Connection refused'),
        failing('FATAL:  the database system is starting up'),
        failing('FATAL:  the database system is starting up'),
        failing('FATAL:  the database system is starting up'),
        failing('FATAL:  the database system is starting up'),
        good,
      ],
    });
    expect([stack?.page?.status, stack?.waited?.ended]).toEqual([200, 'settled']);
    expect(progress).toEqual([
      'waiting for `db` to accept connections',
      'waiting for `db`: the database system is starting up',
    ]);
  });

  it('keeps the awaited text of a long page', async () => {
    const body = `${'<br>'.repeat(3_000)}${PAGE_TEXT}${'<br>'.repeat(3_000)}`;
    const { stack } = await seen({ stacks: [found], containers: [both], page: [{ ...good, body }] });
    expect(stack?.page?.body?.length).toBeLessThanOrEqual(4_000);
    expect(stack?.page?.body).toContain(PAGE_TEXT);
  });

  it('is asked where the engine published it: IPv6 alone, one address, a far engine', async () => {
    const web = (address: string, hostPort: number) =>
      container('web', { published: [{ address, hostPort, containerPort: 8000, protocol: 'tcp' }] });
    for (const [address, url] of [
      ['::', 'http://[::1]:8000/'],
      ['192.168.1.5', 'http://192.168.1.5:8000/'],
      ['127.0.0.1', 'http://127.0.0.1:8000/'],
    ] as const) {
      const { asked } = await seen({
        stacks: [found],
        containers: [[container('db'), web(address, 8_000)]],
        page: [good],
      });
      expect(asked.filter((one) => one.startsWith('GET'))).toEqual([`GET ${url}`]);
    }
  });

  it('may have its page behind another service', async () => {
    const proxy = container('proxy', {
      published: [{ address: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' }],
    });
    const hidden = container('web', { published: [] });
    const { stack } = await seen({ stacks: [found], containers: [[container('db'), proxy, hidden]], page: [good] });
    expect(stack?.page?.url).toBe('http://127.0.0.1:80/');
  });
});

describe('the database', () => {
  const signIn = { host: 'db', port: 5432, user: 'user', password: 'p', database: 'd' };
  const no = { target: 'db:5432 as user', through: 'web' };
  const world = { stacks: [found], containers: [both], page: [good] };
  const databaseOf = async (more: Partial<World>) => {
    const { stack, asked } = await seen({ ...world, ...more }, { signIn });
    return { database: stack?.database, times: asked.filter((one) => one.startsWith('sign in')).length };
  };

  it('is waited for although the page is right already', async () => {
    const refusedYet = { ...no, outcome: 'refused' } as const;
    const starting = { ...no, outcome: 'refused-sign-in', sqlState: '57P03' } as const;
    const there = { ...no, outcome: 'signed-in', versionNumber: 160014 } as const;
    const listens = { 'db-id': [[], [], anywhere] };
    const { database, times } = await databaseOf({ listens, database: [refusedYet, refusedYet, starting, there] });
    expect([database, times]).toEqual([there, 4]);
  });

  it('that listens and refuses at this port is asked once', async () => {
    const refusedPort = { ...no, outcome: 'refused' } as const;
    expect(await databaseOf({ listens: listening, database: [refusedPort] })).toEqual({
      database: refusedPort,
      times: 1,
    });
  });

  it('is not asked without a sign-in', async () => {
    expect((await seen(world)).asked.some((one) => one.startsWith('sign in'))).toBe(false);
  });
});

describe('a stack whose verdict is known', () => {
  it.each([
    ['exited', container('db', { state: 'exited', exitCode: 1 })],
    ['exited with 0, being the database', container('db', { state: 'exited', exitCode: 0 })],
    ['restarting again and again', container('db', { state: 'restarting', restartCount: 4 })],
    ['sampled between two crashes', container('db', { restartCount: 7, startedAt: '2026-01-01T11:59:58Z' })],
    ['paused', container('db', { state: 'paused' })],
    ['created and given up', container('db', { state: 'created' })],
  ])('is not waited for: db %s', async (_what, db) => {
    const { stack, tookMs } = await seen({
      stacks: [found],
      containers: [[db, container('web')]],
      page: [failing('x')],
    });
    expect([stack?.waited, tookMs]).toEqual([{ ms: 0, ended: 'settled' }, 0]);
    expect(stack?.page?.status).toBe(500);
  });

  it('is not waited for: a service has no container', async () => {
    const { stack, tookMs } = await seen({ stacks: [found], containers: [[container('web')]], page: [failing('x')] });
    expect([stack?.waited?.ended, tookMs]).toEqual(['settled', 0]);
  });

  it('is the same page three times while the database accepts connections', async () => {
    const body = 'password authentication failed for user "user"';
    const { stack, tookMs } = await seen({
      stacks: [found],
      containers: [both],
      listens: listening,
      page: [failing(body)],
    });
    expect([stack?.page?.status, stack?.waited?.ended]).toEqual([500, 'settled']);
    expect(tookMs).toBeLessThan(1_500);
  });

  it('is a reset page while the program listens, if only on 127.0.0.1', async () => {
    const { stack, tookMs } = await seen({
      stacks: [found],
      containers: [both],
      listens: { ...listening, 'web-id': [[{ address: '127.0.0.1', port: 5000 }]] },
      page: [reset],
    });
    expect(stack?.waited?.ended).toBe('settled');
    expect(stack?.containers.find((one) => one.service === 'web')?.listens).toEqual([
      { address: '127.0.0.1', port: 5000 },
    ]);
    expect(tookMs).toBeLessThan(1_500);
  });

  it('is not a reset page while nothing listens: that is waited for to the end', async () => {
    const { stack, tookMs } = await seen(
      { stacks: [found], containers: [both], listens: { 'db-id': [anywhere], 'web-id': [[]] }, page: [reset] },
      { readyWithinMs: 20_000 },
    );
    expect(stack?.waited).toMatchObject({ ended: 'timeout', for: 'the page at http://127.0.0.1:8000/' });
    expect(tookMs).toBeGreaterThanOrEqual(19_000);
    expect(tookMs).toBeLessThan(25_000);
  });

  it('was given its time already where it has been up for hours', async () => {
    const old = { startedAt: '2026-01-01T02:00:00Z' };
    const { stack, tookMs } = await seen({
      stacks: [found],
      containers: [[container('db', old), container('web', old)]],
      listens: { 'db-id': [[]], 'web-id': [[]] },
      page: [reset],
    });
    expect(stack?.waited?.ended).toBe('timeout');
    expect(tookMs).toBeLessThanOrEqual(4_000);
  });

  it('is a crash loop only once the database was there', async () => {
    const web = (restartCount: number) => container('web', { state: 'restarting', restartCount });
    const { stack, tookMs } = await seen({
      stacks: [found],
      containers: [1, 2, 3, 3, 3, 4, 5].map((count) => [container('db'), web(count)]),
      listens: { 'db-id': [[], [], anywhere] },
      page: [refused],
    });
    expect([stack?.waited?.ended, stack?.containers.find((one) => one.service === 'web')?.restartCount]).toEqual([
      'settled',
      5,
    ]);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('is a crash loop at the second look where it has gone on for long', async () => {
    const web = container('web', { state: 'restarting', restartCount: 40, startedAt: '2026-01-01T11:59:30Z' });
    const db = container('db', { startedAt: '2026-01-01T09:00:00Z' });
    const { stack, tookMs } = await seen({
      stacks: [found],
      containers: [[db, web]],
      listens: { 'db-id': [anywhere] },
    });
    expect([stack?.waited?.ended, tookMs]).toEqual(['settled', 100]);
  });

  it('is no crash loop while the database has not come up yet', async () => {
    const web = container('web', { restartCount: 7 });
    const { stack } = await seen({
      stacks: [found],
      containers: [[container('db'), web]],
      listens: { 'db-id': [[], [], [], anywhere], 'web-id': [[{ address: '0.0.0.0', port: 8000 }]] },
      page: [refused, refused, refused, refused, good],
    });
    expect(stack?.page?.status).toBe(200);
  });

  it('recovers from restarts that ended when the database was there', async () => {
    const web = (restartCount: number, state: 'restarting' | 'running') => container('web', { state, restartCount });
    const { stack } = await seen({
      stacks: [found],
      containers: [web(1, 'restarting'), web(2, 'restarting'), web(3, 'running')].map((one) => [container('db'), one]),
      listens: { 'db-id': [[], anywhere], 'web-id': [[{ address: '0.0.0.0', port: 8000 }]] },
      page: [good],
    });
    expect(stack?.page?.status).toBe(200);
  });
});

describe('a container that was made anew while it was waited for', () => {
  it('is found again', async () => {
    const { stack, asked } = await seen({
      stacks: [found],
      containers: [both, [container('db')], [container('db'), container('web', { id: 'new-id' })]],
      listens: listening,
      page: [reset, good],
    });
    expect(stack?.page?.status).toBe(200);
    expect(asked.filter((one) => one === 'containers p').length).toBeGreaterThan(2);
  });
});

describe('up', () => {
  it('that fails leaves one look, and who holds the port', async () => {
    const error =
      'driver failed programming external connectivity: Bind for 0.0.0.0:8000 failed: port is already allocated';
    const { stack, tookMs } = await seen(
      {
        up: { seen: { command: ['docker', 'compose', 'up'], exitCode: 1, output: error, ended: 'by-itself' } },
        containers: [[container('db'), container('web', { state: 'created', error, published: [] })]],
        holders: { 8000: { kind: 'process', name: 'nginx', pid: 7 } },
      },
      { wishes: ['up'] },
    );
    expect([stack?.up?.exitCode, stack?.foundBy, tookMs]).toEqual([1, 'name', 0]);
    expect(stack?.portHolders).toEqual([{ port: 8000, holder: { kind: 'process', name: 'nginx', pid: 7 } }]);
  });

  it('that the machine could not do is observed with its lack', async () => {
    const lack = { rule: 'registry-unreachable', title: 't', help: 'h' } as const;
    const outcome = { seen: { command: [], exitCode: 1, output: '', ended: 'by-itself' as const }, lack };
    const { stack } = await seen({ up: outcome }, { wishes: ['up'] });
    expect([stack?.lack, stack?.containers]).toEqual([lack, []]);
  });

  it('that waits for the completion of a server is given up', async () => {
    const project = {
      name: 'p',
      services: [
        { name: 'web', ports: [], dependsOn: [{ service: 'db', condition: 'service_completed_successfully' }] },
      ],
      volumes: [],
    } as unknown as NonNullable<ObserveRequest['project']>;
    const world = { containers: [[container('db'), container('web', { state: 'created', published: [] })]] };
    const ports = portsOf(world);
    const up: typeof ports.docker.up = async (_target, _how, { giveUp }) => {
      await new Promise((end) => giveUp?.addEventListener('abort', end, { once: true }));
      return { seen: { command: [], exitCode: null, output: '', ended: 'timeout' } };
    };
    const observation = await observe(
      { ...ports, docker: { ...ports.docker, up } },
      request({ project, wishes: ['up'] }),
    );
    expect(stackOf(observation)?.up?.ended).toBe('timeout');
    expect(ports.nowMs() - Date.parse('2026-01-01T12:00:00Z')).toBeGreaterThan(55_000);
  });

  it('whose engine went away is no observation', async () => {
    const lack = { rule: 'docker-daemon-unreachable', title: 't', help: 'h' } as const;
    const outcome = { seen: { command: [], exitCode: 1, output: '', ended: 'by-itself' as const }, lack };
    expect((await seen({ up: outcome }, { wishes: ['up'] })).observation).toEqual({ engine: 'absent', lack });
  });
});

describe('down', () => {
  it('is judged by a second look', async () => {
    const volumes = [{ name: 'p_data', key: 'data', createdAt: '' }];
    const world = { stacks: [found], containers: [both, both, []], page: [good], volumes };
    const { observation, stack } = await seen(world, { wishes: ['down'] });
    expect(stack?.containers).toHaveLength(2);
    expect(observation).toMatchObject({ afterDown: { project: 'p', containers: [], networks: [], volumes } });
  });

  it('works by the name where Compose refuses the files', async () => {
    const refusal = { seen: { command: [], exitCode: 1, output: 'yaml: line 2', ended: 'by-itself' as const } };
    const fine = { seen: { command: [], exitCode: 0, output: '', ended: 'by-itself' as const } };
    const world = { stacks: [found], containers: [both, both, []], page: [good], down: [refusal, fine] };
    const { stack, asked } = await seen(world, { wishes: ['down'] });
    expect(stack?.down?.exitCode).toBe(0);
    expect(asked.filter((one) => one.startsWith('down'))).toEqual(['down p with 1 files', 'down p with 0 files']);
  });
});

describe('the proof', () => {
  const signIn = { host: 'db', port: 5432, user: 'user', password: 'p', database: 'd' };
  const written = { outcome: 'written', statement: 'INSERT', answer: 'INSERT 0 1' } as const;
  const world = { stacks: [found], containers: [both], page: [good] };
  const proofOf = async (rows: World['rows'], more: Partial<World> = {}) =>
    (await seen({ ...world, rows: rows ?? [], ...more }, { wishes: ['prove'], signIn })).stack?.proof;

  it('is a row that is still there, once the database has started again', async () => {
    const starting = { outcome: 'failed', statement: 'SELECT', answer: 'starting up', sqlState: '57P03' } as const;
    const row = { outcome: 'found', statement: 'SELECT', answer: 'written at …' } as const;
    const proof = await proofOf([written, starting, starting, row]);
    expect(proof?.outcome).toBe('kept');
    expect(proof?.evidence.map((one) => one.kind)).toEqual(['sql', 'command', 'command', 'sql']);
  });

  it('is lost with the row', async () => {
    const gone = { outcome: 'missing', statement: 'SELECT', answer: 'relation does not exist' } as const;
    expect((await proofOf([written, gone]))?.outcome).toBe('lost');
  });

  it('is not possible without writing, and then nothing is taken down', async () => {
    const no = { outcome: 'failed', statement: 'INSERT', answer: 'permission denied', sqlState: '42501' } as const;
    const { stack, asked } = await seen({ ...world, rows: [no] }, { wishes: ['prove'], signIn });
    expect(stack?.proof).toMatchObject({
      outcome: 'not-possible',
      message: 'the row could not be written: permission denied',
    });
    expect(asked.some((one) => one.startsWith('down'))).toBe(false);
  });

  it('is never made unasked', async () => {
    const { asked } = await seen(world, { signIn });
    expect(asked.filter((one) => /row|down/.test(one))).toEqual([]);
  });
});

describe('a run that is stopped', () => {
  it('rejects with the reason, whatever it was doing', async () => {
    const stop = new AbortController();
    const ports = portsOf({ stacks: [found], containers: [both], listens: listening, page: [reset] });
    const run = observe(
      { ...ports, clock: { ...ports.clock, sleep: async () => stop.abort(new Error('Ctrl-C')) } },
      request({ signal: stop.signal }),
    );
    await expect(run).rejects.toThrow('Ctrl-C');
  });
});
