import type { FaultList } from './fault-list.ts';
import { made, mapEntries, mapItems } from './grow.ts';
import { byPattern, sayPath, type TreePath } from './path.ts';
import type { Mapping, Scalar, TreeNode } from './tree.ts';

/** What a string becomes in a field that wants something else. */
export type Cast = 'whole' | 'number' | 'boolean';

const services: readonly (readonly [string, Cast])[] = [
  ['cpu_count', 'whole'],
  ['cpu_percent', 'number'],
  ['cpu_period', 'whole'],
  ['cpu_quota', 'whole'],
  ['cpu_rt_period', 'whole'],
  ['cpu_rt_runtime', 'whole'],
  ['cpus', 'number'],
  ['cpu_shares', 'whole'],
  ['init', 'boolean'],
  ['deploy.replicas', 'whole'],
  ['deploy.update_config.parallelism', 'whole'],
  ['deploy.update_config.max_failure_ratio', 'number'],
  ['deploy.rollback_config.parallelism', 'whole'],
  ['deploy.rollback_config.max_failure_ratio', 'number'],
  ['deploy.restart_policy.max_attempts', 'whole'],
  ['deploy.placement.max_replicas_per_node', 'whole'],
  ['healthcheck.retries', 'whole'],
  ['healthcheck.disable', 'boolean'],
  ['oom_kill_disable', 'boolean'],
  ['oom_score_adj', 'whole'],
  ['pids_limit', 'whole'],
  ['ports.[].target', 'whole'],
  ['privileged', 'boolean'],
  ['read_only', 'boolean'],
  ['scale', 'whole'],
  ['stdin_open', 'boolean'],
  ['tty', 'boolean'],
  ['ulimits.*', 'whole'],
  ['ulimits.*.hard', 'whole'],
  ['ulimits.*.soft', 'whole'],
  ['volumes.[].read_only', 'boolean'],
  ['volumes.[].volume.nocopy', 'boolean'],
];

/** The fields whose strings Compose types once they are interpolated (compose-go, `loader/interpolate.go`). */
const castAt = byPattern<Cast>({
  ...Object.fromEntries(services.map(([field, cast]) => [`services.*.${field}`, cast])),
  'networks.*.external': 'boolean',
  'networks.*.internal': 'boolean',
  'networks.*.attachable': 'boolean',
  'networks.*.enable_ipv4': 'boolean',
  'networks.*.enable_ipv6': 'boolean',
  'volumes.*.external': 'boolean',
  'secrets.*.external': 'boolean',
  'configs.*.external': 'boolean',
});

/** Types the strings of a tree whose variables are filled in. What does not fit is told and left out. */
export function castStrings(tree: Mapping, faults: FaultList): Mapping {
  return visit(tree, [], faults) as Mapping;
}

function visit(node: TreeNode, path: TreePath, faults: FaultList): TreeNode | undefined {
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => visit(value, [...path, key], faults));
  if (node.kind === 'sequence') return mapItems(node, (item, index) => visit(item, [...path, index], faults));
  if (typeof node.value !== 'string' || node.kindOfValue !== undefined) return node;
  const cast = castAt(path);
  return cast === undefined ? node : castScalar(node, cast, path, faults);
}

const SAID: Readonly<Record<Cast, string>> = {
  whole: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function castScalar(node: Scalar, cast: Cast, path: TreePath, faults: FaultList): Scalar | undefined {
  const text = String(node.value);
  const value = castText(text, cast);
  if (value !== undefined) {
    return { ...made(value, node.span), ...(node.pieces === undefined ? {} : { pieces: node.pieces }) };
  }
  faults.add({
    kind: 'wrong-type',
    message: `\`${sayPath(path)}\` must be ${SAID[cast]}, it is \`${text}\``,
    at: node.span,
    path,
    words: { key: String(path.at(-1)), expected: SAID[cast], got: text === '' ? 'nothing' : `\`${text}\`` },
  });
  return undefined;
}

/** A string as Go reads it into a field of that kind, or undefined where Go refuses it. */
export function castText(text: string, cast: Cast): number | boolean | bigint | undefined {
  switch (cast) {
    case 'boolean':
      return booleanOf(text);
    case 'whole':
      return wholeOf(text);
    case 'number':
      return numberOf(text);
  }
}

function booleanOf(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
    case 'y':
    case 'yes':
    case 'on':
      return true;
    case 'false':
    case 'n':
    case 'no':
    case 'off':
      return false;
    default:
      return undefined;
  }
}

/** Digits of the greatest whole number of 64 bits. */
const INT64_DIGITS = 19;

function wholeOf(text: string): number | bigint | undefined {
  const match = /^([-+]?)0*([0-9]+)$/.exec(text);
  if (match === null || (match[2] ?? '').length > INT64_DIGITS) return undefined;
  const value = BigInt(`${match[1] === '-' ? '-' : ''}${match[2]}`);
  if (value < -(2n ** 63n) || value >= 2n ** 63n) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Decimals as Go reads them; hexadecimal floats and infinities are left to those who write them. */
function numberOf(text: string): number | undefined {
  const value = /^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
