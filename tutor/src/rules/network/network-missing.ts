import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { addedSection } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { isUnread } from '../../forecast/unread.ts';

/** The file neither declares a network nor names one: everything runs on `default`, which is not what the step asks. */
export const rule: Rule<Context> = {
  rule: 'network-missing',
  severity: 'error',
  step: 'network',
  explains: 'network-declared',
  recognise({ facts, project }) {
    const { declared, undeclared } = facts.networking;
    const web = serviceOf(facts.roles.web);
    if (declared.length > 0 || undeclared.length > 0 || web === undefined || isUnread(project, 'networks')) return [];
    // A slip of `networks` in a service is told already.
    if (project.view.services.some((service) => isUnread(project, 'services', service.name, 'networks'))) return [];
    // A service that shares a host's or another container's network cannot be on one of its own: that has its own rule.
    if (project.view.services.some((service) => service.networkMode !== undefined)) return [];
    const section = project.view.sections.get('networks');
    const edits = section === undefined ? addedSection(project, 'networks', ['app_network:', '  driver: bridge']) : [];
    return [
      {
        title: 'the file declares no network of its own',
        primary: {
          span: section ?? web.key,
          message: section === undefined ? 'names no `networks`, so it joins `default`' : 'declares none',
        },
        notes: [
          'a network of your own has a name you chose, and only the services that you put on it can reach each other',
        ],
        help: 'declare a network under `networks:` at the left margin, and name it in both services',
        subject: section === undefined ? 'absent' : 'begun',
        ...(edits.length === 0 ? {} : { fix: { title: 'declare a network', confidence: 'template', edits } }),
      },
    ];
  },
};
