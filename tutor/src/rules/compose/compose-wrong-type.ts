import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { belongsWhere } from '../../forecast/misplaced.ts';

/** A list where a mapping is wanted, nothing where a value is wanted, a value that the key does not take. */
export const rule: Rule<Context> = {
  rule: 'compose-wrong-type',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(
      context,
      'wrong-type',
      'wrong-value',
      'missing-property',
      'repeated-item',
      'refused',
      'extends',
      'include',
      'project-name',
      'undefined-secret',
      'undefined-config',
    )
      .filter((fault) => fault.refuses && belongsWhere(fault) === undefined)
      .map((fault) => ({
        title: fault.message,
        ...primaryAt(
          fault,
          fault.words?.expected === undefined ? 'this is refused' : `${fault.words.expected} is wanted here`,
        ),
        labels: labelsAt(fault, 'it has to do with this'),
        help: helpFor(fault.words ?? {}),
      })),
};

function helpFor(words: Readonly<Record<string, string>>): string {
  if (words.nearest !== undefined) return `write \`${words.nearest}\``;
  if (words.allowed !== undefined) return `write one of ${words.allowed}`;
  if (words.got === 'nothing') return 'write the value below or behind the key, or remove the key';
  return words.expected === undefined
    ? 'mend this value; `docker compose config` says how it is read'
    : `write ${words.expected} here`;
}
