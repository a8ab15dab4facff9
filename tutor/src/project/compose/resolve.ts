/** A POSIX path without `.`, `..` and doubled slashes, as Go's `path.Clean` leaves it: an empty one is `.`. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (part !== '..' || !rooted) kept.push(part);
  }
  const clean = (rooted ? '/' : '') + kept.join('/');
  return clean === '' ? '.' : clean;
}

/** Joins paths as Go's `filepath.Join` does: empty ones do not count, and the whole is cleaned. */
export function joinPaths(...paths: readonly string[]): string {
  const there = paths.filter((path) => path !== '');
  return there.length === 0 ? '' : cleanPath(there.join('/'));
}
