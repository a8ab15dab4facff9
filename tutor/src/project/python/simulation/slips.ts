import type { Expression } from '../grammar/tree.ts';
import { spanIn } from '../symbolic-of.ts';
import { type Frame, keyOf, type Play, type Raised } from './play.ts';

/** What `psycopg2.conect` or a name that nothing defines raises, wherever it stands in a chain; undefined where all are there. */
export function raisedBySlip(play: Play, frame: Frame, named: Expression): Raised | undefined {
  if (play.slips.size === 0) return undefined;
  for (let one = named; one.kind === 'attribute' || one.kind === 'name'; one = one.object) {
    const at = spanIn(frame.view, { ...one, from: one.to - one.name.length });
    const slip = play.slips.get(keyOf(at));
    if (slip !== undefined) return { kind: 'raises', ...slip, at };
    if (one.kind === 'name') return undefined;
  }
  return undefined;
}
