import type { Fix } from '../core/diagnosis.ts';
import { within } from '../core/span.ts';
import type { Context } from './context.ts';
import { textAt } from './insertion.ts';
import { placeToChange } from './place-to-change.ts';
import { punctuationSlip } from './punctuation-slip.ts';

/** What separates the parts of an address: another sign between them moves them all. */
const SEPARATORS = /^[:@/]$/;

/**
 * The mend of an address that one sign takes apart wrongly, `user@password@db`: that sign, with which all parts agree.
 * Undefined where no single separator does, or where the text of the address is not the address itself.
 */
export function mendedSign({ project, facts }: Context): Fix | undefined {
  const { web } = facts.signIn;
  if ((web.kind !== 'parts' && web.kind !== 'malformed') || web.text === undefined) return undefined;
  const { at } = placeToChange(project, web.whole);
  const slip = textAt(project, at) === web.text ? punctuationSlip(facts, web) : undefined;
  if (slip === undefined) return undefined;
  const gone = web.text.slice(slip.from, slip.to);
  if (slip.text === '' && !SEPARATORS.test(gone)) return undefined;
  return {
    title: slip.text === '' ? `take \`${gone}\` away` : `write \`${slip.text}\``,
    confidence: 'likely',
    edits: [{ span: within(at, slip.from, slip.to - slip.from), text: slip.text }],
  };
}
