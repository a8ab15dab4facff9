import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A TCP port of this machine on which nobody listens, by chance: others look for one at the same moment. */
export async function freePort({
  lowest,
  highest,
}: {
  readonly lowest: number;
  readonly highest: number;
}): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    const isFree = await new Promise<boolean>((done) => {
      const server = createServer();
      server.once('error', () => done(false));
      server.listen(port, '0.0.0.0', () => server.close(() => done(true)));
    });
    if (isFree) return port;
  }
}
