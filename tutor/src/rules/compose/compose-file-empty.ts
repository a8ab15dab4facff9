import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** The Compose file holds nothing but comments and blank lines. */
export const rule: Rule<Context> = {
  rule: 'compose-file-empty',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'file-empty').map(({ words }) => ({
      title: `${words?.file ?? 'the Compose file'} describes nothing yet`,
      notes: ['comments and blank lines count for nothing; Docker Compose says `empty compose file`'],
      help: 'begin with `services:` at the left margin, and describe `web` and `db` below it',
      subject: 'absent',
    })),
};
