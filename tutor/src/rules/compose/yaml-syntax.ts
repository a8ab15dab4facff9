import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { oddItem } from '../../forecast/odd-item.ts';
import { rowAround } from '../../forecast/rows.ts';
import { wordsOfSlip } from '../../forecast/slip-words.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Project } from '../../project/project.ts';

/** The file is not YAML at one place; the rest of it is judged as far as it can be read. */
export const rule: Rule<Context> = {
  rule: 'yaml-syntax',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise(context) {
    const faults = faultsOf(context, 'yaml-syntax', 'yaml-merge-key').map((one) => oddItem(context.project, one));
    return faults
      .filter((one, index) => index === faults.findIndex((other) => isOneSlip(one, other)))
      .map((one) =>
        diagnose(
          context.project,
          one,
          faults.filter((other) => other !== one && isOneSlip(one, other)),
        ),
      );
  },
};

/** The places of one slip that a file has in several lines are mended together. */
function isOneSlip(one: ComposeFault, other: ComposeFault): boolean {
  return one === other || (one.mend !== undefined && one.mend === other.mend);
}

function diagnose(project: Project, fault: ComposeFault, others: readonly ComposeFault[]): Diagnosis {
  const { title, does, help, mends = help } = wordsOfSlip(fault);
  const also = others.flatMap(({ at }) => (at === undefined ? [] : [{ span: at, message: 'and this' }]));
  return {
    title,
    ...primaryAt(fault, does),
    labels: [...labelsAt(fault, 'it has to do with this'), ...also],
    help,
    ...(fault.at === undefined ? {} : { guessed: rowAround(project, fault.at) }),
    ...(fault.mend === undefined ? {} : { fix: { title: mends, confidence: 'likely', edits: fault.mend } }),
  };
}
