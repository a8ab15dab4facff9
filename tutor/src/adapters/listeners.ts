import type { Listener } from '../core/observation.ts';

/** A listening socket as `/proc/net/tcp` and `/proc/net/tcp6` give it; `inode` is what ties it to a process. */
export type ListeningSocket = Listener & { readonly inode: string };

/** Docker's own name server inside a container listens on this address; it is no program of the learner's. */
const DOCKER_DNS = '127.0.0.11';
/** `TCP_LISTEN` of the kernel's `tcp_states.h`. */
const LISTENING = '0A';

/** The listening sockets in the text of `/proc/net/tcp`, `/proc/net/tcp6` or both. Other lines are ignored. */
export function listeningSockets(text: string): readonly ListeningSocket[] {
  const found: ListeningSocket[] = [];
  for (const line of text.split('\n')) {
    const [slot, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (slot === undefined || !/^\d+:$/.test(slot) || state !== LISTENING || local === undefined) continue;
    const [hexAddress, hexPort] = local.split(':');
    if (hexAddress === undefined || hexPort === undefined) continue;
    const address = hexAddress.length === 8 ? ipv4(hexAddress) : ipv6(hexAddress);
    if (address !== DOCKER_DNS) found.push({ address, port: Number.parseInt(hexPort, 16), inode: inode ?? '' });
  }
  return found;
}

/** Four bytes, the last first. */
function ipv4(hex: string): string {
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}

/** Four words of four bytes, in each the last byte first. Only the addresses that matter are written short. */
function ipv6(hex: string): string {
  const bytes: string[] = [];
  for (let word = 0; word < 32; word += 8)
    for (const at of [6, 4, 2, 0]) bytes.push(hex.slice(word + at, word + at + 2));
  const flat = bytes.join('').toLowerCase();
  if (/^0{32}$/.test(flat)) return '::';
  if (/^0{31}1$/.test(flat)) return '::1';
  if (/^0{20}ffff/.test(flat)) return ipv4Mapped(bytes.slice(12));
  return (flat.match(/.{4}/g) ?? []).map((part) => part.replace(/^0{1,3}/, '')).join(':');
}

function ipv4Mapped(bytes: readonly string[]): string {
  return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
}
