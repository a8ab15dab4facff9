import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import { type BuildAsleep, buildAsleep } from '../../forecast/asleep.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';

/** No service is the page: none is built here, publishes a port, or is called so. */
export const rule: Rule<Context> = {
  rule: 'web-service-missing',
  severity: 'error',
  step: 'web',
  explains: 'web-builds',
  foretells: 'page-unpublished',
  recognise({ project, facts }) {
    const section = project.view.sections.get('services');
    const { services } = project.view;
    if (serviceOf(facts.roles.web) !== undefined || section === undefined || services.length === 0) return [];
    if (isUnread(project, 'services')) return [];
    const { inactive } = project.compose;
    const names = services.map((service) => `\`${service.name}\``);
    const asleep = buildAsleep(project);
    if (asleep !== undefined) return [notStarted(asleep)];
    return [
      {
        title: 'no service is the page',
        primary: { span: section, message: `only ${list(names)} below it` },
        notes:
          inactive.length === 0
            ? []
            : [`${list(inactive.map((name) => `\`${name}\``))} is not started: its profile is not active`],
        help: 'add a service `web` with `build: ./web`',
        subject: 'absent',
        // One service alone is what the earlier step is about: it asks for two.
        ...(services.length + inactive.length < 2 ? { step: 'compose', explains: 'compose-has-services' } : {}),
      },
    ];
  },
};

/** The page is described, and waits for a profile that nobody asks for. */
function notStarted({ service, profile }: BuildAsleep): Diagnosis {
  return {
    title: `\`${service}\` is not started: its profile is not active`,
    primary: { span: profile.span, message: 'a profile that nothing switches on' },
    notes: ['a service with `profiles` starts only where one of them is asked for, as with `docker compose --profile`'],
    help: `remove \`profiles\` from \`${service}\``,
  };
}
