import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/project/compose/project.ts';
import { viewOf } from '../../../src/project/compose/view.ts';
import { CHAPTER, read } from './marked.ts';

function web(lines: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const text = `services:\n  web:\n    image: x\n${lines.map((line) => `    ${line}\n`).join('')}`;
  const { reading, place } = read({ 'compose.yaml': text, ...files });
  const [service] = viewOf(reading).services;
  if (service === undefined) throw new Error('no service was read');
  return { service: service as Service, place };
}

describe('ports of the view', () => {
  it('know the place of every part of a short port', () => {
    const { service, place } = web(['ports: ["127.0.0.1:8000:5000/tcp", 81]']);
    expect(
      service.ports.map((port) => [
        port.target,
        port.published,
        port.hostAddress,
        port.protocol,
        ...[port.at, port.targetAt, port.publishedAt, port.protocolAt].map(place),
      ]),
    ).toEqual([
      [
        5000,
        '8000',
        '127.0.0.1',
        'tcp',
        'compose.yaml:4:13 "\\"127.0.0.1:8000:5000/tcp\\""',
        'compose.yaml:4:29 "5000"',
        'compose.yaml:4:24 "8000"',
        'compose.yaml:4:34 "tcp"',
      ],
      [81, undefined, undefined, 'tcp', 'compose.yaml:4:40 "81"', 'compose.yaml:4:40 "81"', 'nowhere', 'nowhere'],
    ]);
  });

  it('know the parts of a long port and of one from a variable', () => {
    const { service, place } = web(['ports: [{target: 5000, published: 8000}, "${P}:1"]'], { '.env': 'P=9000\n' });
    expect(service.ports.map((port) => [port.published, place(port.publishedAt)])).toEqual([
      ['8000', 'compose.yaml:4:39 "8000"'],
      ['9000', 'compose.yaml:4:47 "${P}"'],
    ]);
  });
});

describe('variables of the view', () => {
  it('know key, value and whole item of a list', () => {
    const { service, place } = web(['environment:', '  - URL=postgresql://u:${PW}@db/x', '  - BARE'], {
      '.env': '# secret\nPW=pass\n',
    });
    const url = service.environment.get('URL');
    expect([url?.value, url?.from, place(url?.key), place(url?.item)]).toEqual([
      'postgresql://u:pass@db/x',
      'environment',
      'compose.yaml:5:9 "URL"',
      'compose.yaml:5:9 "URL=postgresql://u:${PW}@db/x"',
    ]);
    expect(url?.scalar.pieces?.map((piece) => [piece.from, piece.to, place(piece.span), piece.variable?.name])).toEqual(
      [
        [0, 15, 'compose.yaml:5:13 "postgresql://u:"', undefined],
        [15, 19, '.env:2:4 "pass"', 'PW'],
        [19, 24, 'compose.yaml:5:33 "@db/x"', undefined],
      ],
    );
    expect(service.environment.get('BARE')?.value).toBeNull();
  });

  it('know the line of an env file', () => {
    const { service, place } = web(['env_file: db.env'], { 'db.env': 'POSTGRES_PASSWORD="pass"\n' });
    const password = service.environment.get('POSTGRES_PASSWORD');
    expect([password?.value, password?.from, place(password?.key), place(password?.scalar.span)]).toEqual([
      'pass',
      'env_file',
      'db.env:1:1 "POSTGRES_PASSWORD"',
      'db.env:1:20 "pass"',
    ]);
    expect(service.envFiles.map((file) => [file.path, file.required, place(file.at)])).toEqual([
      ['db.env', true, 'compose.yaml:4:15 "db.env"'],
    ]);
  });
});

describe('mounts of the view', () => {
  it('know source, target and mode', () => {
    const { service, place } = web([
      'volumes: ["data1:/var/lib:ro", "./code:/app", "/tmp/cache", {type: tmpfs, target: /t}]',
    ]);
    expect(
      service.mounts.map((mount) => [
        mount.type,
        mount.source,
        mount.target,
        mount.readOnly,
        place(mount.sourceAt),
        place(mount.targetAt),
        place(mount.readOnlyAt),
      ]),
    ).toEqual([
      [
        'volume',
        'data1',
        '/var/lib',
        true,
        'compose.yaml:4:16 "data1"',
        'compose.yaml:4:22 "/var/lib"',
        'compose.yaml:4:31 "ro"',
      ],
      ['bind', 'code', '/app', false, 'compose.yaml:4:37 "./code"', 'compose.yaml:4:44 "/app"', 'nowhere'],
      ['anonymous', '', '/tmp/cache', false, 'nowhere', 'compose.yaml:4:52 "/tmp/cache"', 'nowhere'],
      ['tmpfs', '', '/t', false, 'nowhere', 'compose.yaml:4:87 "/t"', 'nowhere'],
    ]);
  });
});

describe('the rest of the view', () => {
  it('knows builds, commands, dependencies and health checks', () => {
    const { service, place } = web([
      'build: {context: ./web, dockerfile: Dev.Dockerfile, target: run, args: [V=1]}',
      'command: flask run --host "0.0.0.0"',
      'depends_on: {db: {condition: service_healthy, required: false}}',
      'healthcheck: {test: [CMD, pg_isready]}',
    ]);
    expect([service.build?.context, service.build?.dockerfile, place(service.build?.contextAt)]).toEqual([
      'web',
      'web/Dev.Dockerfile',
      'compose.yaml:4:22 "./web"',
    ]);
    expect([service.build?.target?.value, service.build?.args.get('V')?.value]).toEqual(['run', '1']);
    expect([service.command?.words, service.command?.form, service.command?.wordsAt.map(place)]).toEqual([
      ['flask', 'run', '--host', '0.0.0.0'],
      'string',
      [
        'compose.yaml:5:14 "flask"',
        'compose.yaml:5:20 "run"',
        'compose.yaml:5:24 "--host"',
        'compose.yaml:5:32 "0.0.0.0"',
      ],
    ]);
    expect(service.dependsOn.map((one) => [one.service, one.condition, one.required, place(one.conditionAt)])).toEqual([
      ['db', 'service_healthy', false, 'compose.yaml:6:34 "service_healthy"'],
    ]);
    expect([service.healthcheck?.test?.words, service.healthcheck?.test?.form, service.healthcheck?.disabled]).toEqual([
      ['CMD', 'pg_isready'],
      'list',
      false,
    ]);
  });

  it('knows what is declared, used and implied', () => {
    const { reading, place } = read({ 'compose.yaml': `${CHAPTER}  spare:\n    external: true\n` });
    const view = viewOf(reading);
    expect(view.networks.map((one) => [one.name, place(one.key), one.driver?.value, one.used, one.realName])).toEqual([
      ['app-network', 'compose.yaml:25:3 "app-network"', 'bridge', true, undefined],
    ]);
    expect(view.volumes.map((one) => [one.name, place(one.key), one.external, one.used])).toEqual([
      ['postgres_data', 'compose.yaml:29:3 "postgres_data"', false, true],
      ['spare', 'compose.yaml:30:3 "spare"', true, false],
    ]);
    expect([...view.sections.keys()]).toEqual(['services', 'networks', 'volumes']);
    const { service } = web([]);
    expect(service.networks.map((one) => [one.network, one.implicit])).toEqual([['default', true]]);
  });
});
