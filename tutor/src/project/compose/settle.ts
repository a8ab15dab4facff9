import { mapping, stringOf, withEntries, withEntry, without } from './grow.ts';
import { child, down, type Entry, entryOf, type Mapping, type TreeNode } from './tree.ts';
import type { Target } from './typed/decoder.ts';
import { inOrder } from './typed/key-order.ts';

/** What became of a project once its profiles, env files and unused parts were looked at. */
export type Settled = {
  /** The whole project, normalised and not yet typed. */
  readonly normalised: Mapping;
  /** Names of the services whose profile is on. */
  readonly active: ReadonlySet<string>;
  /** The environment of each active service, env files included. */
  readonly environments: ReadonlyMap<string, Mapping>;
  /** The labels of each active service that has label files. */
  readonly labels: ReadonlyMap<string, Mapping>;
  /** Paths of the env files that were read. */
  readonly envFiles: ReadonlySet<string>;
};

/** A typed tree as Compose prints it: active services only, their env files read and gone, what no service uses left out. */
export function settle(typed: Mapping, settled: Settled, target: Target): Mapping {
  const services = entryOf(typed, 'services');
  const active =
    services?.value.kind === 'mapping' ? services.value.entries.filter(({ key }) => settled.active.has(key)) : [];
  const finished = active.map((one) => finish(one, settled, target));
  const used = usedBy(finished.map(({ value }) => value));
  const span = services?.value.span ?? typed.span;
  const kept = typed.entries.flatMap((section) => {
    if (section.key === 'services') return [];
    const names = used[section.key];
    if (names === undefined || section.value.kind !== 'mapping') return [section];
    const entries = section.value.entries.filter(({ key }) => names.has(key));
    return entries.length === 0 ? [] : [{ ...section, value: withEntries(section.value, entries) }];
  });
  const [first, ...rest] = kept;
  const named = first?.key === 'name' ? [first] : [];
  const others = first?.key === 'name' ? rest : kept;
  const all = { key: 'services', keySpan: services?.keySpan ?? span, value: mapping(finished, span) };
  return withEntries(typed, [...named, all, ...others]);
}

function finish(one: Entry, settled: Settled, target: Target): Entry {
  if (one.value.kind !== 'mapping') return one;
  const environment = settled.environments.get(one.key);
  const labels = settled.labels.get(one.key);
  let service = without(one.value, 'env_file', 'label_file');
  if (environment !== undefined) service = placed(service, 'environment', environment, target);
  if (labels !== undefined) service = placed(service, 'labels', labels, target);
  return { ...one, value: scaled(service) };
}

/** Keys that Compose prints before `environment` and before `labels`, to put a new one in its place. */
const BEFORE: Readonly<Record<string, string>> = { environment: 'expose', labels: 'links' };

function placed(service: Mapping, key: string, value: Mapping, target: Target): Mapping {
  if (value.entries.length === 0) return without(service, key);
  const ordered = withEntries(value, inOrder(value.entries, target));
  if (entryOf(service, key) !== undefined) return withEntry(service, key, ordered);
  const order = FIELDS_AFTER[BEFORE[key] ?? ''] ?? [];
  const index = service.entries.findIndex((one) => order.includes(one.key));
  const at = index < 0 ? service.entries.length : index;
  const added = { key, keySpan: value.span, value: ordered };
  return withEntries(service, [...service.entries.slice(0, at), added, ...service.entries.slice(at)]);
}

const TAIL = [
  ...['links', 'logging', 'mem_limit', 'mem_reservation', 'memswap_limit', 'mem_swappiness', 'mac_address', 'models'],
  ...['network_mode', 'networks', 'oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'platform', 'ports'],
  ...['privileged', 'pull_policy', 'read_only', 'restart', 'runtime', 'scale', 'secrets', 'security_opt', 'shm_size'],
  ...['stdin_open', 'stop_grace_period', 'stop_signal', 'storage_opt', 'sysctls', 'tmpfs', 'tty', 'ulimits'],
  ...[
    'use_api_socket',
    'user',
    'userns_mode',
    'uts',
    'volumes',
    'volumes_from',
    'working_dir',
    'post_start',
    'pre_stop',
  ],
];

const FIELDS_AFTER: Readonly<Record<string, readonly string[]>> = {
  links: TAIL,
  expose: [
    ...['expose', 'extends', 'external_links', 'extra_hosts', 'group_add', 'gpus', 'hostname', 'healthcheck', 'image'],
    ...['init', 'ipc', 'isolation', 'labels', 'label_file'],
    ...TAIL,
  ],
};

/** `scale` shows in `deploy.replicas` too, where there is a `deploy`. */
function scaled(service: Mapping): Mapping {
  const scale = child(service, 'scale');
  const deploy = child(service, 'deploy');
  if (scale === undefined || deploy?.kind !== 'mapping' || entryOf(deploy, 'replicas') !== undefined) return service;
  const mode = deploy.entries.filter(({ key }) => key === 'mode');
  const rest = deploy.entries.filter(({ key }) => key !== 'mode');
  const replicas = { key: 'replicas', keySpan: scale.span, value: scale };
  return withEntry(service, 'deploy', withEntries(deploy, [...mode, replicas, ...rest]));
}

type Used = Readonly<Record<string, ReadonlySet<string>>>;

function usedBy(services: readonly TreeNode[]): Used {
  const sources = (key: string, ...inside: readonly string[]) =>
    services.flatMap((service) =>
      itemsOf(down(service, ...inside, key)).flatMap((item) => stringOf(child(item, 'source')) ?? []),
    );
  const keysOf = (key: string) =>
    services.flatMap((service) => {
      const node = child(service, key);
      return node?.kind === 'mapping' ? node.entries.map((one) => one.key) : [];
    });
  const volumes = services.flatMap((service) =>
    itemsOf(child(service, 'volumes')).flatMap((volume) =>
      stringOf(child(volume, 'type')) === 'volume' ? (stringOf(child(volume, 'source')) ?? []) : [],
    ),
  );
  return {
    networks: new Set(keysOf('networks')),
    volumes: new Set(volumes),
    secrets: new Set([...sources('secrets'), ...sources('secrets', 'build')]),
    configs: new Set(sources('configs')),
    models: new Set(keysOf('models')),
  };
}

function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}
