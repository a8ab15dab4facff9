/** How engines say that a port of the host could not be taken (field notes: Engine 20.10, 28.5, Docker Desktop). */
const TAKEN: readonly RegExp[] = [
  /Bind for \S*?:(\d+) failed: port is already allocated/g,
  /failed to bind host port (?:for )?\S*?:(\d+)[:/]\S*(?: \S+)*?: address already in use/g,
  /listen (?:tcp|udp)[46]? \S*?:(\d+): bind: /g,
  /ports are not available: exposing port (?:TCP|UDP) \S*?:(\d+) ->/g,
];

/** Ports of the host that these texts say could not be taken, ascending. */
export function takenPorts(texts: readonly string[]): readonly number[] {
  const found = new Set<number>();
  for (const text of texts) {
    for (const pattern of TAKEN) for (const match of text.matchAll(pattern)) found.add(Number(match[1]));
  }
  return [...found].sort((a, b) => a - b);
}
