import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** `${NAME:?text}` with nothing given: Compose refuses the project with that text. */
export const rule: Rule<Context> = {
  rule: 'interpolation-required-variable',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'interpolation-required').map((fault) => {
      const { variable = '', text = '' } = fault.words ?? {};
      return {
        title: `\`${variable}\` is required here, and nothing sets it`,
        ...primaryAt(fault, 'the `?` makes it required'),
        notes: text === '' ? [] : [`the file says of it: ${text}`],
        help: `set ${variable} in a file .env beside the Compose file`,
      };
    }),
};
