import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';

/** `version:` at the top, which Compose ignores. */
export const rule: Rule<Context> = {
  rule: 'compose-version-obsolete',
  severity: 'warning',
  step: 'compose',
  explains: 'compose-loads',
  recognise: (context) =>
    faultsOf(context, 'version-obsolete').map((fault): Diagnosis => {
      const edits = fault.at === undefined ? [] : removedEntry(context.project, fault.at);
      return {
        title: '`version` is obsolete, and Docker Compose ignores it',
        ...primaryAt(fault, 'has no effect'),
        notes: ['every current Compose follows the one Compose Specification'],
        help: 'remove the line',
        ...(edits.length === 0 ? {} : { fix: { title: 'remove the line', confidence: 'certain', edits } }),
      };
    }),
};
