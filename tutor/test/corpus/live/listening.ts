import type { Ran } from './stack.ts';

const LISTENS = '0A';
const DOCKERS_OWN_NAMES = '127.0.0.11';

/** Addresses on which processes of a container take TCP connections, from the kernel's own table. */
export async function readListening(
  docker: (words: readonly string[]) => Promise<Ran>,
  id: string,
): Promise<readonly string[]> {
  const { stdout } = await docker(['exec', id, 'cat', '/proc/net/tcp', '/proc/net/tcp6']);
  const open = stdout.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTENS ? [`${addressOf(address)}:${Number.parseInt(port, 16)}`] : [];
  });
  return [...new Set(open.filter((one) => !one.startsWith(DOCKERS_OWN_NAMES)))].sort();
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
