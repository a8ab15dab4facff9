import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DockerCli, dockerCli } from '../../src/adapters/docker.ts';
import { Blocked, type Lack } from '../../src/core/lack.ts';

const calm = new AbortController().signal;

/** A `docker` that is a script of ours: `$*` is what it is asked. It writes down each question. */
function fakeDocker(script: string, environment: Record<string, string> = {}): DockerCli & { asked: () => string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'fake-docker-'));
  const log = join(folder, 'asked');
  writeFileSync(log, '');
  const program = `#!/bin/sh\necho "$*" >> ${log}\n${script}\n`;
  writeFileSync(join(folder, 'docker'), program);
  chmodSync(join(folder, 'docker'), 0o755);
  const cli = dockerCli({
    environment: { PATH: `${folder}:/usr/bin:/bin`, ...environment },
    platform: 'linux',
    questionMs: 700,
  });
  return { ...cli, asked: () => readFileSync(log, 'utf8').trim().split('\n') };
}

async function lackOf(promise: Promise<unknown>): Promise<Lack> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Blocked)) throw new Error(`not blocked: ${String(error)}`);
  return error.lack;
}

const WELL = `case "$*" in
  "version --format"*) echo '{"Client":{"Version":"28.5.2"},"Server":{"Version":"28.5.1"}}' ;;
  "compose version --short") echo 2.40.3 ;;
  "context inspect"*) echo '"unix:///var/run/docker.sock"' ;;
esac`;

describe('the engine', () => {
  it('that answers says what it is', async () => {
    expect(await fakeDocker(WELL).engine(calm)).toEqual({
      docker: '28.5.1',
      compose: '2.40.3',
      publishedAt: '127.0.0.1',
    });
  });

  it('of another machine publishes its ports there', async () => {
    const far = WELL.replace('unix:///var/run/docker.sock', 'ssh://me@build.example:2222');
    expect((await fakeDocker(far).engine(calm)).publishedAt).toBe('build.example');
  });

  it('is absent where `docker` is', async () => {
    const cli = dockerCli({ environment: { PATH: '/nowhere' }, platform: 'linux' });
    expect((await lackOf(cli.engine(calm))).rule).toBe('docker-cli-missing');
  });

  it('that is mute blocks, and does not hold the tutor up', async () => {
    const before = Date.now();
    const lack = await lackOf(fakeDocker('sleep 60').engine(calm));
    expect([lack.rule, lack.title]).toEqual([
      'docker-timeout',
      'the Docker engine accepts connections and does not answer within 1 s',
    ]);
    expect(Date.now() - before).toBeLessThan(6_000);
  });

  it('that answers rubbish blocks with what it said, made safe', async () => {
    const lack = await lackOf(fakeDocker('printf "\\033[31m<html>504</html>\\n"').engine(calm));
    expect([lack.rule, lack.title]).toEqual([
      'docker-daemon-unreachable',
      '`docker version --format` answered something that cannot be read',
    ]);
    expect(lack.evidence).toMatchObject([{ kind: 'command', exitCode: 0, output: '<html>504</html>' }]);
  });

  it('whose client answers alone is unreachable', async () => {
    const script = `case "$*" in
      version*) echo '{"Client":{"Version":"20.10.24"},"Server":null}'; echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1 ;;
      *) echo 2.26.1 ;; esac`;
    expect(await lackOf(fakeDocker(script).engine(calm))).toMatchObject({
      rule: 'docker-daemon-unreachable',
      title: 'Docker is installed, and its engine does not run',
    });
  });

  it('that denies permission says so', async () => {
    const script =
      'echo "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock" >&2; exit 1';
    expect((await lackOf(fakeDocker(script).engine(calm))).rule).toBe('docker-permission-denied');
  });

  it.each([
    ['20.10', "docker: 'compose' is not a docker command.\\nSee 'docker --help'"],
    ['28', 'docker: unknown command: docker compose'],
    ['28, for its flag', 'unknown flag: --short'],
  ])('without the Compose plugin, as CLI %s says it', async (_version, text) => {
    const script = WELL.replace('echo 2.40.3', `printf "%b\\n" "${text}" >&2; exit 125`);
    expect(await lackOf(fakeDocker(script).engine(calm))).toMatchObject({
      rule: 'compose-plugin-missing',
      title: '`docker` has no `compose` command: the Compose plugin is not installed',
    });
  });

  it('with the old separate program only names it', async () => {
    const old = mkdtempSync(join(tmpdir(), 'fake-v1-'));
    writeFileSync(join(old, 'docker-compose'), '#!/bin/sh\necho "docker-compose version 1.29.2, build 5becea4c"\n');
    chmodSync(join(old, 'docker-compose'), 0o755);
    const folder = mkdtempSync(join(tmpdir(), 'fake-docker-'));
    const script = WELL.replace('echo 2.40.3', 'echo "unknown command" >&2; exit 1');
    writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'docker'), 0o755);
    const cli = dockerCli({ environment: { PATH: `${folder}:${old}:/usr/bin:/bin` }, platform: 'linux' });
    expect((await lackOf(cli.engine(calm))).title).toBe(
      '`docker` has no `compose` command; the separate `docker-compose` 1.29.2 does not take its place',
    );
  });

  it('with a Compose of the first kind is outdated', async () => {
    const lack = await lackOf(fakeDocker(WELL.replace('2.40.3', '1.29.2')).engine(calm));
    expect([lack.rule, lack.title]).toEqual([
      'compose-outdated',
      'Compose 1.29.2 is too old: it cannot list containers as JSON',
    ]);
  });

  it('that is not waited for any longer rejects with the reason', async () => {
    const stop = new AbortController();
    const asked = fakeDocker('sleep 60').engine(stop.signal);
    setTimeout(() => stop.abort(new Error('Ctrl-C')), 100);
    await expect(asked).rejects.toThrow('Ctrl-C');
  });
});

