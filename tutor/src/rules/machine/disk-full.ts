import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { fullDisk } from '../../forecast/seen/full-disk.ts';
import { lackSeen } from '../../forecast/seen/lack.ts';
import { logEvidence, wordsOf } from '../../forecast/seen/log.ts';

/** The disk that Docker keeps everything on is full: a pull, a build or the database says so. */
export const rule: Rule<Context> = {
  rule: 'disk-full',
  severity: 'error',
  fault: 'machine',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context): readonly Diagnosis[] {
    const told = lackSeen(context, 'disk-full');
    const full = told.length > 0 ? undefined : fullDisk(context);
    if (full === undefined) return told;
    const { stack, service, line } = full;
    return [
      {
        title: `\`${service}\` ended because the disk that Docker keeps volumes on is full`,
        notes: [`its log says: ${wordsOf(line)}`],
        help: 'see what takes the room with `docker system df`, then free some with `docker system prune`',
        basis: 'observed',
        evidence: logEvidence(stack, service, [line]),
      },
    ];
  },
};
