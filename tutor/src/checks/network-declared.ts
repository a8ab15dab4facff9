import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The Compose file declares a network of the learner's own. */
export const check: CheckWord<Context> = {
  word: 'network-declared',
  looksAt: 'files',
  run({ facts, project }) {
    if (facts.networking.declared.length > 0) return passed;
    const at = project.view.sections.get('networks');
    return failed({
      title: 'the Compose file declares no network',
      ...(at === undefined ? {} : { at: { span: at, message: 'names none' } }),
      subject: at === undefined ? 'absent' : 'begun',
    });
  },
};
