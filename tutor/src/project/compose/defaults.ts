import { each, eachValue, type Form, keys } from './canonical/forms.ts';
import type { FaultList } from './fault-list.ts';
import { concat, made, withEntry } from './grow.ts';
import { child, type Mapping } from './tree.ts';

const ports = each((port) => (port.kind === 'mapping' ? add(add(port, 'protocol', 'tcp'), 'mode', 'ingress') : port));

const secret: Form = (node) => {
  const source = child(node, 'source');
  if (node.kind !== 'mapping' || source?.kind !== 'scalar' || child(node, 'target') !== undefined) return node;
  return withEntry(node, 'target', concat([made('/run/secrets/', source.span), source], source.span));
};

const deviceRequest: Form = (node) =>
  node.kind === 'mapping' && child(node, 'device_ids') === undefined ? add(node, 'count', 'all') : node;

const file = keys({
  services: eachValue(
    keys({
      build: (node) => (node.kind === 'mapping' ? add(node, 'context', '.') : node),
      ports,
      secrets: each(secret),
      deploy: keys({ resources: keys({ reservations: keys({ devices: each(deviceRequest) }) }) }),
      gpus: each(deviceRequest),
    }),
  ),
});

/** Sets what Compose assumes where nothing is written (compose-go, `transform/defaults.go`). */
export function setDefaults(tree: Mapping, faults: FaultList): Mapping {
  const filled = file(tree, [], faults);
  return filled?.kind === 'mapping' ? filled : tree;
}

function add(node: Mapping, key: string, value: string): Mapping {
  return child(node, key) === undefined ? withEntry(node, key, made(value, node.span)) : node;
}
