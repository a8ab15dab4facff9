import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithEngine } from '../engine.ts';
import { chapterStack, type TestStack } from './stack.ts';

const MINUTES = 60_000;

describeWithEngine('the chapter on a real engine', () => {
  let stack: TestStack;
  beforeAll(() => {
    stack = chapterStack('tutor-observe', 18_410);
  });
  afterAll(() => stack.remove());

  it('is told in under a second where nothing of it runs', async () => {
    const seen = await stack.observe();
    expect(seen.stack).toEqual({
      project: 'tutor-observe',
      foundBy: 'nothing',
      containers: [],
      networks: [],
      volumes: [],
      logs: {},
      portHolders: [],
    });
    expect(seen.tookMs).toBeLessThan(2_000);
  });

  it('comes up, and is seen whole: page, version 16, ports, volume, logs', { timeout: 5 * MINUTES }, async () => {
    const output: string[] = [];
    const seen = await stack.observe({ wishes: ['up'], onOutput: (line) => output.push(line) });
    expect(seen.stack.up).toMatchObject({ command: ['docker', 'compose', 'up', '--detach', '--build'], exitCode: 0 });
    expect(output.length).toBeGreaterThan(3);
    expect(seen.stack.page).toMatchObject({
      url: 'http://127.0.0.1:18410/',
      outcome: 'answered',
      status: 200,
      body: 'Hello from Flask! Connected to database successfully!',
      ofProject: true,
    });
    expect(seen.stack.database).toMatchObject({ outcome: 'signed-in', through: 'web', target: 'db:5432 as user' });
    expect(Math.floor((seen.stack.database?.versionNumber ?? 0) / 10_000)).toBe(16);
    expect(seen.stack.containers.map((one) => [one.service, one.state])).toEqual([
      ['db', 'running'],
      ['web', 'running'],
    ]);
    expect(seen.stack.containers.map((one) => one.configHash)).toEqual([
      seen.stack.configHashes?.db,
      seen.stack.configHashes?.web,
    ]);
    expect(seen.stack.networks).toEqual([
      {
        name: 'tutor-observe_app_network',
        key: 'app_network',
        driver: 'bridge',
        attached: ['tutor-observe-db-1', 'tutor-observe-web-1'],
      },
    ]);
    expect(seen.stack.volumes.map(({ name, key }) => ({ name, key }))).toEqual([
      { name: 'tutor-observe_db_data', key: 'db_data' },
    ]);
    expect(seen.stack.logs.db?.join('\n')).toContain('database system is ready to accept connections');
    expect(seen.stack.waited?.ended).toBe('settled');
  });

  it('is found by its folder where it runs under another name', async () => {
    const seen = await stack.observe({ name: 'another-name' });
    expect([seen.stack.project, seen.stack.foundBy]).toEqual(['tutor-observe', 'folder']);
    expect(seen.stack.ps?.command).toEqual([
      'docker',
      'compose',
      '-p',
      'tutor-observe',
      'ps',
      '--all',
      '--format',
      'json',
    ]);
    expect(seen.stack.page?.status).toBe(200);
  });

  it('keeps a row through down and up', { timeout: 2 * MINUTES }, async () => {
    const seen = await stack.observe({ wishes: ['prove'] });
    expect(seen.stack.proof).toMatchObject({
      outcome: 'kept',
      message: 'a row written before `down` was there after `up`',
    });
    expect(seen.stack.proof?.evidence.map((one) => one.kind)).toEqual(['sql', 'command', 'command', 'sql']);
    // Nothing of the tutor's stays in the learner's database.
    const schemas = stack.compose('exec', '-T', 'db', 'psql', '-U', 'user', '-d', 'mydatabase', '-Atc', '\\dn');
    expect(schemas).not.toContain('compose_tutor_proof');
  });

  it('whose `db` is stopped is told at once, with the name that no longer resolves', async () => {
    stack.compose('stop', '-t', '5', 'db');
    const seen = await stack.observe();
    expect(seen.stack.containers.find((one) => one.service === 'db')?.state).toBe('exited');
    expect(seen.stack.page).toMatchObject({ outcome: 'answered', status: 500 });
    expect(seen.stack.page?.body).toContain('could not translate host name "db"');
    expect(seen.stack.database).toMatchObject({ outcome: 'unresolved', through: 'web' });
    expect(seen.tookMs).toBeLessThan(5_000);
    stack.compose('start', 'db');
  });

  it('that was started again is waited for until it is right', async () => {
    const seen = await stack.observe();
    expect(seen.stack.page?.status).toBe(200);
  });

  it('whose `web` is paused answers nothing, and is asked through `db`', async () => {
    stack.compose('pause', 'web');
    const seen = await stack.observe();
    stack.compose('unpause', 'web');
    expect(seen.stack.containers.find((one) => one.service === 'web')?.state).toBe('paused');
    expect(seen.stack.page).toMatchObject({ outcome: 'timeout', ofProject: true });
    expect(seen.stack.database).toMatchObject({ outcome: 'signed-in', through: 'db' });
  });

  it('whose `web` was taken off its network has no page, and says where it is attached', async () => {
    spawnSync('docker', ['network', 'disconnect', 'tutor-observe_app_network', 'tutor-observe-web-1']);
    const seen = await stack.observe();
    spawnSync('docker', ['network', 'connect', '--alias', 'web', 'tutor-observe_app_network', 'tutor-observe-web-1']);
    const web = seen.stack.containers.find((one) => one.service === 'web');
    expect([web?.state, web?.networks, web?.published]).toEqual(['running', {}, []]);
    expect(seen.stack.page).toBeUndefined();
    expect(seen.stack.networks[0]?.attached).toEqual(['tutor-observe-db-1']);
    expect(seen.tookMs).toBeLessThan(8_000);
  });

  it('signs in with the given password, and the database says so: 28P01', { timeout: 2 * MINUTES }, async () => {
    stack.edit('compose.yaml', 'user:password@', 'user:passw0rd@');
    const seen = await stack.observe({
      wishes: ['up'],
      signIn: { host: 'db', port: 5432, user: 'user', password: 'passw0rd', database: 'mydatabase' },
    });
    stack.edit('compose.yaml', 'user:passw0rd@', 'user:password@');
    expect(seen.stack.database).toEqual({
      target: 'db:5432 as user',
      through: 'web',
      outcome: 'refused-sign-in',
      sqlState: '28P01',
      message: 'FATAL: password authentication failed for user "user"',
    });
    expect(seen.stack.page).toMatchObject({ status: 500 });
    expect(seen.stack.page?.body).toContain('password authentication failed');
    expect(seen.stack.waited?.ended).toBe('settled');
  });

  it('whose Flask listens on 127.0.0.1 closes the connection, and is seen to listen there', {
    timeout: 2 * MINUTES,
  }, async () => {
    stack.edit('web/Dockerfile', 'FLASK_RUN_HOST=0.0.0.0', 'FLASK_RUN_HOST=127.0.0.1');
    const seen = await stack.observe({ wishes: ['up'] });
    stack.edit('web/Dockerfile', 'FLASK_RUN_HOST=127.0.0.1', 'FLASK_RUN_HOST=0.0.0.0');
    expect(seen.stack.page).toMatchObject({ outcome: 'reset', ofProject: true });
    expect(seen.stack.containers.find((one) => one.service === 'web')?.listens).toEqual([
      { address: '127.0.0.1', port: 8000 },
    ]);
    expect(seen.stack.waited?.ended).toBe('settled');
  });

  it('goes down: containers and network are gone, the volume is kept', { timeout: 2 * MINUTES }, async () => {
    const seen = await stack.observe({ wishes: ['up', 'down'] });
    expect(seen.stack.page?.status).toBe(200);
    expect(seen.stack.down).toMatchObject({ command: ['docker', 'compose', 'down'], exitCode: 0 });
    expect(seen.afterDown).toMatchObject({ project: 'tutor-observe', containers: [], networks: [] });
    expect(seen.afterDown?.volumes.map((one) => one.key)).toEqual(['db_data']);
  });
});

