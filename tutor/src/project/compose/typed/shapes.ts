import { made } from '../grow.ts';
import { type Decoder, emptyInJson, emptyMapping, type Field, list, names, nullInJson, struct } from './decoder.ts';
import {
  bytes,
  bytesEvenZero,
  command,
  count,
  countEvenZero,
  deviceCount,
  duration,
  durationNotZero,
  environment,
  fileMode,
  flag,
  flagEvenFalse,
  hosts,
  item,
  labels,
  manyOptions,
  options,
  plainStrings,
  real,
  sshKeys,
  strings,
  stringsOrNumbers,
  test,
  text,
  textEvenEmpty,
  ulimit,
  whole,
  wholeEvenZero,
} from './values.ts';

// The types of compose-go 2.9.1 (`types/types.go`), each field in the order in which Compose prints it.

const texts = list(item, (node) => made('', node.span));

function fields(decode: Decoder, ...keys: readonly string[]): readonly Field[] {
  return keys.map((key) => ({ key, decode }));
}

function field(key: string, decode: Decoder): Field {
  return { key, decode };
}

/** A struct behind a pointer: an empty one is printed as `{}`. */
function pointer(parts: readonly Field[]): Decoder {
  return struct(parts);
}

/** A struct that is no pointer: JSON prints it even where it is absent, YAML not even where it is empty. */
function inPlace(key: string, parts: readonly Field[]): Field {
  const read = struct(parts);
  return {
    key,
    decode: (node, desk) => {
      const value = read(node, desk);
      return value?.entries.length === 0 && desk.target.format === 'yaml' ? undefined : value;
    },
    absent: emptyInJson,
  };
}

const ulimits = names(ulimit, () => undefined);

const fileReference = struct([...fields(text, 'source', 'target', 'uid', 'gid'), field('mode', fileMode)]);

const build = pointer([
  ...fields(text, 'context', 'dockerfile', 'dockerfile_inline'),
  field('entitlements', texts),
  field('args', environment),
  ...fields(text, 'provenance', 'sbom'),
  field('ssh', sshKeys),
  field('labels', labels),
  ...fields(strings, 'cache_from', 'cache_to'),
  field('no_cache', flag),
  field('additional_contexts', labels),
  field('pull', flag),
  field('extra_hosts', hosts),
  ...fields(text, 'isolation', 'network', 'target'),
  field('secrets', list(fileReference)),
  field('shm_size', bytes),
  field('tags', strings),
  field('ulimits', ulimits),
  field('platforms', strings),
  field('privileged', flag),
]);

/** Fields without a tag of their own: JSON prints them with a capital letter. */
function capital(key: string, decode: Decoder, zero: (node: Parameters<Decoder>[0]) => ReturnType<Decoder>): Field {
  return {
    key,
    decode,
    prints: (target) => (target.format === 'json' ? `${key.charAt(0).toUpperCase()}${key.slice(1)}` : key),
    absent: (_desk, of) => zero(of),
  };
}

const blankPath = capital('path', textEvenEmpty, (of) => made('', of.span));
const throttle = list(struct([blankPath, capital('rate', bytesEvenZero, (of) => made('0', of.span))]));
const weights = list(struct([blankPath, capital('weight', countEvenZero(16), (of) => made(0, of.span))]));

const blkio = pointer([
  field('weight', count(16)),
  field('weight_device', weights),
  ...fields(throttle, 'device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops'),
]);

const hook = [
  { key: 'command', decode: command, absent: nullInJson },
  field('user', text),
  field('privileged', flag),
  field('working_dir', text),
  field('environment', environment),
];

const watch = list(
  struct([
    { key: 'path', decode: textEvenEmpty, absent: (_desk, of) => made('', of.span) },
    { key: 'action', decode: textEvenEmpty, absent: (_desk, of) => made('', of.span) },
    field('target', text),
    {
      ...inPlace('exec', hook),
      // An absent hook is a struct all the same, and its command is always printed.
      absent: (desk, of) => (desk.target.format === 'json' ? struct(hook)(emptyMapping(of), desk) : undefined),
    },
    field('include', texts),
    field('ignore', texts),
    field('initial_sync', flag),
  ]),
);

