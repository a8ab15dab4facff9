import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt, saySection } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { belongsWhere } from '../../forecast/misplaced.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';

/** A key that Compose does not know where it stands, and that no other place knows either: mistyped, most often. */
export const rule: Rule<Context> = {
  rule: 'compose-unknown-property',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'unknown-property')
      .filter(
        (fault, _, all) =>
          belongsWhere(fault) === undefined &&
          !isNoText(context, fault) &&
          !all.some((other) => isAlsoOf(fault, other)),
      )
      .map((fault): Diagnosis => {
        const { key = '', section = '', nearest } = fault.words ?? {};
        const where = section === '' ? 'at the left margin' : `in ${saySection(section)}`;
        return {
          title: `\`${key}\` is no key that Docker Compose knows ${where}`,
          ...primaryAt(fault, nearest === undefined ? 'not known here' : `Docker Compose calls it \`${nearest}\``),
          labels: (fault.also ?? []).map((span) => ({ span, message: 'not known here either' })),
          notes: nearest === undefined ? ['a key of your own is taken where its name begins with `x-`'] : [],
          help: nearest === undefined ? `remove \`${key}\`, or write the key that you mean` : `write \`${nearest}\``,
          ...(nearest === undefined || fault.at === undefined || (fault.also ?? []).length > 0
            ? {}
            : {
                fix: {
                  title: `write \`${nearest}\``,
                  confidence: 'likely',
                  edits: [{ span: fault.at, text: nearest }],
                },
              }),
        };
      }),
};

/** Told with another: words of one wrong idea. */
function isAlsoOf({ at }: ComposeFault, { also = [] }: ComposeFault): boolean {
  return also.some((span) => span.file === at?.file && span.start === at.start);
}

/** A number for a key is no name at all. */
function isNoText(context: Context, { at }: ComposeFault): boolean {
  return faultsOf(context, 'wrong-type').some(
    (other) => other.at?.file === at?.file && other.at?.start === at?.start && other.at?.end === at?.end,
  );
}
