import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';

/** The Dockerfile is there, starts from an image, and Docker would read it to its end. Passes where it was not read. */
export const check: CheckWord<Context> = {
  word: 'dockerfile-reads',
  looksAt: 'files',
  run({ facts }) {
    const { path, read, reading } = facts.source.dockerfile;
    if (read.kind === 'absent') return failed({ title: `there is no ${path}`, subject: 'absent' });
    // One that is written inside the Compose file is not read by the tutor.
    if (reading === undefined) return read.kind === 'text' ? passed : failed({ title: `${path} cannot be read` });
    if (reading.beyond !== undefined) return passed;
    if (reading.instructions.length === 0)
      return failed({ title: `${path} holds no instruction yet`, subject: 'absent' });
    const fault = reading.faults.find((one) => one.refuses);
    if (fault === undefined) return passed;
    return failed({
      title: `Docker cannot read ${path}`,
      at: { span: fault.at, message: 'here' },
      look: 'docker compose build',
    });
  },
};
