import type { StackSeen } from '../../core/observation.ts';
import { ownContainers } from '../../core/observed-stack.ts';
import type { TreeNode } from '../../project/compose/tree.ts';
import type { Context } from '../context.ts';

/** A service whose container was made from another configuration than the files give now. `sure`: nothing else can explain the difference. */
export type StaleService = { readonly service: string; readonly certainty: 'sure' | 'likely' };

/** Services whose containers differ from the files, by Compose's own hash. */
export function staleServices({ observed, project }: Context, stack: StackSeen): readonly StaleService[] {
  const { configHashes, up } = stack;
  // What `up` has just made is what the files say.
  if (configHashes === undefined || up?.exitCode === 0 || observed.engine !== 'observed') return [];
  return project.view.services.flatMap(({ name, source }): readonly StaleService[] => {
    const now = configHashes[name];
    const stale = ownContainers(stack).find(
      (one) => one.service === name && one.configHash !== '' && now !== undefined && one.configHash !== now,
    );
    if (stale === undefined) return [];
    // Another version of Compose counts another hash of the same thing, and another shell has other variables.
    const sameCompose = stale.composeVersion === undefined || stale.composeVersion === observed.compose;
    return [{ service: name, certainty: sameCompose && !dependsOnShell(source) ? 'sure' : 'likely' }];
  });
}

/** Whether a value in it comes, or could come, from a variable of the caller's shell. */
function dependsOnShell(node: TreeNode): boolean {
  switch (node.kind) {
    case 'mapping':
      return node.entries.some((entry) => dependsOnShell(entry.value));
    case 'sequence':
      return node.items.some(dependsOnShell);
    case 'scalar':
      return (
        node.pieces?.some(({ variable }) =>
          variable === undefined ? false : /^(?:caller|default|unset)$/.test(variable.from),
        ) ?? false
      );
  }
}
