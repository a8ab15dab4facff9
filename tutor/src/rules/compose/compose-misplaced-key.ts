import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt, saySection } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { belongsWhere } from '../../forecast/misplaced.ts';

/** The right key at the wrong level: its indentation puts it where it means nothing. */
export const rule: Rule<Context> = {
  rule: 'compose-misplaced-key',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'unknown-property', 'wrong-type').flatMap((fault): readonly Diagnosis[] => {
      const belongs = belongsWhere(fault);
      if (belongs === undefined) return [];
      const { key = '', section = '' } = fault.words ?? {};
      return [
        {
          title: `\`${key}\` stands at the wrong level`,
          ...primaryAt(
            fault,
            section === ''
              ? 'here it means something else, or nothing'
              : `here it is read as a key of ${saySection(section)}`,
          ),
          notes: [`\`${key}\` belongs to ${belongs}; the column in which a key begins says what it belongs to`],
          help: `move \`${key}\`, and what is indented below it, to ${belongs}`,
        },
      ];
    }),
};
