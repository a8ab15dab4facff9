import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** One key twice in one mapping. */
export const rule: Rule<Context> = {
  rule: 'yaml-duplicate-key',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'yaml-duplicate-key').map((fault) => ({
      title: `\`${fault.words?.key ?? 'a key'}\` is written twice in one place`,
      ...primaryAt(fault, 'written again here'),
      labels: labelsAt(fault, 'it is here already'),
      notes: ['two keys of one name in one mapping would leave it open which of them counts'],
      help: `put what belongs under \`${fault.words?.key ?? 'the key'}\` in one place, and remove the other`,
    })),
};
