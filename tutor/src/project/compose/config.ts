import { deafList } from './fault-list.ts';
import { isoTime } from './iso-time.ts';
import type { ComposeReading } from './reading.ts';
import { settle } from './settle.ts';
import type { Mapping, Scalar, TreeNode } from './tree.ts';
import { type Target, typeTree } from './typed/typed.ts';
import { writeYaml } from './write-yaml.ts';

/** The project in the very shape of `docker compose config --format json`; undefined where there is none. */
export function toConfig(reading: ComposeReading): unknown {
  const tree = printed(reading, { format: 'json', order: 'sorted' });
  return tree === undefined ? undefined : plainProject(tree);
}

/** The project as `docker compose config` prints it; `''` where there is none. */
export function toConfigYaml(reading: ComposeReading): string {
  const tree = printed(reading, { format: 'yaml', order: 'sorted' });
  return tree === undefined ? '' : writeYaml(tree).replaceAll('$', '$$$$');
}

function printed(reading: ComposeReading, target: Target): Mapping | undefined {
  const { settled } = reading;
  if (settled === undefined) return undefined;
  return settle(typeTree(settled.normalised, deafList, target), settled, target);
}

function plainProject(tree: Mapping): Readonly<Record<string, unknown>> {
  const sections = [...tree.entries].sort((a, b) => (a.key < b.key ? -1 : 1));
  return Object.fromEntries(
    sections.map(({ key, value }) => [
      dollars(key),
      key.startsWith('x-') ? plain(value, 'nothing') : plain(value, 'list'),
    ]),
  );
}

/** What an empty list is printed as: within `x-` keys Compose loses it. */
type EmptyList = 'list' | 'nothing';

function plain(node: TreeNode, empty: EmptyList): unknown {
  switch (node.kind) {
    case 'scalar':
      return plainScalar(node);
    case 'sequence':
      return empty === 'nothing' && node.items.length === 0 ? null : node.items.map((item) => plain(item, empty));
    case 'mapping': {
      const made: Record<string, unknown> = {};
      for (const { key, value } of node.entries) {
        // A key of that name would set the object's prototype.
        if (key === '__proto__') Object.defineProperty(made, key, { value: plain(value, empty), enumerable: true });
        else made[dollars(key)] = plain(value, empty);
      }
      return made;
    }
  }
}

function plainScalar(node: Scalar): unknown {
  if (node.kindOfValue === 'timestamp') return isoTime(node);
  if (typeof node.value === 'string') return dollars(node.value);
  // JSON of JavaScript holds no whole number past 53 bits exactly; it reads back as the nearest.
  return typeof node.value === 'bigint' ? Number(node.value) : node.value;
}

/** Compose doubles every `$` of what it prints, so that it reads back as the same. */
function dollars(text: string): string {
  return text.replaceAll('$', '$$$$');
}
