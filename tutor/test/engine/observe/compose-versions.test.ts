import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostFacts } from '../../../src/adapters/host.ts';
import { livePorts } from '../../../src/adapters/live-ports.ts';
import { observe } from '../../../src/observe/observe.ts';
import { engine } from '../engine.ts';

const lab = process.env.TUTOR_LAB_DIR;
const compose = resolve(import.meta.dirname, '../../lab/compose');
const TWO_SERVICES = `services:
  web:
    image: python:3.11-slim-bullseye
    init: true
    command: [python, -m, http.server, "8000"]
    ports: ["18420:8000"]
  db:
    image: postgres:16-alpine
    environment: { POSTGRES_PASSWORD: password }
`;

/** Old and new programs come from the lab: `ps` writes one array up to 2.20, an object a line from 2.21. */
describe.skipIf(engine.state === 'absent' || lab === undefined)('a stack is seen alike with Compose', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tutor-versions-')));
  beforeAll(() => writeFileSync(join(folder, 'compose.yaml'), TWO_SERVICES));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['2.20.3', '2.21.0', '2.26.1'])('%s', { timeout: 180_000 }, async (version) => {
    const { environment, platform } = hostFacts({
      ...process,
      env: { ...process.env, DOCKER_CONFIG: configWith(version) },
    });
    const ports = livePorts({ environment, platform });
    const seen = await observe(ports, {
      name: 'tutor-versions',
      folder,
      files: [join(folder, 'compose.yaml')],
      roles: { web: 'web', db: 'db' },
      signIn: { host: 'db', port: 5432, user: 'postgres', password: 'password', database: 'postgres' },
      pageText: 'Directory listing',
      wishes: ['up', 'down'],
      signal: new AbortController().signal,
    });
    if (seen.engine !== 'observed') throw new Error(JSON.stringify(seen));
    const { stack } = seen;
    expect(seen.compose).toContain(version);
    expect(stack.containers.map((one) => [one.service, one.state, one.configHash])).toEqual([
      ['db', 'running', stack.configHashes?.db],
      ['web', 'running', stack.configHashes?.web],
    ]);
    expect([stack.page?.status, stack.database?.outcome, stack.down?.exitCode]).toEqual([200, 'signed-in', 0]);
    expect(seen.afterDown).toMatchObject({ containers: [], networks: [] });
  });

  /** A Docker configuration whose Compose plugin is of that version; the rest of it as the lab's. */
  function configWith(version: string): string {
    const program = spawnSync(compose, [version], { encoding: 'utf8' }).stdout.trim();
    if (!existsSync(program)) throw new Error(`the lab has no Compose ${version}`);
    const config = join(folder, `config-${version}`);
    mkdirSync(join(config, 'cli-plugins'), { recursive: true });
    const own = process.env.DOCKER_CONFIG;
    if (own !== undefined && existsSync(join(own, 'config.json')))
      cpSync(join(own, 'config.json'), join(config, 'config.json'));
    symlinkSync(program, join(config, 'cli-plugins', 'docker-compose'));
    return config;
  }
});
