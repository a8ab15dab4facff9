import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The Compose file declares a named volume. */
export const check: CheckWord<Context> = {
  word: 'volume-declared',
  looksAt: 'files',
  run({ project }) {
    const { volumes, sections } = project.view;
    if (volumes.length > 0) return passed;
    const at = sections.get('volumes');
    return failed({
      title: 'the Compose file declares no volume',
      ...(at === undefined ? {} : { at: { span: at, message: 'names none' } }),
      subject: at === undefined ? 'absent' : 'begun',
    });
  },
};
