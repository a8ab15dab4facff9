import type { Entry, TreeNode } from '../tree.ts';

/** A merge key `<<` and what it was given. Offsets are those of the parsed text. */
export type Merge = { readonly value: TreeNode; readonly at: { readonly start: number; readonly end: number } };

/**
 * Fills a mapping from its merge keys as Compose's YAML does: what the mapping says itself stays,
 * of several merged mappings the first that has a key gives it, and values are never merged deeper.
 * An entry that is reset (`!reset`) does not hide the merged one: Compose takes it away before it merges.
 */
export function applyMerges(
  own: readonly Entry[],
  merges: readonly Merge[],
): { readonly entries: readonly Entry[]; readonly bad: readonly Merge[] } {
  if (merges.length === 0) return { entries: own, bad: [] };
  const bad: Merge[] = [];
  const entries = [...own];
  const taken = new Set(own.filter((entry) => entry.value.tag !== '!reset').map((entry) => entry.key));
  for (const merge of merges) {
    for (const source of sourcesOf(merge) ?? reject(bad, merge)) {
      for (const entry of source) {
        if (taken.has(entry.key)) continue;
        taken.add(entry.key);
        entries.push(entry);
      }
    }
  }
  return { entries, bad };
}

function reject(bad: Merge[], merge: Merge): readonly [] {
  bad.push(merge);
  return [];
}

function sourcesOf(merge: Merge): readonly (readonly Entry[])[] | undefined {
  const { value } = merge;
  if (value.kind === 'mapping') return [value.entries];
  if (value.kind !== 'sequence') return undefined;
  const sources: (readonly Entry[])[] = [];
  for (const item of value.items) {
    if (item.kind !== 'mapping') return undefined;
    sources.push(item.entries);
  }
  return sources;
}
