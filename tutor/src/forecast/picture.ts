import type { ContainerSeen, Observation, StackSeen } from '../core/observation.ts';
import { ownContainers } from '../core/observed-stack.ts';
import type { PictureVerdict, StackEdge, StackNode, StackPicture } from '../core/result.ts';
import type { Service } from '../project/compose/project.ts';
import type { Project } from '../project/project.ts';
import type { Facts } from './facts.ts';
import { DEFAULT_NETWORK } from './networks.ts';
import { serviceOf } from './roles.ts';

/** The learner's own stack as a picture: drawn from their files, coloured by what was seen. */
export function pictureOf(project: Project, facts: Facts, observed: Observation): StackPicture {
  const stack = observed.engine === 'observed' ? observed.stack : undefined;
  const web = serviceOf(facts.roles.web);
  const { services, networks, volumes } = project.view;
  const used = new Set(services.flatMap((service) => service.networks.map((one) => one.network)));
  const drawn = [...new Set([...networks.map((network) => network.name), ...used])].filter(
    (name) => name !== DEFAULT_NETWORK || used.has(name),
  );
  return {
    nodes: [
      ...(web === undefined ? [] : [pageNode(facts, stack)]),
      ...services.map((service) => serviceNode(facts, service, stack)),
      ...drawn.map((name) => networkNode(project, name, stack)),
      ...volumes.map(({ name }) => volumeNode(name, stack)),
    ],
    edges: [
      ...(web === undefined ? [] : [publishesEdge(facts, web, stack)]),
      ...connectsEdge(facts, stack),
      ...services.flatMap((service) => service.networks.map((one) => attachedEdge(service, one.network))),
      ...services.flatMap((service) =>
        mountEdges(
          service,
          volumes.map((volume) => volume.name),
        ),
      ),
    ],
  };
}

function pageNode(facts: Facts, stack: StackSeen | undefined): StackNode {
  const page = stack?.page;
  const url = page === undefined ? facts.published.url : browserAddress(page.url);
  const name = url ?? 'no address';
  if (page === undefined)
    return {
      id: 'page',
      kind: 'page',
      name,
      state: url === undefined ? 'not published' : 'not asked',
      verdict: url === undefined ? 'bad' : 'unknown',
      facts: [],
    };
  const good = page.outcome === 'answered' && page.status === 200;
  const state = page.outcome === 'answered' ? `answers ${page.status}` : page.outcome;
  return { id: 'page', kind: 'page', name, state, verdict: good ? 'good' : 'bad', facts: [] };
}

