/** A place in a Compose tree: the keys that lead there, and the numbers of items. */
export type TreePath = readonly (string | number)[];

type Branch<T> = { found?: T; readonly next: Map<string, Branch<T>> };

/**
 * Things by pattern, looked up by path: `services.*.build.args`. `*` stands for any key or item, `[]` for an item.
 * Two patterns never match the same path, but for one that spells out what the other leaves open: that one wins.
 */
export function byPattern<T>(rows: Readonly<Record<string, T>>): (path: TreePath) => T | undefined {
  const root: Branch<T> = { next: new Map() };
  for (const [pattern, found] of Object.entries(rows)) {
    let branch = root;
    for (const part of pattern.split('.')) {
      const next = branch.next.get(part) ?? { next: new Map() };
      branch.next.set(part, next);
      branch = next;
    }
    branch.found = found;
  }
  return (path) => search(root, path, 0);
}

function search<T>(branch: Branch<T>, path: TreePath, at: number): T | undefined {
  if (at === path.length) return branch.found;
  const part = path[at];
  const exact = branch.next.get(typeof part === 'number' ? '[]' : String(part));
  const found = exact === undefined ? undefined : search(exact, path, at + 1);
  if (found !== undefined) return found;
  const any = branch.next.get('*');
  return any === undefined ? undefined : search(any, path, at + 1);
}

/** A path for people: `services.web.ports[0]`. */
export function sayPath(path: TreePath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
