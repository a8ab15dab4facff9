import { isIp } from './addresses.ts';
import { each, eachValue, type Form, keys } from './canonical/forms.ts';
import type { FaultAt, FaultList } from './fault-list.ts';
import { stringOf } from './grow.ts';
import { sayPath, type TreePath } from './path.ts';
import { child, entryOf, type Mapping } from './tree.ts';

/** What Compose checks of the canonical tree before its paths are resolved (compose-go, `validation/`). Only tells; changes nothing. */
export function checkValidity(tree: Mapping, faults: FaultList): void {
  file(tree, [], faults);
}

const volume: Form = (node, path, faults) => {
  if (node.kind !== 'mapping' || !isTrue(node)) return node;
  const extra = node.entries.find((one) => !['name', 'external'].includes(one.key) && !one.key.startsWith('x-'));
  if (extra !== undefined) {
    refuse(faults, path, `\`${sayPath(path)}\` is external: \`${extra.key}\` cannot be set here`, {
      at: extra.keySpan,
      path: [...path, extra.key],
      words: { text: extra.key },
    });
  }
  return node;
};

function isTrue(node: Mapping): boolean {
  const external = child(node, 'external');
  return external?.kind === 'scalar' && external.value === true;
}

function fileObject(sources: readonly string[]): Form {
  return (node, path, faults) => {
    if (node.kind !== 'mapping') return node;
    const given = sources.flatMap((key) => entryOf(node, key) ?? []);
    const [first, second] = given;
    if (first !== undefined && second !== undefined) {
      refuse(faults, path, `\`${sayPath(path)}\` takes only one of ${sources.join(', ')}`, {
        at: second.keySpan,
        other: first.keySpan,
        words: { text: second.key },
      });
    }
    const elsewhere = child(node, 'driver') !== undefined || child(node, 'external') !== undefined;
    // A slip of one of them, or another word for it, is told as that.
    if (given.length === 0 && !elsewhere && !faults.touches(path)) {
      refuse(faults, path, `\`${sayPath(path)}\` needs one of ${sources.join(', ')}`, {
        at: node.span,
        words: { text: String(path.at(-1)) },
      });
    }
    return node;
  };
}

const port: Form = (node, path, faults) => {
  const address = child(node, 'host_ip');
  const text = stringOf(address);
  if (address !== undefined && text !== undefined && !isIp(text)) {
    faults.add({
      kind: 'port',
      message: `\`${text}\` is no address of this machine`,
      at: address.span,
      path: [...path, 'host_ip'],
      words: { text, why: 'address' },
    });
  }
  return node;
};

const watchPath: Form = (node, path, faults) => {
  if (stringOf(node) === '')
    refuse(faults, path, `\`${sayPath(path)}\` is blank`, { at: node.span, words: { text: '' } });
  return node;
};

const deviceRequest: Form = (node, path, faults) => {
  const count = entryOf(node, 'count');
  const ids = entryOf(node, 'device_ids');
  if (count !== undefined && ids !== undefined) {
    refuse(faults, path, `\`${sayPath(path)}\` takes \`count\` or \`device_ids\`, not both`, {
      at: ids.keySpan,
      other: count.keySpan,
      words: { text: 'device_ids' },
    });
  }
  return node;
};

const file = keys({
  volumes: eachValue(volume),
  configs: eachValue(fileObject(['file', 'environment', 'content'])),
  secrets: eachValue(fileObject(['file', 'environment'])),
  services: eachValue(
    keys({
      ports: each(port),
      develop: keys({ watch: each(keys({ path: watchPath })) }),
      deploy: keys({ resources: keys({ reservations: keys({ devices: each(deviceRequest) }) }) }),
      gpus: each(deviceRequest),
    }),
  ),
});

function refuse(faults: FaultList, path: TreePath, message: string, rest: Omit<FaultAt, 'kind' | 'message'>): void {
  faults.add({ kind: 'refused', message, path, ...rest });
}
