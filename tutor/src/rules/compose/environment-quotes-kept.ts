import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { keepsQuotes } from '../../forecast/kept-quotes.ts';
import { effectOfMalformed } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { ofTheSignIn } from '../../forecast/sign-in-variables.ts';
import type { Service, Variable } from '../../project/compose/project.ts';

/** `- NAME="value"` in the list form: YAML leaves the quotes where they are, and they become part of the value. */
export const rule: Rule<Context> = {
  rule: 'environment-quotes-kept',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise({ facts }) {
    const services = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)].flatMap((service) => service ?? []);
    const { web } = facts.signIn;
    return services.flatMap((service) => {
      const kept = [...service.environment.values()].filter((one) => ofTheSignIn(one.name) && keepsQuotes(one));
      const [first] = kept;
      if (first === undefined) return [];
      const isDb = service === serviceOf(facts.roles.db);
      const isUnread = !isDb && web.kind === 'malformed';
      return [{ ...diagnose(service, first, kept, isDb), ...(isUnread ? { foretells: effectOfMalformed(web) } : {}) }];
    });
  },
};

function diagnose(service: Service, variable: Variable, all: readonly Variable[], isDb: boolean): Diagnosis {
  const edits = all.flatMap(({ item, name, value }) =>
    item === undefined ? [] : [{ span: item, text: `${name}=${(value ?? '').slice(1, -1)}` }],
  );
  return {
    ...(isDb ? { step: 'db', explains: 'db-has-credentials' } : {}),
    // `initdb` makes no database for a user with a quote in its name.
    ...(isDb && all.some((one) => one.name === 'POSTGRES_USER') ? { foretells: 'db-exits' as const } : {}),
    title: `the quotes become part of ${list(all.map((one) => one.name))} in \`${service.name}\``,
    primary: { span: variable.scalar.span, message: 'the value begins and ends with a quote' },
    labels: all.slice(1).map((one) => ({ span: one.scalar.span, message: 'this too' })),
    notes: ['in `- NAME="value"` YAML reads one plain text; only quotes around the whole item are taken off'],
    help: `write \`- ${variable.name}=…\` without quotes, or put the quotes around the whole item`,
    ...(edits.length < all.length ? {} : { fix: { title: 'take the quotes off', confidence: 'likely', edits } }),
  };
}
