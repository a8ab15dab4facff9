import { MARKS, type Role } from '../core/palette.ts';
import type { PictureVerdict, StackEdge, StackNode } from '../core/result.ts';

/** A verdict's mark and role in a picture. */
export const VERDICT_MARKS: Readonly<Record<PictureVerdict, { readonly sign: string; readonly role: Role }>> = {
  good: { sign: MARKS.passed.unicode, role: 'good' },
  bad: { sign: MARKS.failed.unicode, role: 'bad' },
  unknown: { sign: MARKS['to do'].unicode, role: 'muted' },
};

/** What an edge says beside its label: its own words, else a word for what is wrong; nothing where all is well. */
export function edgeWords(edge: StackEdge): string {
  if (edge.says !== undefined && edge.says !== '') return edge.says;
  return edge.verdict === 'bad' ? 'does not work' : '';
}

/** A fact that is a time (`14 s`, `1 m 04 s`) stands beside the state; the others below it. */
export function partedFacts(node: StackNode): { readonly time: string; readonly facts: readonly string[] } {
  const time = node.facts.find((fact) => /^\d+(\.\d+)? (s|m|h|min)( \d+ (s|m|min))?$/.test(fact)) ?? '';
  return { time, facts: node.facts.filter((fact) => fact !== time) };
}
