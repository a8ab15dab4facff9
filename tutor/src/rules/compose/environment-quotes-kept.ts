import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { keepsQuotes } from '../../forecast/kept-quotes.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { Variable } from '../../project/compose/project.ts';

/** Variables by which web and db find each other: a quote in one of them is never meant. */
const OF_THE_SIGN_IN = /^(POSTGRES_|PG|DB_|DATABASE_)|_URL$|_URI$/;

/** `- NAME="value"` in the list form: YAML leaves the quotes where they are, and they become part of the value. */
export const rule: Rule<Context> = {
  rule: 'environment-quotes-kept',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'page-fails',
  recognise({ facts }) {
    const services = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)].flatMap((service) => service ?? []);
    return services.flatMap((service) =>
      [...service.environment.values()]
        .filter((variable) => OF_THE_SIGN_IN.test(variable.name) && keepsQuotes(variable))
        .map((variable) => diagnose(service.name, variable)),
    );
  },
};

function diagnose(service: string, variable: Variable): Diagnosis {
  const bare = (variable.value ?? '').slice(1, -1);
  return {
    title: `the quotes become part of ${variable.name} in \`${service}\``,
    primary: { span: variable.scalar.span, message: 'the value begins and ends with a quote' },
    notes: ['in `- NAME="value"` YAML reads one plain text; only quotes around the whole item are taken off'],
    help: `write \`- ${variable.name}=…\` without quotes, or put the quotes around the whole item`,
    ...(variable.item === undefined
      ? {}
      : {
          fix: {
            title: 'take the quotes off',
            confidence: 'likely',
            edits: [{ span: variable.item, text: `${variable.name}=${bare}` }],
          },
        }),
  };
}
