import type { StackEdge, StackNode, StackPicture } from '../core/result.ts';
import { sayConnection, sayEntry } from './stack-words.ts';

/** A stack as all pictures draw it: who stands where, found once. */
export type StackShape = {
  /** Whoever opens the page: `you`. */
  readonly page: StackNode | undefined;
  /** Services that are published, each with its edge from the page. */
  readonly entries: readonly { readonly service: StackNode; readonly edge: StackEdge }[];
  /** From the page inwards: what is published, what that connects to, and so on; then the rest. */
  readonly services: readonly StackNode[];
  readonly connections: readonly { readonly from: StackNode; readonly to: StackNode; readonly edge: StackEdge }[];
  readonly networks: readonly { readonly network: StackNode; readonly members: readonly StackNode[] }[];
  readonly mounts: readonly { readonly service: StackNode; readonly volume: StackNode; readonly edge: StackEdge }[];
  /** Volumes that nothing mounts. */
  readonly loose: readonly StackNode[];
};

/** Finds the shape of a picture. Edges may be given in either direction; an edge to a node that is not there is left out. */
export function shapeOf(picture: StackPicture): StackShape {
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  const ofKind = (kind: StackNode['kind']): readonly StackNode[] => picture.nodes.filter((node) => node.kind === kind);
  const ends = (edge: StackEdge, kind: StackNode['kind']): StackNode | undefined =>
    [nodes.get(edge.from), nodes.get(edge.to)].find((node) => node?.kind === kind);
  const pairs = <Key extends string>(kind: StackEdge['kind'], other: StackNode['kind'], name: Key) =>
    picture.edges
      .filter((edge) => edge.kind === kind)
      .flatMap((edge) => {
        const service = ends(edge, 'service');
        const end = ends(edge, other);
        return service === undefined || end === undefined
          ? []
          : [{ service, edge, [name]: end } as { service: StackNode; edge: StackEdge } & Record<Key, StackNode>];
      });
  const connections = picture.edges
    .filter((edge) => edge.kind === 'connects')
    .flatMap((edge) => {
      const from = nodes.get(edge.from);
      const to = nodes.get(edge.to);
      return from?.kind === 'service' && to?.kind === 'service' ? [{ from, to, edge: sayConnection(edge) }] : [];
    });
  const entries = pairs('publishes', 'page', 'page').map(({ service, edge, page }) => ({
    service,
    edge: sayEntry(page, edge),
  }));
  const [page] = ofKind('page');
  const mounts = pairs('mounts', 'volume', 'volume');
  const attached = pairs('attached', 'network', 'network');
  return {
    page: page === undefined ? undefined : { ...page, name: 'you' },
    entries,
    services: inwards(
      ofKind('service'),
      entries.map(({ service }) => service),
      connections,
    ),
    connections,
    networks: ofKind('network').map((network) => ({
      network,
      members: attached.filter((one) => one.network === network).map(({ service }) => service),
    })),
    mounts,
    loose: ofKind('volume').filter((volume) => !mounts.some((mount) => mount.volume === volume)),
  };
}

/** Services in the order in which a request would meet them. */
function inwards(
  services: readonly StackNode[],
  published: readonly StackNode[],
  connections: StackShape['connections'],
): readonly StackNode[] {
  // What asks and is not asked comes first: a published database stands behind the page that uses it.
  const asked = new Set(connections.map(({ to }) => to));
  const firsts = [...published, ...services].sort((a, b) => Number(asked.has(a)) - Number(asked.has(b)));
  const met = new Set<StackNode>();
  for (const first of firsts) {
    const row = [first];
    for (const service of row) {
      if (met.has(service)) continue;
      met.add(service);
      row.push(...connections.filter(({ from }) => from === service).map(({ to }) => to));
    }
  }
  return [...met];
}

/** The networks that two services are both on. */
export function sharedNetworks(shape: StackShape, a: StackNode, b: StackNode): readonly StackNode[] {
  return shape.networks
    .filter(({ members }) => members.includes(a) && members.includes(b))
    .map(({ network }) => network);
}

/** The networks that a service is on. */
export function networksOf(shape: StackShape, service: StackNode): readonly StackNode[] {
  return shape.networks.filter(({ members }) => members.includes(service)).map(({ network }) => network);
}
