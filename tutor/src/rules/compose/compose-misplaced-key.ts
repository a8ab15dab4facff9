import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';

/** The right key at the wrong level: its indentation puts it where it means nothing. */
export const rule: Rule<Context> = {
  rule: 'compose-misplaced-key',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'unknown-property')
      .filter((fault) => fault.words?.belongs !== undefined && fault.words.nearest === undefined)
      .map((fault): Diagnosis => {
        const { key = '', section = '', belongs = '' } = fault.words ?? {};
        return {
          title: `\`${key}\` stands at the wrong level`,
          ...primaryAt(
            fault,
            section === ''
              ? 'here, at the left margin, it means nothing'
              : `here it is read as a key of \`${section}\``,
          ),
          notes: [`\`${key}\` is a key of ${belongs}`],
          help: `move \`${key}\` and what is indented below it to ${belongs}`,
        };
      }),
};
