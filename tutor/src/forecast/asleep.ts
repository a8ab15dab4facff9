import { child, type Scalar, type TreeNode } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';

/** Whether a service whose profile is not active names a network or a volume: then it is not left over, it waits. */
export function isNamedAsleep({ compose }: Project, section: 'networks' | 'volumes', name: string): boolean {
  const services = child(compose.merged, 'services');
  return compose.inactive.some((service) => names(child(child(services, service), section), name));
}

/** What a service whose profile is not active is built from, and the profile that it waits for: it may be the page. */
export type BuildAsleep = {
  readonly service: string;
  /** The first profile of its list. */
  readonly profile: Scalar;
  /** Relative to the project, as it is written. */
  readonly context: string;
  readonly dockerfile?: string;
};

/** The first service that would be built, were its profile active. */
export function buildAsleep({ compose }: Project): BuildAsleep | undefined {
  const services = child(compose.merged, 'services');
  for (const service of compose.inactive) {
    const node = child(services, service);
    const build = child(node, 'build');
    const list = child(node, 'profiles');
    const profile = list?.kind === 'sequence' ? list.items[0] : undefined;
    const context = textOf(build) ?? textOf(child(build, 'context')) ?? (build === undefined ? undefined : '.');
    if (context === undefined || profile?.kind !== 'scalar') continue;
    const dockerfile = textOf(child(build, 'dockerfile'));
    return { service, profile, context, ...(dockerfile === undefined ? {} : { dockerfile }) };
  }
  return undefined;
}

function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
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
