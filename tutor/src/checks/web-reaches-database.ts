import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';

/** The web is given an address, and as far as the files tell, it opens the database. Passes where the files do not tell. */
export const check: CheckWord<Context> = {
  word: 'web-reaches-database',
  looksAt: 'files',
  run({ facts }) {
    const web = serviceOf(facts.roles.web);
    if (web === undefined) return failed({ title: 'no service is the web yet', subject: 'absent' });
    const { signIn } = facts;
    const at = { span: web.keys.get('environment') ?? web.key, message: 'its environment' };
    switch (signIn.web.kind) {
      case 'unknown':
        return passed;
      case 'none':
        return failed({ title: `\`${web.name}\` is not told where its database is`, at });
      case 'missing':
        return failed({ title: `\`${web.name}\` is not given ${signIn.web.variable}`, at });
      case 'malformed':
        return failed({
          title: `the address that \`${web.name}\` is given cannot be read`,
          at: { span: signIn.web.whole.span, message: 'this address' },
        });
      case 'parts':
        if (signIn.contradictions.length === 0) return passed;
        return failed({
          title: `the address that \`${web.name}\` is given does not open the database`,
          at: { span: signIn.web.whole.span, message: 'this address' },
        });
    }
  },
};
