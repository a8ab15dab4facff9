import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';

/** `${…}` that Compose cannot take apart. */
export const rule: Rule<Context> = {
  rule: 'interpolation-invalid',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) =>
    faultsOf(context, 'interpolation-invalid').map(
      (fault): Diagnosis => ({
        title: `Docker Compose cannot read \`${fault.words?.text ?? '${…}'}\` as a variable`,
        ...primaryAt(fault, 'this is read as a variable'),
        notes: ['a dollar sign begins a variable; two of them, `$$`, stand for a plain one'],
        help: 'write `${NAME}` or `${NAME:-default}`; write `$$` where a dollar sign itself is meant',
        ...fixOf(fault),
      }),
    ),
};

/** A name, and no brace behind it: the brace is what lacks. */
function fixOf({ at, words }: ComposeFault): Pick<Diagnosis, 'fix'> {
  const text = words?.text ?? '';
  const name = /^\$\{ *([A-Za-z_]\w*) */.exec(text);
  if (at === undefined || name?.[1] === undefined || at.end - at.start !== text.length) return {};
  const rest = text.slice(name[0].length);
  const isSpaced = rest.startsWith('}');
  if (!isSpaced && (text.includes('}') || /^[:?+-]/.test(rest))) return {};
  const end = at.start + name[0].length + (isSpaced ? 1 : 0);
  const edits = [{ span: { ...at, end }, text: `$\{${name[1]}}` }];
  return { fix: { title: isSpaced ? 'take the spaces away' : 'close the brace', confidence: 'likely', edits } };
}
