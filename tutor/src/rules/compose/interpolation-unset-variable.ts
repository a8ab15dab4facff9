import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { type DotenvSlip, dotenvSlip } from '../../forecast/dotenv-slip.ts';
import { brokenTest } from '../../forecast/unset-in-test.ts';
import type { ComposeFault } from '../../project/compose/fault.ts';
import type { Service } from '../../project/compose/project.ts';

/** A variable that nothing sets: an empty text takes its place. Compose warns and goes on; where that breaks something, it is the cause. */
export const rule: Rule<Context> = {
  rule: 'interpolation-unset-variable',
  severity: 'warning',
  step: 'compose',
  explains: 'compose-loads',
  recognise(context) {
    const faults = faultsOf(context, 'interpolation-unset');
    return faults.flatMap((fault, at): readonly Diagnosis[] => {
      const name = fault.words?.variable ?? '';
      const tested = brokenTest(context.project, fault);
      if (tested !== undefined) return [inTest(tested, fault)];
      const slip = dotenvSlip(context.project, name);
      if (slip?.misspelt === 'use') return [misspeltUse(context, fault, slip)];
      const alike = faults.filter((one) => one.words?.variable === name);
      if (slip !== undefined) return alike[0] === faults[at] ? [misspeltLine(alike, name, slip)] : [];
      const hasDotenv = context.project.files.kind('.env') === 'file';
      const isRequired = faultsOf(context, 'interpolation-required').some(({ words }) => words?.variable === name);
      // Required at another place, it is told there: what sets it there sets it here.
      const followsFrom = isRequired ? ['interpolation-required-variable'] : [];
      return [{ ...plainly(fault, name, hasDotenv), followsFrom }];
    });
  },
};

function plainly(fault: ComposeFault, name: string, hasDotenv: boolean): Diagnosis {
  return {
    title: `\`${name}\` is not set, so an empty text takes its place`,
    ...primaryAt(fault, 'becomes nothing'),
    notes: [
      hasDotenv ? `.env does not set ${name}` : 'there is no .env beside the Compose file',
      'in a value such as a password, `$` begins a variable; `$$` stands for a plain dollar sign',
    ],
    help: `set ${name} in a file .env beside the Compose file, or give it a default: \`\${${name}:-…}\``,
  };
}

/** `.env` sets `DB_PASWORD`, and the Compose files ask for `DB_PASSWORD`. */
function misspeltLine(faults: readonly ComposeFault[], name: string, slip: DotenvSlip): Diagnosis {
  return {
    title: `\`${name}\` is not set, so an empty text takes its place`,
    primary: { span: slip.at, message: `is not the name that is asked for, \`${name}\`` },
    labels: faults.flatMap(({ at }) => (at === undefined ? [] : [{ span: at, message: 'becomes nothing' }])),
    notes: [`.env sets \`${slip.name}\`, which nothing asks for`],
    help: `write \`${name}\``,
    fix: { title: `write \`${name}\``, confidence: 'likely', edits: [{ span: slip.at, text: name }] },
  };
}

/** `${DB_PASWORD}`, and `.env` sets `DB_PASSWORD`. */
function misspeltUse({ project }: Context, fault: ComposeFault, slip: DotenvSlip): Diagnosis {
  const name = fault.words?.variable ?? '';
  const read = fault.at === undefined ? undefined : project.files.read(fault.at.file);
  const from = read?.kind === 'text' && fault.at !== undefined ? read.text.indexOf(name, fault.at.start) : -1;
  const span = fault.at === undefined || from < 0 ? undefined : { ...fault.at, start: from, end: from + name.length };
  return {
    title: `\`${name}\` is not set, so an empty text takes its place`,
    ...primaryAt(fault, 'becomes nothing'),
    labels: [{ span: slip.at, message: 'nearly the same name is set here' }],
    notes: [`.env sets \`${slip.name}\`, and no \`${name}\``],
    help: `write \`${slip.name}\``,
    ...(span === undefined || span.end > (fault.at?.end ?? 0)
      ? {}
      : {
          fix: { title: `write \`${slip.name}\``, confidence: 'likely', edits: [{ span, text: slip.name }] },
        }),
  };
}

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
