import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** Docker Compose would accept the project's files. */
export const check: CheckWord<Context> = {
  word: 'compose-loads',
  looksAt: 'files',
  run({ project }) {
    const { compose } = project;
    const fault = compose.faults.find((one) => one.refuses);
    if (!compose.refused || fault === undefined) return passed;
    return failed({
      title: fault.message,
      ...(fault.at === undefined ? {} : { at: { span: fault.at, message: 'here' } }),
      look: 'docker compose config',
      subject: compose.files.length === 0 ? 'absent' : 'begun',
    });
  },
};