const updateConfig = pointer([
  field('parallelism', countEvenZero(64)),
  field('delay', durationNotZero),
  field('failure_action', text),
  field('monitor', durationNotZero),
  field('max_failure_ratio', real),
  field('order', text),
]);

const deviceRequests = list(
  struct([
    field('capabilities', texts),
    field('driver', text),
    field('count', deviceCount),
    field('device_ids', texts),
    field('options', labels),
  ]),
);

const genericResources = list(
  struct([
    field(
      'discrete_resource_spec',
      pointer([
        { key: 'kind', decode: textEvenEmpty, absent: (_desk, of) => made('', of.span) },
        { key: 'value', decode: wholeEvenZero, absent: (_desk, of) => made(0, of.span) },
      ]),
    ),
  ]),
);

const resource = pointer([
  field('cpus', real),
  field('memory', bytes),
  field('pids', whole),
  field('devices', deviceRequests),
  field('generic_resources', genericResources),
]);

const deploy = pointer([
  field('mode', text),
  field('replicas', wholeEvenZero),
  field('labels', labels),
  field('update_config', updateConfig),
  field('rollback_config', updateConfig),
  inPlace('resources', [field('limits', resource), field('reservations', resource)]),
  field(
    'restart_policy',
    pointer([
      field('condition', text),
      field('delay', duration),
      field('max_attempts', countEvenZero(64)),
      field('window', duration),
    ]),
  ),
  inPlace('placement', [
    field('constraints', texts),
    field('preferences', list(struct([field('spread', text)]))),
    field('max_replicas_per_node', count(64)),
  ]),
  field('endpoint_mode', text),
]);

const healthcheck = pointer([
  field('test', test),
  ...fields(duration, 'timeout', 'interval'),
  field('retries', countEvenZero(64)),
  ...fields(duration, 'start_period', 'start_interval'),
  field('disable', flag),
]);

const dependsOn = names(
  struct([
    field('condition', text),
    field('restart', flag),
    { key: 'required', decode: flagEvenFalse, absent: (_desk, of) => made(false, of.span) },
  ]),
  (one) => emptyMapping(one.value),
);

const attachment = pointer([
  field('aliases', texts),
  field('driver_opts', options),
  field('gw_priority', whole),
  ...fields(text, 'interface_name', 'ipv4_address', 'ipv6_address'),
  field('link_local_ips', texts),
  field('mac_address', text),
  field('priority', whole),
]);

const port = struct([
  ...fields(text, 'name', 'mode', 'host_ip'),
  field('target', count(32)),
  ...fields(text, 'published', 'protocol', 'app_protocol'),
]);

const mount = struct([
  ...fields(text, 'type', 'source', 'target'),
  field('read_only', flag),
  field('consistency', text),
  field(
    'bind',
    pointer([...fields(text, 'selinux', 'propagation'), field('create_host_path', flag), field('recursive', text)]),
  ),
  field('volume', pointer([field('labels', labels), field('nocopy', flag), field('subpath', text)])),
  field('tmpfs', pointer([field('size', bytes), field('mode', count(32))])),
  field('image', pointer([field('subpath', text)])),
]);

