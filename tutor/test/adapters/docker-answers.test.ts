import { describe, expect, it } from 'vitest';
import {
  readComposeVersion,
  readContainers,
  readHashes,
  readPs,
  readVersion,
  readVolumes,
} from '../../src/adapters/docker-answers.ts';

describe('`docker compose ps --format json`', () => {
  it('is one array up to Compose 2.20', () => {
    const text =
      '[{"ID":"30f5","Name":"p-db-1","Image":"postgres:16-alpine","Command":"docker-entrypoint.sh postgres","Project":"p","Service":"db","Created":1795508156,"State":"running","Status":"Up 3 seconds (healthy)","Health":"healthy","ExitCode":0,"Publishers":[{"URL":"","TargetPort":5432,"PublishedPort":0,"Protocol":"tcp"}]},{"ID":"81fd","Name":"p-web-1","Image":"p-web","Command":"python","Project":"p","Service":"web","Created":1795508148,"State":"created","Status":"Created","Health":"","ExitCode":0,"Publishers":null}]\n';
    expect(readPs(text)).toEqual(['30f5', '81fd']);
  });

  it('is an object a line from 2.21', () => {
    const text =
      '{"Command":"\\"docker-entrypoint.s…\\"","CreatedAt":"2026-11-24 08:15:56 +0000 UTC","ExitCode":0,"Health":"healthy","ID":"30f5","Image":"postgres:16-alpine","Labels":"a=b","Name":"p-db-1","Service":"db","State":"running"}\n{"ExitCode":0,"ID":"81fd","Name":"p-web-1","Ports":"0.0.0.0:8000-\\u003e8000/tcp","Service":"web","State":"running"}\n';
    expect(readPs(text)).toEqual(['30f5', '81fd']);
  });

  it('of an empty project is an empty array, or nothing', () => {
    expect([readPs('[]\n'), readPs('\n'), readPs('null')]).toEqual([[], [], []]);
  });

  it('that is something else is told apart from an empty one', () => {
    expect([readPs('NAME  IMAGE\n'), readPs('{"Name":"x"}'), readPs('[{"ID":3}]')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('versions', () => {
  it('of the engine: null where only the client answered', () => {
    expect(readVersion('{"Client":{"Version":"28.5.2"},"Server":{"Version":"28.5.1"}}')).toBe('28.5.1');
    expect(readVersion('{"Client":{"Version":"28.5.2"},"Server":null}')).toBeNull();
    expect(readVersion('<html>')).toBeUndefined();
  });

  it.each([
    ['2.40.3\n', '2.40.3'],
    ['v2.2.3\n', '2.2.3'],
    ['2.26.1-4\n', '2.26.1-4'],
    ['1.29.2', '1.29.2'],
    ['Docker version 20.10', undefined],
    ['', undefined],
  ])('of Compose: %j', (text, expected) => {
    expect(readComposeVersion(text)).toBe(expected);
  });
});

const container = {
  Id: 'abc',
  Name: '/p-web-1',
  Image: 'sha256:1',
  RestartCount: 2,
  State: {
    Status: 'created',
    ExitCode: 128,
    Error: 'Bind for 0.0.0.0:8000 failed',
    OOMKilled: false,
    StartedAt: '0001-01-01T00:00:00Z',
  },
  Config: {
    Image: 'p-web',
    Labels: {
      'com.docker.compose.service': 'web',
      'com.docker.compose.config-hash': 'h',
      'com.docker.compose.oneoff': 'False',
    },
  },
  NetworkSettings: {
    Ports: {
      '8000/tcp': [
        { HostIp: '0.0.0.0', HostPort: '8000' },
        { HostIp: '::', HostPort: '8000' },
      ],
      '9000/tcp': null,
    },
    Networks: { p_app: { Aliases: ['p-web-1', 'web'], IPAddress: '172.18.0.2' } },
  },
  Mounts: [
    { Type: 'volume', Name: 'p_data', Source: '/var/lib/docker/volumes/p_data/_data', Destination: '/data' },
    { Type: 'bind', Source: '/home/me/src', Destination: '/src' },
  ],
};

describe('`docker inspect`', () => {
  it('gives a container as the tutor sees it', () => {
    expect(readContainers(JSON.stringify([container]))).toEqual([
      {
        id: 'abc',
        name: 'p-web-1',
        service: 'web',
        image: 'p-web',
        state: 'created',
        health: '',
        exitCode: 128,
        error: 'Bind for 0.0.0.0:8000 failed',
        oomKilled: false,
        restartCount: 2,
        startedAt: '0001-01-01T00:00:00Z',
        configHash: 'h',
        imageId: 'sha256:1',
        published: [
          { address: '0.0.0.0', hostPort: 8000, containerPort: 8000, protocol: 'tcp' },
          { address: '::', hostPort: 8000, containerPort: 8000, protocol: 'tcp' },
        ],
        networks: { p_app: ['p-web-1', 'web'] },
        addresses: { p_app: '172.18.0.2' },
        mounts: [
          { type: 'volume', name: 'p_data', target: '/data' },
          { type: 'bind', name: '/home/me/src', target: '/src' },
        ],
        oneOff: false,
      },
    ]);
  });

  it('of a bare container, as other engines give it, is read too', () => {
    const bare = {
      Id: 'x',
      Name: 'x',
      Image: 'i',
      State: { Status: 'stopped', ExitCode: 0 },
      Config: { Image: 'i', Labels: null },
      NetworkSettings: {},
    };
    expect(readContainers(JSON.stringify([bare]))?.[0]).toMatchObject({ state: 'exited', service: '', published: [] });
  });

  it('that is not of that shape is rubbish', () => {
    expect(readContainers('[{"Id":"x"}]')).toBeUndefined();
    expect(readVolumes('{}')).toBeUndefined();
  });
});

describe('`docker compose config --hash`', () => {
  it('is a service and a hash a line', () => {
    expect(readHashes('db 68a9fe62eabcf9af67c8\nweb f08ea9ae945b4a07b730\n')).toEqual({
      db: '68a9fe62eabcf9af67c8',
      web: 'f08ea9ae945b4a07b730',
    });
    expect(readHashes('time="…" level=warning\n')).toBeUndefined();
  });
});
