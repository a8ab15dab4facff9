import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { loadingFaults } from '../forecast/loading-faults.ts';

/** Docker Compose can read the project's files. */
export const check: CheckWord<Context> = {
  word: 'compose-loads',
  looksAt: 'files',
  run(context) {
    const [fault] = loadingFaults(context);
    if (fault === undefined) return passed;
    return failed({
      title: fault.message,
      ...(fault.at === undefined ? {} : { at: { span: fault.at, message: 'here' } }),
      look: 'docker compose config',
      subject: context.project.compose.files.length === 0 ? 'absent' : 'begun',
    });
  },
};
