import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostFacts } from '../../../src/adapters/host.ts';
import { lookAt, readFolder } from '../../../src/commands/look.ts';
import type { Observation } from '../../../src/core/observation.ts';
import type { Result } from '../../../src/core/result.ts';
import { askableSignIn } from '../../../src/forecast/askable.ts';
import { webFiles } from '../../../src/forecast/web-files.ts';
import { chapter } from '../../../src/generated/chapter.ts';
import type { Wish } from '../../../src/observe/request.ts';
import { describeWithEngine } from '../engine.ts';
import { chapterStack, type TestStack } from '../observe/stack.ts';

const PORT = 18_521;
const BESIDE = 'tutor-live-rules-beside';

let stack: TestStack;

const docker = (...words: string[]): string => execFileSync('docker', words, { encoding: 'utf8', stdio: 'pipe' });
const compose = (...words: string[]): string => stack.compose(...words);
const container = (service: string): string => `${stack.name}-${service}-1`;

/** Judges the whole chapter with what the engine answers. */
async function judge(...wishes: readonly Wish[]): Promise<Result> {
  const folder = { path: stack.folder, realPath: stack.folder, name: stack.name };
  return lookAt(
    () => readFolder(folder, hostFacts(process)),
    {
      chapter,
      steps: [],
      proof: 'not-asked',
      observe: async ({ project, facts }): Promise<Observation> => {
        const signIn = askableSignIn(facts.signIn);
        return stack.observe({
          wishes,
          files: project.compose.files,
          project: project.view,
          webFiles: webFiles(facts),
          ...(signIn === undefined ? {} : { signIn }),
        });
      },
    },
    () => undefined,
  );
}

/** Errors with what follows from them, and what kinds of things were seen. */
async function errors(...wishes: readonly Wish[]): Promise<readonly unknown[]> {
  const { diagnoses } = await judge(...wishes);
  return diagnoses
    .filter((one) => one.severity === 'error')
    .map((one) => [one.rule, [...one.consequences].sort(), [...new Set(one.evidence.map((seen) => seen.kind))].sort()]);
}

