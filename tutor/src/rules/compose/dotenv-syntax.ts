import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** A line of `.env` or an env file that Compose cannot read. */
export const rule: Rule<Context> = {
  rule: 'dotenv-syntax',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'dotenv-syntax').map((fault) => ({
      title: `Docker Compose cannot read a line of ${fault.words?.file ?? fault.at?.file ?? '.env'}`,
      ...primaryAt(fault, fault.words?.text ?? 'stops here'),
      notes: ['each line is NAME=value; a comment begins with # after a space'],
      help: 'write the line as NAME=value',
    })),
};
