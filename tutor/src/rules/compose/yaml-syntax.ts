import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';

/** The file is not YAML at one place; the rest of it is judged as far as it can be read. */
export const rule: Rule<Context> = {
  rule: 'yaml-syntax',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'yaml-syntax', 'yaml-merge-key').map((fault) => ({
      title: fault.message,
      ...primaryAt(fault, 'YAML cannot be read on from here'),
      labels: labelsAt(fault, 'it has to do with this'),
      notes: ['YAML reads structure from indentation: keys that belong together begin in the same column'],
      help:
        HELP[fault.words?.slip ?? ''] ??
        'mend this line; keys of one level begin in one column, and a space follows each colon',
      ...fixOf(fault),
    })),
};

/** What to do about a slip; the key is its name in `project/compose/yaml/remedies/remedy.ts`. */
const HELP: Readonly<Record<string, string>> = {
  'merge-conflict': 'keep one of the two sides and remove the lines of `<`, `=` and `>`',
  'odd-character': 'type this character anew',
  'space-after-colon': 'put a space after the colon',
  'space-after-dash': 'put a space after the dash',
  'quote-unclosed': 'close the quote on the line where it opens',
  'bracket-unclosed': 'close the bracket',
  'colon-missing': 'put a colon after the key',
  'equals-for-colon': 'write a colon and a space in place of `=`',
  'colon-in-value': 'put the value in quotes, or take the space after its colon away',
  'list-on-key-line': 'begin the list on a line of its own, two spaces further right',
  'list-and-mapping': 'write all lines of this section as list items (`- A=1`), or all as keys (`A: 1`)',
  'text-after-value': 'remove what follows the value, or put all of it in one pair of quotes',
  'needs-quotes': 'put the value in quotes',
  indentation: 'begin this line in the same column as the lines it belongs to',
  'web-page': 'put the file itself in its place: this is the page that shows it',
};

function fixOf({ mend, words }: ComposeFault): Pick<Diagnosis, 'fix'> {
  const title = HELP[words?.slip ?? ''];
  return mend === undefined || title === undefined ? {} : { fix: { title, confidence: 'likely', edits: mend } };
}
