import { describe, expect, it } from 'vitest';
import { lackOf } from '../../src/adapters/docker-lack.ts';
import type { Ran } from '../../src/adapters/process.ts';

function failed(stderr: string, more: Partial<Ran> = {}): Ran {
  return {
    argv: ['docker', 'version'],
    exitCode: 1,
    stdout: '',
    stderr,
    ended: 'by-itself',
    shortened: false,
    ...more,
  };
}

const linux = { platform: 'linux' as const };
const rule = (stderr: string) => lackOf(failed(stderr), linux)?.rule;

describe('what the machine lacks is told by the words of Docker', () => {
  it.each([
    // CLI 28.2 and 28.5, recorded.
    [
      'docker-host-invalid',
      'error during connect: Get "http://nonsense:2375/v1.51/version": dial tcp: lookup nonsense on 10.0.0.53:53: no such host',
    ],
    [
      'docker-host-invalid',
      'Failed to initialize: unable to resolve docker endpoint: invalid bind address format: foo://bar',
    ],
    [
      'docker-host-invalid',
      'Failed to initialize: unable to resolve docker endpoint: parse "tcp://127.0.0.1:notaport": invalid port ":notaport" after host',
    ],
    [
      'docker-host-invalid',
      'error during connect: Get "http://docker.example.com/v1.51/version": command [ssh -o ConnectTimeout=30 -T -- nohost docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=ssh: Could not resolve hostname nohost: Name or service not known',
    ],
    [
      'docker-context-unknown',
      'Failed to initialize: unable to resolve docker endpoint: context "nope": context not found: open /home/me/.docker/contexts/meta/ca37/meta.json: no such file or directory',
    ],
    [
      'docker-daemon-unreachable',
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    ],
    [
      'docker-daemon-unreachable',
      'error during connect: Get "http://%2Ftmp%2Frub.sock/v1.51/version": net/http: HTTP/1.x transport connection broken: malformed HTTP status code "world"',
    ],
    [
      'docker-permission-denied',
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.51/version": dial unix /var/run/docker.sock: connect: permission denied',
    ],
    [
      'docker-permission-denied',
      'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock',
    ],
    // CLI 20.10, from the field notes.
    [
      'docker-host-invalid',
      'error during connect: Get "http://nonsense:2375/v1.24/version": dial tcp: lookup nonsense: no such host',
    ],
    ['docker-context-unknown', 'unable to resolve docker endpoint: context "nope" does not exist'],
    [
      'docker-permission-denied',
      'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version": dial unix /var/run/docker.sock: connect: permission denied',
    ],
    [
      'docker-daemon-unreachable',
      'error during connect: Get "http://x/v1.41/version": malformed HTTP response "hello"',
    ],
    [
      'docker-daemon-unreachable',
      'request returned Service Unavailable for API route and version http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version, check if the server supports the requested API version',
    ],
    [
      'docker-daemon-unreachable',
      'error during connect: in the default daemon configuration on Windows, the docker client must be run with elevated privileges to connect.: Get "http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/_ping": open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.',
    ],
  ])('%s', (expected, stderr) => {
    expect(rule(stderr)).toBe(expected);
  });

  it('a program that is not there, or may not be run', () => {
    const missing = failed('', { ended: 'not-started', startError: 'ENOENT', exitCode: null });
    expect(lackOf(missing, linux)?.title).toBe('`docker` is not installed, or not on PATH');
    const forbidden = failed('', { ended: 'not-started', startError: 'EACCES', exitCode: null });
    expect(lackOf(forbidden, linux)).toMatchObject({
      rule: 'docker-cli-missing',
      title: '`docker` is on PATH and may not be run',
    });
  });

  it('says where DOCKER_HOST points, and what to do on this system', () => {
    const text = 'Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?';
    expect(lackOf(failed(text), { ...linux, dockerHost: 'tcp://127.0.0.1:1' })).toMatchObject({
      title: 'no Docker engine answers at `tcp://127.0.0.1:1`, where DOCKER_HOST points',
      help: 'start that engine, or take the variable DOCKER_HOST away',
    });
    expect(lackOf(failed(text), linux)?.help).toBe('start Docker Desktop, or run `sudo systemctl start docker`');
    expect(lackOf(failed(text), { platform: 'darwin' })?.help).toBe(
      'start Docker Desktop and wait until it says that the engine runs',
    );
  });
});

describe('what `up` needs of the machine', () => {
  it.each([
    ['disk-full', 'failed to register layer: write /usr/lib/x: no space left on device'],
    [
      'registry-rate-limited',
      'Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating',
    ],
    [
      'registry-unreachable',
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    ],
    [
      'registry-unreachable',
      'failed to solve: python:3.11: failed to resolve source metadata for docker.io/library/python:3.11: failed to do request: Head "https://registry-1.docker.io/v2/library/python/manifests/3.11": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: server misbehaving',
    ],
    [
      'registry-unreachable',
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers) dial tcp',
    ],
  ])('%s', (expected, stderr) => {
    expect(rule(stderr)).toBe(expected);
  });

  it.each([
    "Error response from daemon: pull access denied for postgress, repository does not exist or may require 'docker login'",
    'Error response from daemon: Get "https://registry.my-school.example/v2/": dial tcp: lookup registry.my-school.example: no such host',
    'Error response from daemon: driver failed programming external connectivity on endpoint x: Bind for 0.0.0.0:8000 failed: port is already allocated',
    'psycopg2.OperationalError: connection to server at "db", port 5432 failed: Connection refused',
  ])('is not blamed for what the learner can mend: %s', (stderr) => {
    expect(rule(stderr)).toBeUndefined();
  });

  it('is not read out of what a build printed on its way to success', () => {
    const text = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    expect(lackOf(failed(text, { exitCode: 0 }), linux)).toBeUndefined();
  });
});
