import { MARKS, type Role } from '../core/palette.ts';
import type { PictureVerdict, StackEdge, StackNode } from '../core/result.ts';

/** A verdict's mark and role in a picture. */
export const VERDICT_MARKS: Readonly<Record<PictureVerdict, { readonly sign: string; readonly role: Role }>> = {
  good: { sign: MARKS.passed.unicode, role: 'good' },
  bad: { sign: MARKS.failed.unicode, role: 'bad' },
  unknown: { sign: MARKS['to do'].unicode, role: 'muted' },
};

/** What an edge says beside its label; nothing where the mark says enough. */
export function edgeWords(edge: StackEdge): string {
  return edge.says ?? '';
}

/** The edge from the page as pictures show it: the address to open, and what stands there or why nothing does. */
export function sayEntry(page: StackNode, edge: StackEdge): StackEdge {
  const label = [page.name, edge.label].find((text) => /^https?:/.test(text)) ?? '';
  if (edge.says !== undefined) return { ...edge, label };
  const isReason = edge.verdict === 'bad' && !isPlace(edge.label);
  return isReason
    ? { ...edge, label: '', says: edge.label }
    : { ...edge, label, says: page.state, verdict: edge.verdict === 'bad' ? 'bad' : page.verdict };
}

/** The edge between services as pictures show it: where it goes, and what is wrong with it. */
export function sayConnection(edge: StackEdge): StackEdge {
  if (edge.says !== undefined || edge.verdict !== 'bad') return edge;
  // Without words of its own, a label that is no address is the reason.
  return isPlace(edge.label) ? { ...edge, says: 'does not work' } : { ...edge, label: '', says: edge.label };
}

/** An address, `db:5432 as user`, or a way from port to port. */
function isPlace(label: string): boolean {
  return /^https?:|^\S+:\d+( as |$)|→/.test(label);
}

/** What a volume says of itself: its kind is drawn, and needs no word among its facts. */
export function volumeWords(volume: StackNode): readonly string[] {
  return [volume.state, ...volume.facts.filter((fact) => fact !== 'volume')];
}

/** A fact that is a time (`14 s`, `1 m 04 s`) stands beside the state; the others below it. */
export function partedFacts(node: StackNode): { readonly time: string; readonly facts: readonly string[] } {
  const time = node.facts.find((fact) => /^\d+(\.\d+)? (s|m|h|min)( \d+ (s|m|min))?$/.test(fact)) ?? '';
  return { time, facts: node.facts.filter((fact) => fact !== time) };
}
