import type { PortMapping } from '../project/compose/project.ts';
import type { ExposedPort } from '../project/dockerfile/reading.ts';
import type { Facts } from './facts.ts';
import type { Listening } from './listening.ts';
import { isPort } from './refused-port.ts';

/** Published ports none of which leads to the server, and the side that is to change (contract, *Rules*: the one that disagrees with EXPOSE). */
export type PortDisagreement = {
  readonly side: 'server' | 'mapping';
  /** The mapping that is meant for the page. */
  readonly mapping: PortMapping;
  readonly listening: Extract<Listening, { kind: 'known' }>;
  /** The word of EXPOSE that decides, where one does. */
  readonly exposed?: ExposedPort;
};

/** Works out the disagreement; undefined where a mapping leads to the server, where none is there, and where it cannot be told. */
export function portDisagreement({
  published,
  listening,
  source,
}: Pick<Facts, 'published' | 'listening' | 'source'>): PortDisagreement | undefined {
  const mappings = published.mappings.filter(({ port }) => port.protocol === 'tcp' && isPort(port.target));
  if (listening.kind !== 'known' || mappings.length === 0) return undefined;
  if (mappings.some(({ leads }) => leads !== 'nowhere')) return undefined;
  const exposed = source.image?.exposed ?? [];
  const serves = exposed.find((one) => listening.ports.some((port) => names(one, port)));
  const mapped = mappings.find(({ port }) => exposed.some((one) => names(one, port.target)));
  const mapping = (mapped ?? mappings[0])?.port;
  if (mapping === undefined) return undefined;
  const leads = exposed.find((one) => names(one, mapping.target));
  if (serves === undefined && leads !== undefined) return { side: 'server', mapping, listening, exposed: leads };
  return { side: 'mapping', mapping, listening, ...(serves === undefined ? {} : { exposed: serves }) };
}

/** The one port that EXPOSE names and the server does not listen on, while no service is begun that could publish another. */
export function exposedBeforeCompose(
  { listening, source }: Pick<Facts, 'listening' | 'source'>,
  services: number,
): { readonly listening: Extract<Listening, { kind: 'known' }>; readonly exposed: ExposedPort } | undefined {
  const [exposed, ...more] = source.image?.exposed ?? [];
  if (services > 0 || listening.kind !== 'known' || exposed?.from === undefined || more.length > 0) return undefined;
  const isOnePort = exposed.from === exposed.to && exposed.protocol === 'tcp';
  return isOnePort && !listening.ports.includes(exposed.from) ? { listening, exposed } : undefined;
}

/** Whether a word of EXPOSE names a TCP port, alone or in a range. */
export function names({ from, to, protocol }: ExposedPort, port: number): boolean {
  return from !== undefined && to !== undefined && protocol === 'tcp' && from <= port && port <= to;
}
