import { mapEntries, mapItems } from './grow.ts';
import type { TreePath } from './path.ts';
import type { Mapping, TreeNode } from './tree.ts';

/** The places that a document takes back: `!reset` removes a value, `!override` lays another in its stead. */
export type Resets = readonly TreePath[];

/** Takes the values marked `!reset` out of a document, and gives the places of these and of the ones marked `!override`. */
export function findResets(document: TreeNode): { readonly tree: TreeNode | undefined; readonly resets: Resets } {
  const resets: TreePath[] = [];
  return { tree: visit(document, [], resets), resets };
}

function visit(node: TreeNode, path: TreePath, resets: TreePath[]): TreeNode | undefined {
  if (node.tag === '!reset' || node.tag === '!override') resets.push(path);
  if (node.tag === '!reset') return undefined;
  if (node.tag === '!override') return node;
  if (node.kind === 'mapping') return mapEntries(node, (value, key) => visit(value, [...path, key], resets));
  return node.kind === 'sequence' ? mapItems(node, (item, index) => visit(item, [...path, index], resets)) : node;
}

/** Removes what the resets of a later document name. Items of lists are never removed: Compose cannot (`loader/reset.go`). */
export function applyResets(tree: Mapping, resets: Resets): Mapping {
  return resets.reduce((next, reset) => remove(next, reset), tree);
}

function remove(node: Mapping, path: TreePath): Mapping {
  const [key, ...rest] = path;
  return mapEntries(node, (value, name) => {
    if (name !== key && key !== '*') return value;
    if (rest.length === 0) return undefined;
    return value.kind === 'mapping' ? remove(value, rest) : value;
  });
}
