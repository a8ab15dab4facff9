import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpPage } from '../../src/adapters/page.ts';

const calm = new AbortController().signal;
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function served(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/`;
}
const http = (answer: RequestListener) => served(createServer(answer));
const raw = (talk: (socket: Socket) => void) => served(createTcpServer(talk));
const get = (url: string, timeoutMs = 2_000) => httpPage().get(url, timeoutMs, calm);

describe('a page', () => {
  it('that answers gives status, headers and body without control sequences', async () => {
    const url = await http((_request, response) => {
      response.writeHead(500, { 'content-type': 'text/html; charset=utf-8', server: 'Werkzeug', date: 'x' });
      response.end('Hello\x1b[31m from Flask ö');
    });
    expect(await get(url)).toMatchObject({
      url,
      outcome: 'answered',
      status: 500,
      headers: { server: 'Werkzeug', 'content-type': 'text/html; charset=utf-8' },
      body: 'Hello from Flask ö',
    });
  });

  it('that sends elsewhere is not followed', async () => {
    const url = await http((_request, response) => response.writeHead(302, { location: '/login' }).end());
    expect(await get(url)).toMatchObject({
      outcome: 'answered',
      status: 302,
      headers: { location: '/login' },
      body: '',
    });
  });

  it('that never ends is read up to a megabyte', async () => {
    const url = await http((_request, response) => {
      const block = 'x'.repeat(64 * 1024);
      const more = () => {
        while (response.write(block) && !response.destroyed);
      };
      response.on('drain', more);
      more();
    });
    expect((await get(url, 10_000)).body?.length).toBe(1024 * 1024);
  });

  it('in another character set is read as that', async () => {
    const url = await http((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' });
      response.end(Buffer.from('Müller', 'latin1'));
    });
    expect((await get(url)).body).toBe('Müller');
  });

  it('is asked directly, whatever the proxy variables say', async () => {
    const url = await http((_request, response) => response.end('own'));
    process.env.http_proxy = 'http://127.0.0.1:1';
    process.env.NODE_USE_ENV_PROXY = '1';
    expect((await get(url)).body).toBe('own');
    delete process.env.http_proxy;
    delete process.env.NODE_USE_ENV_PROXY;
  });
});

describe('a page that does not answer', () => {
  it('because nobody listens is refused', async () => {
    const url = await raw(() => undefined);
    await new Promise((done) => open.pop()?.close(done));
    expect(await get(url)).toMatchObject({ outcome: 'refused', error: expect.stringContaining('ECONNREFUSED') });
  });

  it('but closes the connection is reset', async () => {
    expect((await get(await raw((socket) => socket.destroy()))).outcome).toBe('reset');
    expect((await get(await raw((socket) => socket.resetAndDestroy()))).outcome).toBe('reset');
  });

  it('in time is a timeout, before its headers and in its body', async () => {
    expect((await get(await raw(() => undefined), 300)).outcome).toBe('timeout');
    const url = await http((_request, response) => {
      response.writeHead(200);
      response.write('begun');
    });
    expect((await get(url, 300)).outcome).toBe('timeout');
  });

  it('in HTTP is malformed', async () => {
    expect((await get(await raw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))).outcome).toBe('malformed');
    expect((await get('http://127.0.0.1:99999/')).outcome).toBe('malformed');
  });

  it('because there is no way to it is unreachable', async () => {
    expect((await get('http://no-such-name.invalid/')).outcome).toBe('unreachable');
  });

  it('is not waited for when stopped', async () => {
    const stop = new AbortController();
    const asked = httpPage().get(await raw(() => undefined), 10_000, stop.signal);
    setTimeout(() => stop.abort(new Error('Ctrl-C')), 50);
    await expect(asked).rejects.toThrow('Ctrl-C');
  });
});
