import type { ComposeProject, Service } from '../project/compose/project.ts';

/** A name that one service can look up on a network, and the service behind it. */
export type ReachableName = { readonly name: string; readonly service: string };

/**
 * Names that resolve inside `from`: service names, aliases, container and host names of every service on a shared network,
 * alone or with the network's own name behind them (Docker's embedded DNS, tried with Engine 28; compose-spec, *networks.aliases*).
 */
export function reachableNames(from: Service, project: ComposeProject): readonly ReachableName[] {
  return project.services.flatMap((service) => namesOn(from, service, project));
}

function namesOn(from: Service, service: Service, project: ComposeProject): readonly ReachableName[] {
  const names = new Set<string>();
  for (const attachment of service.networks) {
    if (!from.networks.some((other) => other.network === attachment.network)) continue;
    const own = [service.name, ...attachment.aliases, containerNameOf(service, project)];
    const host = service.hostname?.value;
    if (typeof host === 'string') own.push(host);
    const network = realNameOf(attachment.network, project);
    for (const name of own) names.add(name).add(`${name}.${network}`);
  }
  return [...names].map((name) => ({ name, service: service.name }));
}

/** `project-service-1`, unless the file names the container. */
function containerNameOf(service: Service, project: ComposeProject): string {
  const given = service.containerName?.value;
  return typeof given === 'string' ? given : `${project.name}-${service.name}-1`;
}

function realNameOf(network: string, project: ComposeProject): string {
  const given = project.networks.find((one) => one.name === network)?.realName?.value;
  return typeof given === 'string' ? given : `${project.name}_${network}`;
}

/** The service that a name leads to from inside `from`; `elsewhere` where `extra_hosts` gives it; undefined where nothing does. Names compare without case. */
export function resolve(from: Service, name: string, project: ComposeProject): Service | 'elsewhere' | undefined {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  if (from.extraHosts.some((host) => host.toLowerCase() === wanted)) return 'elsewhere';
  const found = reachableNames(from, project).find((one) => one.name.toLowerCase() === wanted);
  return project.services.find((service) => service.name === found?.service);
}
