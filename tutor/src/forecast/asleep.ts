import { child, type TreeNode } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';

/** Whether a service whose profile is not active names a network or a volume: then it is not left over, it waits. */
export function isNamedAsleep({ compose }: Project, section: 'networks' | 'volumes', name: string): boolean {
  const services = child(compose.merged, 'services');
  return compose.inactive.some((service) => names(child(child(services, service), section), name));
}

function names(node: TreeNode | undefined, name: string): boolean {
  if (node === undefined) return false;
  switch (node.kind) {
    case 'scalar':
      return node.value === name || String(node.value ?? '').startsWith(`${name}:`);
    case 'sequence':
      return node.items.some((item) => names(item, name));
    case 'mapping':
      return node.entries.some((entry) => entry.key === name || (entry.key === 'source' && names(entry.value, name)));
  }
}
