import type { Expression } from '../grammar/tree.ts';
import { spanIn } from '../symbolic-of.ts';
import { type Frame, keyOf, type Play, type Raised } from './play.ts';

/** What `psycopg2.conect` raises, wherever it stands in a chain of names; undefined where every name is there. */
export function raisedBySlip(play: Play, frame: Frame, named: Expression): Raised | undefined {
  if (play.slips.size === 0) return undefined;
  for (let one = named; one.kind === 'attribute'; one = one.object) {
    const at = spanIn(frame.view, { ...one, from: one.to - one.name.length });
    const slip = play.slips.get(keyOf(at));
    if (slip === undefined) continue;
    const message = `module '${slip.module}' has no attribute '${slip.name}'`;
    return { kind: 'raises', exception: 'AttributeError', message, at };
  }
  return undefined;
}
