import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** Services that wait for each other in a circle. */
export const rule: Rule<Context> = {
  rule: 'dependency-cycle',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'dependency-cycle').map((fault) => ({
      title: `services wait for each other in a circle: ${fault.words?.chain ?? ''}`,
      ...primaryAt(fault, 'closes the circle'),
      labels: labelsAt(fault, 'and this waits for it in turn'),
      notes: ['none of them can be the first to start'],
      help: 'remove the dependency that is not needed: `web` depends on `db`, and `db` on nothing',
    })),
};
