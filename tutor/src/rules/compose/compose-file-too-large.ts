import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** More than the tutor reads: bytes, values after aliases, depth, keys. */
export const rule: Rule<Context> = {
  rule: 'compose-file-too-large',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'too-large').map((fault) => ({
      title: `${fault.words?.file ?? 'the Compose file'} is larger than the tutor reads`,
      ...(fault.at === undefined ? {} : { primary: { span: fault.at, message: 'the limit is passed here' } }),
      notes: [`its ${fault.words?.what ?? 'size'} passes the limit of ${fault.words?.limit ?? 'the tutor'}`],
      help: 'keep the Compose file to what describes the services; put data into files of its own',
    })),
};