/** A service, as `docker compose config` prints one. */
export const service = struct([
  field('profiles', texts),
  field('annotations', labels),
  field('attach', flagEvenFalse),
  field('build', build),
  field('develop', pointer([field('watch', watch)])),
  field('blkio_config', blkio),
  ...fields(texts, 'cap_add', 'cap_drop'),
  ...fields(text, 'cgroup_parent', 'cgroup'),
  field('cpu_count', whole),
  field('cpu_percent', real),
  ...fields(whole, 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime'),
  field('cpus', real),
  field('cpuset', text),
  field('cpu_shares', whole),
  { key: 'command', decode: command, absent: nullInJson },
  field('configs', list(fileReference)),
  field('container_name', text),
  field('credential_spec', pointer(fields(text, 'config', 'file', 'registry'))),
  field('depends_on', dependsOn),
  field('deploy', deploy),
  field('device_cgroup_rules', texts),
  field('devices', list(struct(fields(text, 'source', 'target', 'permissions')))),
  field('dns', strings),
  field('dns_opt', texts),
  field('dns_search', strings),
  field('domainname', text),
  { key: 'entrypoint', decode: command, absent: nullInJson },
  field('provider', pointer([field('type', text), field('options', manyOptions)])),
  field('environment', environment),
  field('env_file', list(struct([field('path', text), field('required', flagEvenFalse), field('format', text)]))),
  field('expose', stringsOrNumbers),
  field('extends', pointer(fields(text, 'file', 'service'))),
  field('external_links', texts),
  field('extra_hosts', hosts),
  field('group_add', texts),
  field('gpus', deviceRequests),
  field('hostname', text),
  field('healthcheck', healthcheck),
  field('image', text),
  field('init', flagEvenFalse),
  ...fields(text, 'ipc', 'isolation'),
  field('labels', labels),
  field('label_file', texts),
  field('links', texts),
  field('logging', pointer([field('driver', text), field('options', options)])),
  ...fields(bytes, 'mem_limit', 'mem_reservation', 'memswap_limit', 'mem_swappiness'),
  field('mac_address', text),
  field(
    'models',
    names(pointer(fields(text, 'endpoint_var', 'model_var')), (one) => made(null, one.value.span)),
  ),
  field('network_mode', text),
  field(
    'networks',
    names(attachment, (one) => made(null, one.value.span)),
  ),
  field('oom_kill_disable', flag),
  field('oom_score_adj', whole),
  field('pid', text),
  field('pids_limit', whole),
  field('platform', text),
  field('ports', list(port)),
  field('privileged', flag),
  field('pull_policy', text),
  field('read_only', flag),
  ...fields(text, 'restart', 'runtime'),
  field('scale', wholeEvenZero),
  field('secrets', list(fileReference)),
  field('security_opt', texts),
  field('shm_size', bytes),
  field('stdin_open', flag),
  field('stop_grace_period', duration),
  field('stop_signal', text),
  field('storage_opt', plainStrings),
  field('sysctls', labels),
  field('tmpfs', strings),
  field('tty', flag),
  field('ulimits', ulimits),
  field('use_api_socket', flag),
  ...fields(text, 'user', 'userns_mode', 'uts'),
  field('volumes', list(mount)),
  field('volumes_from', texts),
  field('working_dir', text),
  field('post_start', list(struct(hook))),
  field('pre_stop', list(struct(hook))),
]);

/** A network of the file. */
export const network = struct([
  ...fields(text, 'name', 'driver'),
  field('driver_opts', options),
  inPlace('ipam', [
    field('driver', text),
    field('config', list(struct([...fields(text, 'subnet', 'gateway', 'ip_range'), field('aux_addresses', labels)]))),
  ]),
  ...fields(flag, 'external', 'internal', 'attachable'),
  field('labels', labels),
  ...fields(flagEvenFalse, 'enable_ipv4', 'enable_ipv6'),
]);

/** A volume of the file. */
export const volume = struct([
  ...fields(text, 'name', 'driver'),
  field('driver_opts', options),
  field('external', flag),
  field('labels', labels),
]);

/** A config of the file. */
export const config = struct([
  ...fields(text, 'name', 'file', 'environment', 'content'),
  field('external', flag),
  field('labels', labels),
  field('driver', text),
  field('driver_opts', plainStrings),
  field('template_driver', text),
]);

/** A secret of the file; its content is never printed. */
export const secret = struct([
  ...fields(text, 'name', 'file', 'environment'),
  field('external', flag),
  field('labels', labels),
  field('driver', text),
  field('driver_opts', plainStrings),
  field('template_driver', text),
]);

/** A model of the file; printed in YAML only. */
export const model = struct([
  ...fields(text, 'name', 'model'),
  field('context_size', whole),
  field('runtime_flags', texts),
]);
