import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { holderProcess, portHolders } from '../../src/adapters/ports.ts';

const calm = new AbortController().signal;
const options = { platform: process.platform, environment: { PATH: process.env.PATH ?? '' } };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(): Promise<number> {
  const server = createServer();
  closing.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('who holds a port', () => {
  it('is a process, by its name and number', async () => {
    const script = 'const s = require("net").createServer().listen(0, () => console.log(s.address().port))';
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    closing.push(() => child.kill('SIGKILL'));
    const port = Number(await new Promise((done) => child.stdout.once('data', (chunk) => done(String(chunk)))));
    expect(await holderProcess(port, options, calm)).toEqual({ kind: 'process', name: 'node', pid: child.pid });
  });

  it('is nobody once it is free', async () => {
    const port = await listen();
    await new Promise<void>((done) => {
      closing.pop()?.();
      setTimeout(done, 20);
    });
    expect(await holderProcess(port, options, calm)).toEqual({ kind: 'nobody' });
  });

  it('is unknown where the system does not tell whose socket it is', async () => {
    const port = await listen();
    expect(await holderProcess(port, { ...options, platform: 'linux', proc: '/nowhere' }, calm)).toEqual({
      kind: 'unknown',
    });
  });

  it('is the container that publishes it, before the process of Docker behind', async () => {
    const port = await listen();
    const docker = { publishers: async () => [{ name: 'other-web-1', project: 'other', service: 'web' }] };
    expect(await portHolders(docker, options).holder(port, calm)).toEqual({
      kind: 'container',
      name: 'other-web-1',
      project: 'other',
      service: 'web',
    });
  });
});
