import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** The file is there and is no text that can be read: no permission, or bytes that are no text. */
export const rule: Rule<Context> = {
  rule: 'compose-file-unreadable',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'file-unreadable', 'file-binary').map(({ kind, words }) => ({
      title:
        kind === 'file-binary'
          ? `${words?.file ?? 'the Compose file'} is not a text`
          : `${words?.file ?? 'the Compose file'} cannot be opened${words?.reason === undefined ? '' : ` (${words.reason})`}`,
      notes: kind === 'file-binary' ? ['it holds bytes that no text has'] : [],
      help:
        kind === 'file-binary'
          ? 'write the file anew in a text editor, and save it as UTF-8'
          : 'give yourself permission to read the file',
    })),
};
