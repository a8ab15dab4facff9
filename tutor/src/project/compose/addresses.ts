/** Whether a text is an IP address as Go's `net.ParseIP` takes one: no zone, no leading zeros. */
export function isIp(text: string): boolean {
  return text.includes(':') ? isIp6(text) : isIp4(text);
}

function isIp4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/** Eight groups of an IPv6 address, an embedded IPv4 address counts two. */
const GROUPS = 8;

function isIp6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const counts = halves.map((half, index) => groupsIn(half, index === halves.length - 1));
  if (counts.some((count) => count === undefined)) return false;
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return halves.length === 2 ? total < GROUPS : total === GROUPS;
}

function groupsIn(text: string, last: boolean): number | undefined {
  if (text === '') return 0;
  const parts = text.split(':');
  const tail = parts.at(-1) ?? '';
  const embedded = last && tail.includes('.');
  if (embedded && !isIp4(tail)) return undefined;
  const groups = embedded ? parts.slice(0, -1) : parts;
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups.length + (embedded ? 2 : 0) : undefined;
}