describeWithEngine('a stack that cannot start', () => {
  let stack: TestStack;
  beforeAll(() => {
    stack = chapterStack('tutor-observe-stuck', 18_411);
  });
  afterAll(() => stack.remove());

  it('because a container holds the port: it is named', { timeout: 5 * MINUTES }, async () => {
    const words = ['run', '-d', '--rm', '--name', 'tutor-observe-holder', '-p', '18411:80'];
    spawnSync('docker', [...words, 'python:3.11-slim-bullseye', 'python', '-m', 'http.server', '80']);
    const seen = await stack.observe({ wishes: ['up'] });
    spawnSync('docker', ['rm', '-f', 'tutor-observe-holder']);
    expect(seen.stack.up?.exitCode).toBe(1);
    expect(seen.stack.lack).toBeUndefined();
    expect(seen.stack.containers.find((one) => one.service === 'web')).toMatchObject({ state: 'created' });
    expect(seen.stack.portHolders).toEqual([
      { port: 18_411, holder: { kind: 'container', name: 'tutor-observe-holder', project: '', service: '' } },
    ]);
  });

  it('because a process holds the port: it is named; free again, nobody is', { timeout: 2 * MINUTES }, async () => {
    const script = 'require("net").createServer().listen(18411, "0.0.0.0", () => console.log("listens"))';
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((done) => holder.stdout.once('data', done));
    const seen = await stack.observe({ wishes: ['up'] });
    holder.kill('SIGKILL');
    expect(seen.stack.portHolders).toEqual([
      { port: 18_411, holder: { kind: 'process', name: 'node', pid: holder.pid } },
    ]);
    const later = await stack.observe();
    expect(later.stack.portHolders).toEqual([{ port: 18_411, holder: { kind: 'nobody' } }]);
    stack.compose('down', '-v');
  });

  it('because `db` exits: that ends the waiting', { timeout: 2 * MINUTES }, async () => {
    stack.edit('compose.yaml', /POSTGRES_PASSWORD: .*/, 'UNUSED: x');
    const seen = await stack.observe({ wishes: ['up'] });
    const db = seen.stack.containers.find((one) => one.service === 'db');
    expect([db?.state, db?.exitCode]).toEqual(['exited', 1]);
    expect(seen.stack.logs.db?.join('\n')).toContain(
      'Database is uninitialized and superuser password is not specified',
    );
    expect(seen.stack.waited?.ms).toBeLessThan(10_000);
  });

  it('is taken down by its name where Compose refuses its files', { timeout: 2 * MINUTES }, async () => {
    stack.write('compose.yaml', 'services:\n  web: [\n');
    const seen = await stack.observe({ wishes: ['down'] });
    expect(seen.stack.down?.exitCode).toBe(0);
    expect(seen.afterDown).toMatchObject({ containers: [], networks: [] });
    expect(seen.stack.configHashes).toBeUndefined();
  });
});

