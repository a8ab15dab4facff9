import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** `${…}` that Compose cannot take apart. */
export const rule: Rule<Context> = {
  rule: 'interpolation-invalid',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'interpolation-invalid').map((fault) => ({
      title: `Docker Compose cannot read \`${fault.words?.text ?? '${…}'}\` as a variable`,
      ...primaryAt(fault, 'this is read as a variable'),
      notes: ['a dollar sign begins a variable; two of them, `$$`, stand for a plain one'],
      help: 'write `${NAME}` or `${NAME:-default}`; write `$$` where a dollar sign itself is meant',
    })),
};
