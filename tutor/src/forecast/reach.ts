import type { Service } from '../project/compose/project.ts';

/** A name that one service can look up on a network, and the service behind it. */
export type ReachableName = { readonly name: string; readonly service: string };

/**
 * Names that resolve inside `from`: service names, aliases, container and host names of every service on a shared network
 * (Docker's embedded DNS; compose-spec, *networks.aliases*), then its own `extra_hosts`.
 */
export function reachableNames(from: Service, services: readonly Service[]): readonly ReachableName[] {
  return services.flatMap((service) => namesOn(from, service));
}

function namesOn(from: Service, service: Service): readonly ReachableName[] {
  const names = new Set<string>();
  for (const attachment of service.networks) {
    if (!from.networks.some((other) => other.network === attachment.network)) continue;
    names.add(service.name);
    for (const alias of attachment.aliases) names.add(alias);
    const container = service.containerName?.value;
    if (typeof container === 'string') names.add(container);
    const host = service.hostname?.value;
    if (typeof host === 'string') names.add(host);
  }
  return [...names].map((name) => ({ name, service: service.name }));
}

/** The service that a name leads to from inside `from`; `elsewhere` where `extra_hosts` gives it; undefined where nothing does. Names compare without case. */
export function resolve(from: Service, name: string, services: readonly Service[]): Service | 'elsewhere' | undefined {
  const wanted = name.toLowerCase();
  if (from.extraHosts.some((host) => host.toLowerCase() === wanted)) return 'elsewhere';
  const found = reachableNames(from, services).find((one) => one.name.toLowerCase() === wanted);
  return services.find((service) => service.name === found?.service);
}
