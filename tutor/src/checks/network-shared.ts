import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';

/** web and db are on one network, so that the name of the one leads the other to it. */
export const check: CheckWord<Context> = {
  word: 'network-shared',
  looksAt: 'files',
  run({ facts }) {
    const web = serviceOf(facts.roles.web);
    const db = serviceOf(facts.roles.db);
    if (web === undefined || db === undefined)
      return failed({ title: 'web and db are not both there yet', subject: 'absent' });
    if (facts.networking.shared.length > 0) return passed;
    return failed({
      title: `\`${web.name}\` and \`${db.name}\` have no network in common`,
      at: { span: db.keys.get('networks') ?? db.key, message: 'is on other networks' },
    });
  },
};
