import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** Several files of names that Compose looks for: it takes one and leaves the others unread. */
export const rule: Rule<Context> = {
  rule: 'compose-file-ambiguous',
  severity: 'warning',
  step: 'compose',
  explains: 'compose-loads',
  recognise: (context) =>
    faultsOf(context, 'file-ambiguous').map(({ words }) => ({
      title: `Docker Compose reads ${words?.chosen ?? 'one file'} and leaves ${words?.others ?? 'another'} unread`,
      notes: [
        'of several names it takes compose.yaml first, then compose.yml, docker-compose.yml, docker-compose.yaml',
      ],
      help: 'keep one of these files, and remove or rename the others',
    })),
};
