import { deafList, type FaultList } from '../fault-list.ts';
import { entry, mapping, stringOf, withEntry } from '../grow.ts';
import { child, type Mapping } from '../tree.ts';
import {
  anyText,
  dependencies,
  device,
  each,
  eachValue,
  envFiles,
  type Form,
  fileMount,
  gpus,
  keyedList,
  keys,
  listOfOne,
  namesToNothing,
  resource,
  sshKeys,
  ulimit,
  unreadable,
} from './forms.ts';
import { spendPorts } from './port-budget.ts';
import { canonicalPorts } from './ports.ts';
import { canonicalVolume } from './volumes.ts';

const buildKeys = keys({
  additional_contexts: keyedList,
  provenance: anyText,
  sbom: anyText,
  secrets: each(fileMount),
  ssh: sshKeys,
  ulimits: eachValue(ulimit),
});

const build: Form = (node, path, faults) => {
  if (stringOf(node) !== undefined) return mapping([entry('context', node.span, node)], node.span);
  return node.kind === 'mapping'
    ? buildKeys(node, path, faults)
    : unreadable(node, path, faults, 'a string or a mapping');
};

const service = keys({
  build,
  configs: each(fileMount),
  depends_on: dependencies,
  develop: keys({ watch: each(keys({ ignore: listOfOne, include: listOfOne })) }),
  devices: each(device),
  dns: listOfOne,
  env_file: envFiles,
  gpus,
  label_file: listOfOne,
  models: namesToNothing,
  networks: namesToNothing,
  ports: canonicalPorts,
  secrets: each(fileMount),
  ulimits: eachValue(ulimit),
  volumes: each(canonicalVolume),
});

const file = keys({
  services: eachValue(service),
  networks: eachValue(resource),
  volumes: eachValue(resource),
  secrets: eachValue(resource),
  configs: eachValue(resource),
});

/** Makes the short forms of a Compose tree long (compose-go, `transform/`). */
export function makeCanonical(tree: Mapping, faults: FaultList): Mapping {
  const services = child(tree, 'services');
  const bounded = services?.kind === 'mapping' ? withEntry(tree, 'services', spendPorts(services, faults)) : tree;
  const canonical = file(bounded, [], faults);
  return canonical?.kind === 'mapping' ? omitEmptyServers(canonical) : tree;
}

/** Compose drops empty DNS servers, and only these. */
const omitEmptyServers = (tree: Mapping): Mapping =>
  keys({
    services: eachValue(
      keys({
        dns: each((item) => (item.kind === 'scalar' && (item.value === '' || item.value === null) ? undefined : item)),
      }),
    ),
  })(tree, [], deafList) as Mapping;
