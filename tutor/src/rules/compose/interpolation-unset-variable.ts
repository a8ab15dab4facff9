import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { brokenTest } from '../../forecast/unset-in-test.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Service } from '../../project/compose/project.ts';

/** A variable that nothing sets: an empty text takes its place. Compose warns and goes on; where that breaks something, it is the cause. */
export const rule: Rule<Context> = {
  rule: 'interpolation-unset-variable',
  severity: 'warning',
  step: 'compose',
  explains: 'compose-loads',
  recognise: (context) =>
    faultsOf(context, 'interpolation-unset').map((fault) => {
      const name = fault.words?.variable ?? '';
      const tested = brokenTest(context.project, fault);
      if (tested !== undefined) return inTest(tested, fault);
      const required = faultsOf(context, 'interpolation-required').some(({ words }) => words?.variable === name);
      const hasDotenv = context.project.files.kind('.env') === 'file';
      return {
        title: `\`${name}\` is not set, so an empty text takes its place`,
        ...primaryAt(fault, 'becomes nothing'),
        notes: [
          hasDotenv ? `.env does not set ${name}` : 'there is no .env beside the Compose file',
          'in a value such as a password, `$` begins a variable; `$$` stands for a plain dollar sign',
        ],
        help: `set ${name} in a file .env beside the Compose file, or give it a default: \`\${${name}:-…}\``,
        // Required at another place, it is told there: what sets it there sets it here.
        followsFrom: required ? ['interpolation-required-variable'] : [],
      };
    }),
};

/** Compose fills in `$NAME` itself, from `.env`; the variables of the container are written with `$$`. */
function inTest({ name: service, environment }: Service, fault: ComposeFault): Diagnosis {
  const name = fault.words?.variable ?? '';
  const { at } = fault;
  const inside = environment.get(name)?.value != null;
  const found: Diagnosis = {
    title: `the healthcheck of \`${service}\` asks for the user \`${name}\`, and nothing sets that where Compose looks`,
    ...primaryAt(fault, 'becomes nothing'),
    notes: [
      'Docker Compose fills in variables from `.env` and from your shell, not from `environment`',
      '`$$` leaves the dollar sign to the shell in the container, which has the variables of `environment`',
    ],
    help: inside ? `write \`$${'$'}${name}\`` : `set ${name} in a file .env beside the Compose file`,
    severity: 'error',
    step: 'db',
    explains: 'db-has-credentials',
    foretells: 'web-not-started',
    ...(inside && at !== undefined
      ? {
          fix: {
            title: 'leave it to the shell in the container',
            confidence: 'likely',
            edits: [{ span: { ...at, end: at.start }, text: '$' }],
          },
        }
      : {}),
  };
  return found;
}