/** What a person opens: `localhost`, as the files are read, where the page was asked at a loopback address. */
function browserAddress(asked: string): string {
  return asked.replace(/^(https?:\/\/)(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, '$1localhost').replace(/\/$/, '');
}

function serviceNode(facts: Facts, service: Service, stack: StackSeen | undefined): StackNode {
  const container = stack === undefined ? undefined : ownContainers(stack).find((one) => one.service === service.name);
  const said = [made(service), ...service.ports.map((port) => `${port.published ?? '?'} → ${port.target}`)];
  const isServer = [facts.roles.web, facts.roles.db].some((role) => serviceOf(role) === service);
  if (service === serviceOf(facts.roles.db) && service.ports.length === 0) said.push('no port published');
  return {
    id: `service:${service.name}`,
    kind: 'service',
    name: service.name,
    ...stateOf(stack, container, isServer ? 'server' : 'perhaps a job'),
    facts: said,
  };
}

function made(service: Service): string {
  if (service.build !== undefined) return `build ${service.build.context === '' ? '.' : `./${service.build.context}`}`;
  return typeof service.image?.value === 'string' ? service.image.value : 'no image';
}

function stateOf(
  stack: StackSeen | undefined,
  container: ContainerSeen | undefined,
  kind: 'server' | 'perhaps a job',
): { readonly state: string; readonly verdict: PictureVerdict } {
  if (stack === undefined) return { state: 'declared', verdict: 'unknown' };
  if (container === undefined) return { state: 'not started', verdict: 'unknown' };
  if (container.state === 'running') {
    if (container.health === 'unhealthy') return { state: 'unhealthy', verdict: 'bad' };
    return { state: container.health === 'starting' ? 'starting' : 'running', verdict: 'good' };
  }
  // A job that ended well is done; a server that ended serves nobody.
  if (container.state === 'exited')
    return {
      state: `exited (${container.exitCode})`,
      verdict: container.exitCode === 0 && kind === 'perhaps a job' ? 'unknown' : 'bad',
    };
  return { state: container.state, verdict: 'bad' };
}

function networkNode(project: Project, name: string, stack: StackSeen | undefined): StackNode {
  const declared = project.view.networks.find((network) => network.name === name);
  const driver = declared?.driver?.value;
  const there =
    stack?.networks.some((network) => network.key === name || network.name === `${project.view.name}_${name}`) ?? false;
  const undeclared = declared === undefined && name !== DEFAULT_NETWORK;
  return {
    id: `network:${name}`,
    kind: 'network',
    name,
    state: undeclared ? 'not declared' : there ? 'there' : 'declared',
    verdict: undeclared ? 'bad' : there ? 'good' : 'unknown',
    facts: [typeof driver === 'string' ? driver : 'bridge'],
  };
}

function volumeNode(name: string, stack: StackSeen | undefined): StackNode {
  const there = stack?.volumes.some((volume) => volume.key === name) ?? false;
  return {
    id: `volume:${name}`,
    kind: 'volume',
    name,
    state: there ? 'kept' : 'declared',
    verdict: there ? 'good' : 'unknown',
    facts: ['volume'],
  };
}

function publishesEdge(facts: Facts, web: Service, stack: StackSeen | undefined): StackEdge {
  const common = { from: 'page', to: `service:${web.name}`, kind: 'publishes' } as const;
  const { page } = facts.published;
  if (page === undefined)
    return { ...common, label: web.ports.length === 0 ? 'no port published' : 'leads nowhere', verdict: 'bad' };
  const answered = stack?.page?.outcome === 'answered';
  const label = `${page.port.published ?? 'a free port'} → ${page.port.target}`;
  if (facts.listening.kind === 'known' && facts.listening.reach === 'loopback')
    return { ...common, label: 'the server hears only its own container', verdict: 'bad' };
  return { ...common, label, verdict: answered || page.leads === 'to-server' ? 'good' : 'unknown' };
}

function connectsEdge(facts: Facts, stack: StackSeen | undefined): readonly StackEdge[] {
  const web = serviceOf(facts.roles.web);
  const db = serviceOf(facts.roles.db);
  if (web === undefined || db === undefined) return [];
  const common = { from: `service:${web.name}`, to: `service:${db.name}`, kind: 'connects' } as const;
  const { signIn, networking } = facts;
  if (networking.shared.length === 0) return [{ ...common, label: 'no network in common', verdict: 'bad' }];
  const { database } = stack ?? {};
  if (signIn.web.kind === 'malformed') return [{ ...common, label: 'address cannot be read', verdict: 'bad' }];
  if (signIn.web.kind === 'missing')
    return [{ ...common, label: `${signIn.web.variable} is not given`, verdict: 'bad' }];
  if (signIn.web.kind !== 'parts') return [{ ...common, label: 'no address known', verdict: 'unknown' }];
  const { host, port, user } = signIn.web;
  const label = `${host?.value ?? '?'}:${port.value}${user === undefined ? '' : ` as ${user.value}`}`;
  if (database !== undefined) return [{ ...common, label, verdict: database.outcome === 'signed-in' ? 'good' : 'bad' }];
  return [{ ...common, label, verdict: signIn.contradictions.length > 0 ? 'bad' : 'unknown' }];
}

function attachedEdge(service: Service, network: string): StackEdge {
  return { from: `service:${service.name}`, to: `network:${network}`, kind: 'attached', label: '', verdict: 'unknown' };
}

function mountEdges(service: Service, volumes: readonly string[]): readonly StackEdge[] {
  return service.mounts
    .filter((mount) => mount.type === 'volume' && volumes.includes(mount.source))
    .map((mount) => ({
      from: `service:${service.name}`,
      to: `volume:${mount.source}`,
      kind: 'mounts',
      label: mount.target,
      verdict: 'good',
    }));
}
