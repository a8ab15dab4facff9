import type { z } from 'zod';
import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

type Parameters = { readonly count: number };

/** Parameters of the word in a step file. */
export const parameters = (zod: typeof z) => zod.strictObject({ count: zod.int().min(1) });

/** The Compose file describes at least so many services. */
export const check: CheckWord<Context, Parameters> = {
  word: 'compose-has-services',
  looksAt: 'files',
  run({ project }, { count }) {
    const { services } = project.view;
    const named = services.length + project.compose.inactive.length;
    if (named >= count) return passed;
    const at = project.view.sections.get('services');
    return failed({
      title:
        named === 0
          ? 'the Compose file describes no service yet'
          : `the Compose file describes ${named} of ${count} services`,
      ...(at === undefined ? {} : { at: { span: at, message: 'the services stand under this key' } }),
      look: 'docker compose config --services',
      subject: named === 0 ? 'absent' : 'begun',
    });
  },
};
