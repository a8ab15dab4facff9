import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { type DotenvSlip, dotenvSlip } from '../../forecast/dotenv-slip.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';

/** `${NAME:?text}` with nothing given: Compose refuses the project with that text. */
export const rule: Rule<Context> = {
  rule: 'interpolation-required-variable',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise(context) {
    const faults = faultsOf(context, 'interpolation-required');
    return faults.flatMap((fault): readonly Diagnosis[] => {
      const alike = faults.filter(({ words }) => words?.variable === fault.words?.variable);
      // Set once, it is set wherever it is asked for.
      return alike[0] === fault ? [diagnose(context, fault, alike.slice(1))] : [];
    });
  },
};

function diagnose({ project }: Context, fault: ComposeFault, more: readonly ComposeFault[]): Diagnosis {
  const { variable = '', text = '' } = fault.words ?? {};
  const slip = dotenvSlip(project, variable);
  const common = {
    title: `\`${variable}\` is required here, and nothing sets it`,
    notes: text === '' ? [] : [`the file says of it: ${text}`],
  };
  if (slip?.misspelt === 'line') return misspeltLine(common, [fault, ...more], slip, variable);
  const labels = more.flatMap(({ at }) => (at === undefined ? [] : [{ span: at, message: 'requires it too' }]));
  return {
    ...common,
    ...primaryAt(fault, 'the `?` makes it required'),
    labels: [
      ...labels,
      ...(slip === undefined ? [] : [{ span: slip.at, message: 'nearly the same name is set here' }]),
    ],
    help: slip === undefined ? `set ${variable} in a file .env beside the Compose file` : `write \`${slip.name}\``,
  };
}

/** `.env` sets nearly the name that is required. */
function misspeltLine(
  common: Pick<Diagnosis, 'title' | 'notes'>,
  faults: readonly ComposeFault[],
  slip: DotenvSlip,
  variable: string,
): Diagnosis {
  return {
    ...common,
    title: `\`${variable}\` is required, and nothing sets it`,
    primary: { span: slip.at, message: `is not the name that is asked for, \`${variable}\`` },
    labels: faults.flatMap(({ at }) => (at === undefined ? [] : [{ span: at, message: 'requires it' }])),
    help: `write \`${variable}\``,
    fix: { title: `write \`${variable}\``, confidence: 'likely', edits: [{ span: slip.at, text: variable }] },
  };
}