describeWithEngine('a real engine names', () => {
  beforeAll(() => {
    stack = chapterStack('tutor-live-rules', PORT);
  });
  afterAll(() => {
    try {
      docker('rm', '--force', '--volumes', BESIDE);
    } catch (error) {
      // It is gone already where its test came to its end.
      if (!String(error).includes('No such container')) throw error;
    } finally {
      stack.remove();
    }
  });

  it('the container that holds a port', async () => {
    docker('run', '--detach', '--name', BESIDE, '--publish', `${PORT}:80`, 'postgres:16-alpine', 'sleep', '600');
    const { diagnoses } = await judge('up');
    const conflict = diagnoses.find((one) => one.rule === 'port-conflict');
    expect(conflict).toMatchObject({
      title: `port ${PORT} of this machine is held by the container \`${BESIDE}\``,
      primary: { file: 'compose.yaml', text: String(PORT) },
      consequences: ['service-exited'],
    });
    docker('rm', '--force', '--volumes', BESIDE);
  });

  it('the program that holds a port', async () => {
    const program = spawn(process.execPath, ['-e', `require('net').createServer().listen(${PORT}, '0.0.0.0')`], {
      stdio: 'ignore',
    });
    try {
      await new Promise((done) => setTimeout(done, 500));
      const { diagnoses } = await judge('up');
      expect(diagnoses.find((one) => one.rule === 'port-conflict')?.title).toBe(
        `port ${PORT} of this machine is held by \`node\` (process ${program.pid})`,
      );
    } finally {
      program.kill();
    }
  });

  it('nothing but the last work to do where all is well', async () => {
    expect(await errors('up')).toEqual([['stack-still-running', [], ['state']]]);
  });

  it('a paused database', async () => {
    compose('pause', 'db');
    expect(await errors()).toEqual([['service-paused', ['http-timeout'], ['http', 'log', 'state']]]);
    compose('unpause', 'db');
  });

  it('a stopped database', async () => {
    compose('stop', 'db');
    expect(await errors()).toEqual([
      ['service-stopped', ['db-host-unresolved', 'http-error'], ['http', 'sql', 'state']],
    ]);
    compose('start', 'db');
  });

  it('a database that was taken off the network, and one that lost its name there', async () => {
    docker('network', 'disconnect', `${stack.name}_app_network`, container('db'));
    const seen = ['db-host-unresolved', 'http-error'];
    expect(await errors()).toEqual([['network-disconnected', seen, ['http', 'sql', 'state']]]);
    docker('network', 'connect', `${stack.name}_app_network`, container('db'));
    expect(await errors()).toEqual([['network-alias-lost', seen, ['http', 'sql', 'state']]]);
    compose('up', '--detach', '--force-recreate');
  });

  it('a configuration and an image that are older than the files, and no comment', async () => {
    stack.edit('web/app.py', '# Attempt to connect', '# Try to connect');
    expect(await errors()).toEqual([['stack-still-running', [], ['state']]]);
    stack.edit('web/app.py', 'cur.close()', 'cur.close()  \n        app.logger.info("asked")');
    stack.edit('compose.yaml', 'POSTGRES_DB: mydatabase', 'POSTGRES_DB: mydatabase\n      TZ: UTC');
    expect((await errors()).map((one) => (one as string[])[0])).toEqual(['config-stale', 'image-stale']);
    expect(await errors('up')).toEqual([['stack-still-running', [], ['state']]]);
  });

  it('a volume that was made with another password', async () => {
    stack.edit('compose.yaml', 'user:password@', 'user:another@');
    stack.edit('compose.yaml', 'POSTGRES_PASSWORD: password', 'POSTGRES_PASSWORD: another');
    expect(await errors('up')).toEqual([
      ['volume-stale-credentials', ['db-authentication-failed', 'http-error', 'logs-error'], ['http', 'log', 'sql']],
    ]);
    stack.edit('compose.yaml', 'POSTGRES_PASSWORD: another', 'POSTGRES_PASSWORD: password');
  });

  it('a wrong password by the name of the files, with what the database said', async () => {
    const { diagnoses } = await judge('up');
    const [first, ...others] = diagnoses.filter((one) => one.severity === 'error');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ rule: 'database-url-wrong-password', basis: 'files' });
    expect(first?.evidence[0]).toMatchObject({ kind: 'sql', sqlState: '28P01' });
    stack.edit('compose.yaml', 'user:another@', 'user:password@');
  });

  it('a volume of another PostgreSQL', async () => {
    compose('up', '--detach');
    compose('exec', '--no-TTY', 'db', 'sh', '-c', 'echo 15 > "$PGDATA/PG_VERSION"');
    compose('restart', '--timeout', '2', 'db');
    expect((await errors()).map((one) => (one as string[])[0])).toEqual(['volume-stale-version']);
    compose('down', '--volumes', '--timeout', '0');
  });

  it('a script of the first start that failed, with its line', async () => {
    mkdirSync(join(stack.folder, 'init'));
    stack.write('init/01.sql', 'CREATE TABLE a (x int);\nINSERT INTO b VALUES (1);\n');
    stack.edit('compose.yaml', '      - db_data:', '      - ./init:/docker-entrypoint-initdb.d\n      - db_data:');
    const { diagnoses } = await judge('up');
    const [first, ...others] = diagnoses.filter((one) => one.severity === 'error');
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      rule: 'db-init-script-failed',
      primary: { file: 'init/01.sql', start: { line: 2, column: 1 } },
    });
    stack.edit('compose.yaml', '      - ./init:/docker-entrypoint-initdb.d\n', '');
    compose('down', '--volumes', '--timeout', '0');
  });

  it('want of memory by the limit in the file', async () => {
    stack.edit(
      'compose.yaml',
      '    build: ./web',
      '    build: ./web\n    mem_limit: 48m\n    command: ["python", "-c", "x = bytearray(400 * 1024 * 1024)"]',
    );
    const { diagnoses } = await judge('up');
    expect(diagnoses.find((one) => one.rule === 'service-out-of-memory')?.primary?.text).toBe('48m');
    stack.edit('compose.yaml', /\n {4}mem_limit: 48m\n {4}command: .*/, '');
  });

  it('a network that down had to leave, and who is on it', async () => {
    compose('up', '--detach');
    docker(
      'run',
      '--detach',
      '--name',
      BESIDE,
      '--network',
      `${stack.name}_app_network`,
      'postgres:16-alpine',
      'sleep',
      '600',
    );
    const { diagnoses } = await judge('down');
    expect(diagnoses.find((one) => one.severity === 'error')).toMatchObject({
      rule: 'network-left-behind',
      title: `the network \`${stack.name}_app_network\` is still there, because \`${BESIDE}\` is on it`,
    });
    docker('rm', '--force', '--volumes', BESIDE);
  });
});
