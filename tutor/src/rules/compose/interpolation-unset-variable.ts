import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** A variable that nothing sets: an empty text takes its place. Compose warns and goes on, so do we. */
export const rule: Rule<Context> = {
  rule: 'interpolation-unset-variable',
  severity: 'warning',
  step: 'compose',
  explains: 'compose-loads',
  recognise: (context) =>
    faultsOf(context, 'interpolation-unset').map((fault) => {
      const name = fault.words?.variable ?? '';
      const hasDotenv = context.project.files.kind('.env') === 'file';
      return {
        title: `\`${name}\` is not set, so an empty text takes its place`,
        ...primaryAt(fault, 'becomes nothing'),
        notes: [
          hasDotenv ? `.env does not set ${name}` : 'there is no .env beside the Compose file',
          'in a value such as a password, `$` begins a variable; `$$` stands for a plain dollar sign',
        ],
        help: `set ${name} in a file .env beside the Compose file, or give it a default: \`\${${name}:-…}\``,
      };
    }),
};
