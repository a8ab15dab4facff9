import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';

/** The web service is built from the learner's own Dockerfile. */
export const check: CheckWord<Context> = {
  word: 'web-builds',
  looksAt: 'files',
  run({ facts }) {
    const web = serviceOf(facts.roles.web);
    if (web === undefined) return failed({ title: 'no service is the web yet', subject: 'absent' });
    if (web.build !== undefined) return passed;
    return failed({
      title: `\`${web.name}\` is not built from a Dockerfile`,
      at: { span: web.key, message: 'has no `build`' },
    });
  },
};