describeWithEngine('a stack that keeps nothing', () => {
  let stack: TestStack;
  beforeAll(() => {
    stack = chapterStack('tutor-observe-lost', 18_414);
  });
  afterAll(() => stack.remove());

  it('loses the row of the proof, and runs afterwards as before', { timeout: 5 * MINUTES }, async () => {
    stack.edit('compose.yaml', /volumes:\n\s+- db_data:.*\n/, 'tmpfs: [/var/lib/postgresql/data]\n');
    const seen = await stack.observe({ wishes: ['up', 'prove'] });
    expect(seen.stack.proof?.outcome).toBe('lost');
    const later = await stack.observe();
    expect(later.stack.page?.status).toBe(200);
  });
});

describeWithEngine('an observation that is stopped', () => {
  let stack: TestStack;
  beforeAll(() => {
    stack = chapterStack('tutor-observe-stop', 18_412);
  });
  afterAll(() => stack.remove());

  it('in the middle of a build leaves no program of its own running', { timeout: 2 * MINUTES }, async () => {
    stack.edit('web/Dockerfile', 'RUN pip', 'RUN sleep 300\nRUN pip');
    const stop = new AbortController();
    const run = stack.observe({
      wishes: ['up'],
      signal: stop.signal,
      onOutput: (line) => {
        if (line.includes('RUN sleep 300')) stop.abort(new Error('stopped by the learner'));
      },
    });
    await expect(run).rejects.toThrow('stopped by the learner');
    expect(running('tutor-observe-stop')).toEqual([]);
  });
});

/** Programs whose words hold this text. */
function running(text: string): readonly string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(text) && line.includes('compose'));
}
