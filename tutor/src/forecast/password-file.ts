import type { Service } from '../project/compose/project.ts';
import type { TreeNode } from '../project/compose/tree.ts';

/** Whether a service is given a file of passwords that libpq reads by itself (PostgreSQL documentation, "The Password File"). */
export function mayReadPasswordFile(service: Service | undefined): boolean {
  return service !== undefined && names(service.node);
}

const PASSWORD_FILE = /pgpass/i;

function names(node: TreeNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return PASSWORD_FILE.test(String(node.value ?? ''));
    case 'sequence':
      return node.items.some(names);
    case 'mapping':
      return node.entries.some((entry) => PASSWORD_FILE.test(entry.key) || names(entry.value));
  }
}