describe('a socket that accepts and never answers', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it('blocks the real CLI as docker-timeout', async () => {
    const socket = join(mkdtempSync(join(tmpdir(), 'mute-')), 'docker.sock');
    server = createServer(() => undefined);
    await new Promise<void>((done) => server?.listen(socket, done));
    const cli = dockerCli({
      environment: { PATH: process.env.PATH ?? '', DOCKER_HOST: `unix://${socket}` },
      platform: 'linux',
      questionMs: 1_000,
    });
    const { rule } = await lackOf(cli.engine(calm));
    // A machine without Docker has no client that could wait.
    expect(rule === 'docker-cli-missing' ? 'docker-timeout' : rule).toBe('docker-timeout');
  });
});

describe('what is asked', () => {
  const target = { name: 'p', naming: 'own', folder: tmpdir(), files: ['/x/compose.yaml', '/x/o.yaml'] } as const;
  const options = { timeoutMs: 5_000, signal: calm, onLine: () => undefined };

  it('of Compose names project, folder and files, and shows what the learner would type', async () => {
    const cli = fakeDocker('echo "Container p-web-1  Started" >&2');
    const outcome = await cli.up(target, 'build', options);
    expect(outcome).toEqual({
      seen: {
        command: ['docker', 'compose', 'up', '--detach', '--build'],
        exitCode: 0,
        output: 'Container p-web-1  Started',
        ended: 'by-itself',
      },
    });
    expect(cli.asked()).toEqual([
      `compose --ansi never --project-name p --project-directory ${tmpdir()} --file /x/compose.yaml --file /x/o.yaml up --detach --build`,
    ]);
  });

  it('of a stack under another name says that name', async () => {
    const { seen } = await fakeDocker('true').down({ ...target, naming: 'other' }, options);
    expect(seen.command).toEqual(['docker', 'compose', '-p', 'p', 'down']);
  });

  it('that takes too long ends, and says so', async () => {
    const { seen } = await fakeDocker('echo pulling; sleep 60').up(target, 'start', { ...options, timeoutMs: 300 });
    expect(seen).toMatchObject({ exitCode: null, output: 'pulling', ended: 'timeout' });
  });

  it('and fails for the machine says what it lacks', async () => {
    const script = 'echo "write /var/lib/docker/tmp/x: no space left on device" >&2; exit 1';
    expect((await fakeDocker(script).up(target, 'build', options)).lack?.rule).toBe('disk-full');
  });

  it('gets PWD of the project and nothing of Compose from the shell', async () => {
    const cli = fakeDocker('echo "PWD=$PWD plain=$BUILDKIT_PROGRESS"');
    expect((await cli.up(target, 'start', options)).seen.output).toBe(`PWD=${tmpdir()} plain=plain`);
  });
});

describe('stacks', () => {
  it('are counted by project and folder, without one-offs', async () => {
    const row = (state: string, project: string, oneOff: string) =>
      JSON.stringify({ state, project, folder: `/home/${project}`, oneOff, service: 'web' });
    const rows = [row('running', 'a', 'False'), row('exited', 'a', 'False'), row('running', 'b', 'True')].join('\n');
    expect(await fakeDocker(`cat <<'END'\n${rows}\nEND`).stacks(calm)).toEqual([
      { name: 'a', folder: '/home/a', running: 1, containers: 2, services: ['web'] },
    ]);
  });
});

describe('a log', () => {
  it('has both streams in the order of time, without times and control sequences', async () => {
    const script = `printf '2026-01-01T00:00:01.000000000Z \\033[2Kone\\n2026-01-01T00:00:03.000000000Z three\\n'
printf '2026-01-01T00:00:02.000000000Z two\\n' >&2`;
    expect(await fakeDocker(script).logs('id', 5, calm)).toEqual(['one', 'two', 'three']);
  });

  it('of a container that is gone has no lines', async () => {
    const script = 'echo "Error response from daemon: No such container: id" >&2; exit 1';
    expect(await fakeDocker(script).logs('id', 5, calm)).toEqual([]);
  });

  it('of an engine that has gone meanwhile blocks', async () => {
    const script = 'echo "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?" >&2; exit 1';
    expect((await lackOf(fakeDocker(script).logs('id', 5, calm))).rule).toBe('docker-daemon-unreachable');
  });
});

describe('the hashes of services', () => {
  const target = { name: 'shop', folder: tmpdir(), files: ['compose.yaml'], naming: 'own' as const };

  it('are counted of the project as it is resolved, since `up` counts what env files hold and not their names', async () => {
    const docker = fakeDocker(`case "$*" in
  *"--file - config --hash *") read -r first; [ "$first" = resolved ] && echo 'db 1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b' ;;
  *"--file compose.yaml config") echo resolved ;;
  *) exit 1 ;;
esac`);
    expect(await docker.configHashes(target, calm)).toEqual({
      db: '1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b',
    });
  });

  it('are not known where Compose refuses the files', async () => {
    expect(await fakeDocker('exit 15').configHashes(target, calm)).toBeUndefined();
  });
});
