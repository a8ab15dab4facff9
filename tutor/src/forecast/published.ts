import type { PortMapping, Service } from '../project/compose/project.ts';
import type { Listening } from './listening.ts';

/** Where the web's published ports lead. */
export type Published = {
  /** Every TCP mapping with a fixed or a chosen host port. */
  readonly mappings: readonly Mapped[];
  /** The mapping through which the page is reached, where one leads to the server. */
  readonly page?: Mapped;
  /** What to open in the browser, where it is known. */
  readonly url?: string;
};

export type Mapped = { readonly port: PortMapping; readonly leads: 'to-server' | 'nowhere' | 'unknown' };

/** Works out which published port leads to the server. */
export function publishedOf(web: Service | undefined, listening: Listening): Published {
  const mappings = (web?.ports ?? []).map((port) => ({ port, leads: leadsTo(port, listening) }));
  const page = mappings.find((one) => one.leads === 'to-server') ?? mappings.find((one) => one.leads === 'unknown');
  const url = page === undefined ? undefined : urlOf(page.port);
  return { mappings, ...(page === undefined ? {} : { page }), ...(url === undefined ? {} : { url }) };
}

function leadsTo(port: PortMapping, listening: Listening): Mapped['leads'] {
  if (port.protocol !== 'tcp') return 'nowhere';
  if (listening.kind !== 'known') return 'unknown';
  return listening.ports.includes(port.target) ? 'to-server' : 'nowhere';
}

/** The address to open: `localhost`, since `0.0.0.0` opens nothing in a browser. */
export function urlOf(port: PortMapping): string | undefined {
  const host = port.published;
  if (host === undefined || !/^\d+$/.test(host)) return undefined;
  const address = port.hostAddress;
  const anywhere =
    address === undefined || address === '' || address === '0.0.0.0' || address === '::' || address.startsWith('127.');
  const name = anywhere ? 'localhost' : address.includes(':') ? `[${address}]` : address;
  return `http://${name}:${host}`;
}
