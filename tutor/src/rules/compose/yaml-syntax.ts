import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { wordsOfSlip } from '../../forecast/slip-words.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';

/** The file is not YAML at one place; the rest of it is judged as far as it can be read. */
export const rule: Rule<Context> = {
  rule: 'yaml-syntax',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) => faultsOf(context, 'yaml-syntax', 'yaml-merge-key').map(diagnose),
};

function diagnose(fault: ComposeFault): Diagnosis {
  const { title, does, help, mends = help } = wordsOfSlip(fault);
  return {
    title,
    ...primaryAt(fault, does),
    labels: labelsAt(fault, 'it has to do with this'),
    help,
    ...(fault.mend === undefined ? {} : { fix: { title: mends, confidence: 'likely', edits: fault.mend } }),
  };
}
