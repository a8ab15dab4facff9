import { describe, expect, it } from 'vitest';
import { databaseThrough } from '../../src/adapters/postgres.ts';
import { openPipe } from '../../src/adapters/process.ts';
import type { SignIn } from '../../src/observe/ports.ts';

const calm = new AbortController().signal;
const signIn: SignIn = { host: 'db', port: 5432, user: 'user', password: 'password', database: 'mydatabase' };
const routes = {
  web: { id: 'web-id', service: 'web' },
  db: { id: 'db-id', service: 'db', address: '172.18.0.3' },
};

/** Pipes into programs of ours in the place of containers; tells which were asked. */
function pipes(program: (container: string, argv: readonly string[]) => string) {
  const asked: string[][] = [];
  return {
    asked,
    pipe: (container: string, argv: readonly string[], timeoutMs: number, signal: AbortSignal) => {
      asked.push([container, argv[0] ?? '', ...argv.slice(-3)]);
      const words: [string, ...string[]] = [process.execPath, '-e', program(container, argv)];
      return openPipe({ argv: words, environment: {}, timeoutMs, signal });
    },
  };
}

/** What a server says that refuses: an ErrorResponse (PostgreSQL documentation, "Message Formats"). */
function refuses(code: string, message: string): string {
  const fields = `SFATAL\0VFATAL\0C${code}\0M${message}\0Rauth_failed\0\0`;
  return `process.stdin.once('data', () => {
    const fields = Buffer.from(${JSON.stringify(fields)});
    const head = Buffer.alloc(5); head.write('E'); head.writeInt32BE(fields.length + 4, 1);
    process.stdout.write(Buffer.concat([head, fields]), () => process.exit(0));
  });`;
}
const ends = (code: number, words: string) => `console.error(${JSON.stringify(words)}); process.exit(${code});`;

describe('the database', () => {
  it('that refuses the sign-in says why, with its SQLSTATE', async () => {
    const carrier = pipes(() => refuses('28P01', 'password authentication failed for user "user"'));
    expect(await databaseThrough(carrier).ask(signIn, routes, 5_000, calm)).toEqual({
      target: 'db:5432 as user',
      through: 'web',
      outcome: 'refused-sign-in',
      sqlState: '28P01',
      message: 'FATAL: password authentication failed for user "user"',
    });
    expect(carrier.asked).toEqual([['web-id', 'python3', 'db', '5432', '5']]);
  });

  it.each([
    [91, 'Name or service not known', 'unresolved'],
    [92, 'Connection refused', 'refused'],
    [93, 'timed out', 'timeout'],
    [94, 'No route to host', 'failed'],
  ])('that the pipe does not reach (exit %i) tells the way it failed', async (code, words, outcome) => {
    const carrier = pipes(() => ends(code, words));
    expect(await databaseThrough(carrier).ask(signIn, routes, 5_000, calm)).toEqual({
      target: 'db:5432 as user',
      through: 'web',
      outcome,
      message: words,
    });
  });

  it('is asked through `db` at its own address where `web` has no Python', async () => {
    const carrier = pipes((container) =>
      container === 'web-id'
        ? ends(127, 'OCI runtime exec failed: exec: "python3": executable file not found')
        : refuses('3D000', 'database "mydatabase" does not exist'),
    );
    expect(await databaseThrough(carrier).ask(signIn, routes, 5_000, calm)).toMatchObject({
      target: 'db (172.18.0.3:5432) as user',
      through: 'db',
      sqlState: '3D000',
    });
    expect(carrier.asked.map(([container, program]) => [container, program])).toEqual([
      ['web-id', 'python3'],
      ['web-id', 'python'],
      ['db-id', 'sh'],
    ]);
  });

  it('that no container can carry the question to is not spoken of', async () => {
    const carrier = pipes(() => ends(1, 'container is paused'));
    expect(await databaseThrough(carrier).ask(signIn, routes, 5_000, calm)).toBeUndefined();
    expect(await databaseThrough(carrier).ask(signIn, {}, 5_000, calm)).toBeUndefined();
  });

  it('that takes the connection and says nothing is a timeout', async () => {
    const carrier = pipes(() => 'process.stdin.resume(); setInterval(() => {}, 1000)');
    expect(await databaseThrough(carrier).ask(signIn, routes, 300, calm)).toMatchObject({ outcome: 'timeout' });
  });

  it('that is something else than PostgreSQL fails, without waiting for ever', async () => {
    const carrier = pipes(() => 'console.log("HTTP/1.1 400 Bad Request\\r\\n\\r\\n"); process.exit(0)');
    expect(await databaseThrough(carrier).ask(signIn, routes, 1_000, calm)).toMatchObject({ outcome: 'failed' });
  });

  it('is not asked any longer when stopped', async () => {
    const stop = new AbortController();
    const carrier = pipes(() => 'process.stdin.resume(); setInterval(() => {}, 1000)');
    const asked = databaseThrough(carrier).ask(signIn, routes, 10_000, stop.signal);
    setTimeout(() => stop.abort(new Error('Ctrl-C')), 200);
    await expect(asked).rejects.toThrow('Ctrl-C');
  });
});

it('a row that cannot be written carries the reason', async () => {
  const carrier = pipes(() => refuses('28P01', 'password authentication failed'));
  expect(await databaseThrough(carrier).writeRow(signIn, routes, 't', 5_000, calm)).toEqual({
    outcome: 'failed',
    statement: 'INSERT INTO compose_tutor_proof.rows (token) VALUES ($1)',
    answer: 'FATAL: password authentication failed',
    sqlState: '28P01',
  });
});
