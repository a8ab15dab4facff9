import type { Span } from '../core/span.ts';
import type { PortMapping } from '../project/compose/project.ts';

/** A part of a mapping in long form that Compose hands on as it stands and the engine refuses (tried with Engine 28). */
export type RefusedPort = {
  readonly part: 'target' | 'published' | 'protocol';
  readonly at: Span;
  readonly text: string;
};

const LARGEST_PORT = 65_535;
const PROTOCOLS = ['tcp', 'udp', 'sctp'];

/** Whether a number is one of a port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= LARGEST_PORT;
}

/** The part of a mapping that no engine takes; undefined where it can be published. */
export function refusedPort(port: PortMapping): RefusedPort | undefined {
  const { published, publishedAt, target, targetAt, protocol, protocolAt } = port;
  if (published !== undefined && publishedAt !== undefined && !isRange(published))
    return { part: 'published', at: publishedAt, text: published };
  if (!isPort(target)) return { part: 'target', at: targetAt, text: String(target) };
  if (protocolAt !== undefined && !PROTOCOLS.includes(protocol.toLowerCase()))
    return { part: 'protocol', at: protocolAt, text: protocol };
  return undefined;
}

function isRange(text: string): boolean {
  if (text === '') return true;
  const ends = text.split('-');
  return ends.length <= 2 && ends.every((one) => /^\d+$/.test(one) && Number(one) <= LARGEST_PORT);
}
