import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { keepsQuotes } from '../../forecast/kept-quotes.ts';
import { effectOfMalformed } from '../../forecast/refused-effect.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { ofTheSignIn } from '../../forecast/sign-in-variables.ts';
import type { Service, Variable } from '../../project/compose/project.ts';
import type { Project } from '../../project/project.ts';

/** `- NAME="value"` in the list form: YAML leaves the quotes where they are, and they become part of the value. */
export const rule: Rule<Context> = {
  rule: 'environment-quotes-kept',
  severity: 'error',
  step: 'web',
  explains: 'web-reaches-database',
  foretells: 'page-fails',
  recognise({ facts, project }) {
    const services = [serviceOf(facts.roles.web), serviceOf(facts.roles.db)].flatMap((service) => service ?? []);
    const { web } = facts.signIn;
    return services.flatMap((service) => {
      const kept = [...service.environment.values()].filter((one) => ofTheSignIn(one.name) && keepsQuotes(one));
      const [first] = kept;
      if (first === undefined) return [];
      const isDb = service === serviceOf(facts.roles.db);
      const isUnread = !isDb && web.kind === 'malformed';
      return [
        {
          ...diagnose(project, service, first, kept, isDb),
          ...(isUnread ? { foretells: effectOfMalformed(web) } : {}),
        },
      ];
    });
  },
};

function diagnose(
  project: Project,
  service: Service,
  variable: Variable,
  all: readonly Variable[],
  isDb: boolean,
): Diagnosis {
  const pairs = all.flatMap((one) => quotesOf(project, one));
  const edits = pairs.flat();
  return {
    ...(isDb ? { step: 'db', explains: 'db-has-credentials' } : {}),
    // `initdb` makes no database for a user with a quote in its name.
    ...(isDb && all.some((one) => one.name === 'POSTGRES_USER') ? { foretells: 'db-exits' as const } : {}),
    title: `the quotes become part of ${list(all.map((one) => one.name))} in \`${service.name}\``,
    primary: { span: variable.scalar.span, message: 'the value begins and ends with a quote' },
    labels: all.slice(1).map((one) => ({ span: one.scalar.span, message: 'this too' })),
    notes: ['in `- NAME="value"` YAML reads one plain text; only quotes around the whole item are taken off'],
    help: `write \`- ${variable.name}=…\` without quotes, or put the quotes around the whole item`,
    ...(pairs.length < all.length ? {} : { fix: { title: 'take the quotes off', confidence: 'likely', edits } }),
  };
}

/** The two quotes behind the equals sign: what stands between them stays as it is written. */
function quotesOf(project: Project, { item }: Variable): readonly (readonly Edit[])[] {
  const text = item === undefined ? undefined : textAt(project, item);
  const written = /^(["']?\s*[\w.-]+=)(["'])([^"']*)\2/.exec(text ?? '');
  if (item === undefined || written === null) return [];
  const first = item.start + (written[1] ?? '').length;
  const last = first + 1 + (written[3] ?? '').length;
  return [[first, last].map((start) => ({ span: { file: item.file, start, end: start + 1 }, text: '' }))];
}
