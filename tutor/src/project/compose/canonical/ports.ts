import { isIp } from '../addresses.ts';
import type { FaultList } from '../fault-list.ts';
import { entry, made, mapping, sequence, slice, stringOf } from '../grow.ts';
import { sayKind } from '../merge.ts';
import type { TreePath } from '../path.ts';
import type { Entry, Mapping, Scalar, TreeNode } from '../tree.ts';
import { goText } from '../yaml/typed.ts';

/** The ports of a service in long form; a range of container ports becomes one entry each. */
export function canonicalPorts(node: TreeNode, path: TreePath, faults: FaultList): TreeNode | undefined {
  if (node.kind !== 'sequence') return wrongPort(node, path, faults);
  return sequence(
    node.items.flatMap((item, index) => canonicalPort(item, [...path, index], faults)),
    node.span,
  );
}

function canonicalPort(item: TreeNode, path: TreePath, faults: FaultList): readonly TreeNode[] {
  if (item.kind === 'mapping') return [item];
  if (item.kind === 'scalar' && typeof item.value === 'number' && !isPortScalar(item)) {
    refusePort(item, item.raw, 'container-port', path, faults);
    return [];
  }
  if (item.kind === 'sequence' || !isPortScalar(item)) {
    wrongPort(item, path, faults);
    return [];
  }
  const parsed = parsePort(item);
  if (typeof parsed !== 'string') return parsed;
  refusePort(item, goText(item), parsed, path, faults);
  return [];
}

function refusePort(item: Scalar, text: string, why: PortRefusal, path: TreePath, faults: FaultList): void {
  const message = `\`${text}\` is not a port: ${WHY[why]}`;
  faults.add({ kind: 'port', message, at: item.span, path, words: { text, why } });
}

function isPortScalar(item: Scalar): boolean {
  return stringOf(item) !== undefined || (typeof item.value === 'number' && item.kindOfValue === undefined);
}

function wrongPort(node: TreeNode, path: TreePath, faults: FaultList): undefined {
  const got = sayKind(node);
  faults.add({
    kind: 'wrong-type',
    message: `\`ports\` must be a list of ports, here is ${got}`,
    at: node.span,
    path,
    words: { key: 'ports', expected: 'a list of ports', got },
  });
  return undefined;
}

/** Why a short port is none. */
export type PortRefusal =
  | 'protocol'
  | 'address'
  | 'container-port-missing'
  | 'container-port'
  | 'host-port'
  | 'ranges-differ'
  | 'target-zero';

const WHY: Readonly<Record<PortRefusal, string>> = {
  protocol: 'the protocol is tcp, udp or sctp',
  address: 'what stands before the two ports is no address',
  'container-port-missing': 'it names no port of the container',
  'container-port': 'the port of the container is no number from 1 to 65535',
  'host-port': 'the port of the host is no number from 0 to 65535',
  'ranges-differ': 'the two ranges are not of one length',
  'target-zero': 'the port of the container is 0',
};

type Range = { readonly first: number; readonly last: number };

/** `[address:][host port:]container port[/protocol]`, as Docker takes it apart (go-connections 0.6, `nat`). */
function parsePort(item: Scalar): readonly Mapping[] | PortRefusal {
  const parts = partsOf(item);
  const protocol = goText(parts.protocol).toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) {
    return goText(parts.container) === '' ? 'container-port-missing' : 'protocol';
  }
  const address = parts.address === undefined ? undefined : bare(parts.address);
  if (address !== undefined && goText(address) !== '' && !isIp(goText(address))) return 'address';
  const container = rangeOf(goText(parts.container));
  if (container === undefined) return 'container-port';
  const published = parts.host !== undefined && goText(parts.host) !== '' ? parts.host : undefined;
  const host = published === undefined ? undefined : rangeOf(goText(published));
  if (published !== undefined && host === undefined) return 'host-port';
  const count = container.last - container.first + 1;
  if (host !== undefined && count > 1 && host.last - host.first + 1 !== count) return 'ranges-differ';
  if (container.first === 0) return 'target-zero';
  return Array.from({ length: count }, (_, step) => {
    const publishedText =
      host === undefined
        ? undefined
        : count === 1 && host.first !== host.last
          ? `${host.first}-${host.last}`
          : String(host.first + step);
    return { target: container.first + step, publishedText };
  })
    .map(({ target, publishedText }) =>
      mapping(
        [
          entry('mode', item.span, made('ingress', item.span)),
          ...(address === undefined || goText(address) === '' ? [] : [entry('host_ip', address.span, address)]),
          entry('target', parts.container.span, targetOf(parts.container, target, count)),
          ...publishedEntry(published, publishedText),
          entry('protocol', parts.protocol.span, { ...parts.protocol, value: protocol }),
        ],
        item.span,
      ),
    )
    .sort(byTarget);
}

/** A port that is written as such keeps the sources of its text; one of a range has none of its own. */
function targetOf(written: Scalar, target: number, count: number): Scalar {
  const plain = made(target, written.span);
  return count > 1 || written.pieces === undefined ? plain : { ...plain, pieces: written.pieces };
}

function publishedEntry(published: Scalar | undefined, text: string | undefined): readonly Entry[] {
  if (published === undefined || text === undefined) return [];
  const value = goText(published) === text ? published : made(text, published.span);
  return [entry('published', published.span, value)];
}

type Parts = {
  readonly address?: Scalar;
  readonly host?: Scalar;
  readonly container: Scalar;
  readonly protocol: Scalar;
};

function partsOf(item: Scalar): Parts {
  const text = goText(item);
  const lastColon = text.lastIndexOf(':');
  const beforeLast = lastColon < 0 ? -1 : text.lastIndexOf(':', lastColon - 1);
  const slash = text.indexOf('/', lastColon + 1);
  const containerEnd = slash < 0 ? text.length : slash;
  const container = slice(item, lastColon + 1, containerEnd);
  const written = slash < 0 || containerEnd === lastColon + 1 ? undefined : slice(item, slash + 1, text.length);
  const named = written !== undefined && goText(written) !== '';
  const protocol = named ? written : made(goText(container) === '' ? '' : 'tcp', container.span);
  return {
    ...(lastColon > 0 && beforeLast >= 0 ? { address: slice(item, 0, beforeLast) } : {}),
    ...(lastColon >= 0 ? { host: slice(item, beforeLast + 1, lastColon) } : {}),
    container,
    protocol,
  };
}

/** An address without the brackets around it. */
function bare(address: Scalar): Scalar {
  const text = goText(address);
  return /^\[[^[\]]*\]$/.test(text) ? slice(address, 1, text.length - 1) : address;
}

function rangeOf(text: string): Range | undefined {
  const [from = '', to] = text.split('-');
  const first = portNumber(from);
  const last = to === undefined ? first : portNumber(to);
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
}

const GREATEST_PORT = 65_535;

function portNumber(text: string): number | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  const number = Number(text);
  return number <= GREATEST_PORT ? number : undefined;
}

/** Docker orders the ports of a range as texts: 10 comes before 9. */
function byTarget(a: Mapping, b: Mapping): number {
  const text = (one: Mapping) => {
    const target = one.entries.find((part) => part.key === 'target')?.value;
    return target?.kind === 'scalar' ? `${goText(target)}/` : '';
  };
  const [first, second] = [text(a), text(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
