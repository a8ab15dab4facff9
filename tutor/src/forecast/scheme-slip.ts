import { parseAddress } from './address.ts';

const HEAD = /^postgres(?:ql)?\s*[:;]?\s*[/\\]{0,3}(?=[^/\\:;\s])/i;

/** Whether an address begins as PostgreSQL's do, and breaks off before `://`. */
export function hasBrokenScheme(text: string): boolean {
  return /^postgres(ql)?[:;\s/\\]/i.test(text);
}

/**
 * How many units at the head of an address are to be replaced by `postgresql://`: those of a broken scheme, none where it lacks.
 * Undefined where what follows could not be read even then.
 */
export function schemeSlip(text: string): number | undefined {
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(text)) return undefined;
  const head = hasBrokenScheme(text) ? (HEAD.exec(text)?.[0].length ?? 0) : 0;
  if (head > 0) return head;
  // A user, a colon and an `@` behind them are an address that lacks its beginning.
  if (/^[^\s:/@=]+:[^\s=]*@/.test(text)) return 0;
  const read = parseAddress(`postgresql://${text}`);
  return read.kind === 'address' && read.host !== undefined && read.user !== undefined ? 0 : undefined;
}
