import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { addressFaults } from '../../forecast/address-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { valueOfGiven } from '../../forecast/given.ts';
import { textAt } from '../../forecast/insertion.ts';
import { placeOfGivenValue, placeToChange } from '../../forecast/place-to-change.ts';
import { effectOfRefusal } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** Characters of the password mean something in an address, which is read wrongly from there on. */
export const rule: Rule<Context> = {
  rule: 'database-url-unescaped',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web)?.name ?? 'web';
    return addressFaults({ project, facts }).flatMap((fault): readonly Diagnosis[] => {
      if (fault.kind !== 'unescaped') return [];
      const { at, labels } = placeToChange(project, fault.at);
      const letters = [...new Set(fault.meant.replace(/[^@/#?%:[\] ]/g, ''))].filter((letter) => letter !== ':');
      const encoded = encodeURIComponent(fault.meant);
      const given = facts.signIn.db?.[fault.what];
      const there =
        fault.sure === 'given' && given !== undefined && valueOfGiven(given) === fault.meant
          ? placeOfGivenValue(project, given)
          : undefined;
      const stands = textAt(project, at) === fault.meant;
      return [
        {
          title: `the ${fault.what} in the address of \`${web}\` breaks it`,
          primary: { span: at, message: `${sayLetters(letters)} in an address` },
          labels: [
            ...(there === undefined ? [] : [{ span: there.at, message: 'here it may stand as it is' }]),
            ...labels,
          ],
          notes: [
            `in an address, ${letters.map((letter) => `\`${letter}\` is written \`${encodeURIComponent(letter)}\``).join(', ')}`,
          ],
          help: stands
            ? `write \`${encoded}\` here`
            : `percent-encode the ${fault.what} where it goes into the address`,
          foretells: effectOfRefusal(facts.signIn.web),
          ...(stands
            ? {
                fix: {
                  title: `write \`${encoded}\``,
                  confidence: fault.sure === 'given' ? 'certain' : 'likely',
                  edits: [{ span: at, text: encoded }],
                },
              }
            : {}),
        },
      ];
    });
  },
};

function sayLetters(letters: readonly string[]): string {
  const said = letters.map((letter) => `\`${letter}\``).join(' and ');
  return letters.length === 1 ? `${said} has a meaning of its own` : `${said} have meanings of their own`;
}
