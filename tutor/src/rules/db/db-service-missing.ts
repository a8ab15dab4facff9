import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';

/** No service is the database: none runs PostgreSQL, is given its variables, or is called so. */
export const rule: Rule<Context> = {
  rule: 'db-service-missing',
  severity: 'error',
  step: 'db',
  explains: 'db-runs-postgres',
  foretells: 'page-fails',
  recognise(context) {
    const { project, facts } = context;
    const section = project.view.sections.get('services');
    const { services } = project.view;
    if (serviceOf(facts.roles.db) !== undefined || section === undefined || services.length === 0) return [];
    if (isUnread(project, 'services')) return [];
    const { inactive } = project.compose;
    const names = services.map((service) => `\`${service.name}\``);
    return [
      {
        title: 'no service is the database',
        primary: { span: section, message: `only ${list(names)} below it` },
        notes:
          inactive.length === 0
            ? []
            : [`${list(inactive.map((name) => `\`${name}\``))} is not started: its profile is not active`],
        help: 'add a service `db` with `image: postgres:16-alpine`',
        // A service whose profile is not active is asked for: that is told where it is asked for.
        followsFrom: inactive.length === 0 ? [] : ['depends-on-unknown-service'],
        ...placed(context, services.length + inactive.length),
      },
    ];
  },
};

/** A file that speaks of a database, or gives its address, has begun it. One service alone is what the earlier step is about: it asks for two. */
function placed(context: Context, count: number): Pick<Diagnosis, 'subject' | 'step' | 'explains'> {
  const spokenOf = faultsOf(context, 'undefined-dependency').length > 0 || context.facts.signIn.web.kind === 'parts';
  if (spokenOf) return { subject: 'begun' };
  return { subject: 'absent', ...(count < 2 ? { step: 'compose', explains: 'compose-has-services' } : {}) };
}
