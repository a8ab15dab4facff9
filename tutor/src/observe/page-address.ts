import type { ContainerSeen } from '../core/observation.ts';
import type { Service } from '../project/compose/project.ts';
import type { ObserveRequest } from './request.ts';

/** An address to ask for the page. `declared`: the engine publishes nothing, the files say where it should be. */
export type PageAddress = { readonly url: string; readonly from: 'engine' | 'declared' };

/**
 * Where the page can be asked, best first: what the engine really published of the web service, else of another service
 * in front of it, else what the files say.
 */
export function pageAddresses(
  containers: readonly ContainerSeen[],
  request: ObserveRequest,
  publishedAt: string,
): readonly PageAddress[] {
  const { web, db } = request.roles;
  const web_ = request.project?.services.find((service) => service.name === web);
  const running = containers.filter((container) => !container.oneOff && isUp(container));
  const own = running.filter((container) => container.service === web);
  const urls = urlsOf(own, web_, publishedAt);
  if (urls.length > 0) return urls;
  const front = urlsOf(
    running.filter((container) => container.service !== web && container.service !== db),
    undefined,
    publishedAt,
  );
  if (front.length > 0) return front;
  return own.length === 0 ? [] : declaredUrls(web_, publishedAt);
}

/** A frozen process still holds its ports. */
function isUp(container: ContainerSeen): boolean {
  return container.state === 'running' || container.state === 'paused';
}

function urlsOf(
  containers: readonly ContainerSeen[],
  service: Service | undefined,
  publishedAt: string,
): PageAddress[] {
  const order = service?.ports.map((port) => port.target) ?? [];
  const rank = (port: number) => (order.includes(port) ? order.indexOf(port) : order.length);
  const ports = containers
    .flatMap((container) => container.published)
    .filter((port) => port.protocol === 'tcp')
    .sort((a, b) => rank(a.containerPort) - rank(b.containerPort) || a.hostPort - b.hostPort || family(a) - family(b));
  const urls = new Map<number, PageAddress>();
  for (const port of ports) {
    // The same port on IPv4 and IPv6 is one page.
    if (urls.has(port.hostPort)) continue;
    urls.set(port.hostPort, { url: `http://${hostFor(port.address, publishedAt)}:${port.hostPort}/`, from: 'engine' });
  }
  return [...urls.values()];
}

function family(port: { readonly address: string }): number {
  return port.address.includes(':') ? 1 : 0;
}

/** All addresses of the engine's machine include the one that this machine reaches it at. */
function hostFor(address: string, publishedAt: string): string {
  if (address === '' || address === '0.0.0.0') return publishedAt;
  if (address === '::') return publishedAt === '127.0.0.1' ? '[::1]' : publishedAt;
  return address.includes(':') ? `[${address}]` : address;
}

function declaredUrls(service: Service | undefined, publishedAt: string): PageAddress[] {
  const fixed = service?.ports.find((port) => port.protocol === 'tcp' && /^\d+$/.test(port.published ?? ''));
  if (fixed === undefined) return [];
  return [{ url: `http://${hostFor(fixed.hostAddress ?? '', publishedAt)}:${fixed.published}/`, from: 'declared' }];
}
