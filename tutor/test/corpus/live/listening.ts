import { readFileSync } from 'node:fs';
import type { Ran, Seen } from './stack.ts';

const TABLES = ['cat', '/proc/net/tcp', '/proc/net/tcp6'];
const LISTENS = '0A';
const DOCKERS_OWN_NAMES = '127.0.0.11';

/** Addresses on which processes of a container take TCP connections, from the kernel's own table. */
export async function readListening(
  docker: (words: readonly string[]) => Promise<Ran>,
  container: Pick<Seen, 'id' | 'pid'>,
): Promise<readonly string[]> {
  const table = ownTable(container) ?? (await docker(['exec', container.id, ...TABLES])).stdout;
  const open = table.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTENS ? [`${addressOf(address)}:${Number.parseInt(port, 16)}`] : [];
  });
  return [...new Set(open.filter((one) => !one.startsWith(DOCKERS_OWN_NAMES)))].sort();
}

/** The same table where the engine runs on this machine: it costs nothing to read. */
function ownTable({ id, pid }: Pick<Seen, 'id' | 'pid'>): string | undefined {
  const read = (path: string): string => readFileSync(`/proc/${pid}/${path}`, 'utf8');
  try {
    if (!read('cgroup').includes(id)) return undefined;
    return read('net/tcp') + read('net/tcp6');
  } catch (error) {
    // No such process here: the engine runs elsewhere, or the container has ended.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Hexadecimal, four bytes in the machine's order. */
function addressOf(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  if (bytes.length !== 4) return /^0+$/.test(hex) ? '::' : '::1';
  return bytes
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}
