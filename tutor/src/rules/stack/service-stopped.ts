import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { UP_STOPPED } from '../../forecast/seen/causes.ts';
import { leftUnstarted, servicesSeen, stateEvidence } from '../../forecast/seen/services.ts';
import { hasUpFailed, seenStack } from '../../forecast/seen/stack.ts';
import { upEvidence } from '../../forecast/seen/up.ts';

/** Services were stopped from outside, or made and never started. Nothing is wrong with them. */
export const rule: Rule<Context> = {
  rule: 'service-stopped',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  followsFrom: [...UP_STOPPED, 'web-not-started', 'db-exits', 'dependency-never-satisfied'],
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    const services = servicesSeen(context, stack);
    const stopped = services.filter(({ fate }) => fate === 'stopped');
    const resting = [...stopped, ...leftUnstarted(services)];
    if (resting.length === 0) return [];
    const names = resting.map(({ service }) => `\`${service.name}\``);
    const isKilled = stopped.some(({ container }) => container.exitCode === KILLED);
    return [
      {
        title: `${list(names)} ${names.length === 1 ? 'is' : 'are'} ${stopped.length > 0 ? 'stopped' : 'made and not started'}`,
        ...(isKilled ? { notes: ['137 is the exit code of a process that was ended by force, from outside'] } : {}),
        help: hasUpFailed(stack)
          ? 'read the last line of what `docker compose up` said, and mend what that names'
          : 'run `docker compose up -d`, which starts what does not run',
        basis: 'observed',
        evidence: [...(hasUpFailed(stack) ? upEvidence(stack) : []), ...resting.map(stateEvidence)],
      },
    ];
  },
};

/** 128 and SIGKILL. */
const KILLED = 137;
