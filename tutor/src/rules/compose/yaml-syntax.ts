import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** The file is not YAML at one place; the rest of it is judged as far as it can be read. */
export const rule: Rule<Context> = {
  rule: 'yaml-syntax',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'yaml-syntax', 'yaml-merge-key').map((fault) => ({
      title: fault.message,
      ...primaryAt(fault, 'YAML cannot be read on from here'),
      labels: labelsAt(fault, 'it has to do with this'),
      notes: ['YAML reads structure from indentation: keys that belong together begin in the same column'],
      help: 'mend this line; keys of one level begin in one column, and a space follows each colon',
    })),
};
