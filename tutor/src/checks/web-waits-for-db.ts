import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';

/** Compose starts the database before the web: directly, or through services in between. */
export const check: CheckWord<Context> = {
  word: 'web-waits-for-db',
  looksAt: 'files',
  run({ facts, project }) {
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    if (web === undefined) return failed({ title: 'no service is the web yet', subject: 'absent' });
    if (db === undefined) return failed({ title: 'no service is the database yet', subject: 'absent' });
    if (startsAfter(web.name, db.name, project.view.services, new Set())) return passed;
    return failed({
      title: `\`${web.name}\` does not wait for \`${db.name}\` to start`,
      at: { span: web.keys.get('depends_on') ?? web.key, message: `does not name \`${db.name}\`` },
    });
  },
};

function startsAfter(
  from: string,
  to: string,
  services: Context['project']['view']['services'],
  seen: Set<string>,
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const dependencies = services.find((service) => service.name === from)?.dependsOn ?? [];
  return dependencies.some((one) => one.service === to || startsAfter(one.service, to, services, seen));
}
