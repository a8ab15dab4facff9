import type { Cause, Diagnosis } from '../../core/diagnosis.ts';
import type { StackSeen } from '../../core/observation.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { DATABASE_ENDS, OUT_OF_DATE } from '../../forecast/seen/causes.ts';
import { fatalLine, logEvidence, logOf, wordsOf } from '../../forecast/seen/log.ts';
import { type ServiceSeen, servicesSeen, stateEvidence } from '../../forecast/seen/services.ts';
import { seenStack } from '../../forecast/seen/stack.ts';
import { ownFrame } from '../../forecast/seen/traceback.ts';

/** A service ended by itself, or could not be started at all. */
export const rule: Rule<Context> = {
  rule: 'service-exited',
  severity: 'error',
  step: 'deploy',
  explains: 'stack-runs',
  recognise(context) {
    const stack = seenStack(context);
    if (stack === undefined) return [];
    return servicesSeen(context, stack)
      .filter(({ fate }) => fate === 'ended' || fate === 'could-not-start' || fate === 'dead')
      .map((seen) => (seen.fate === 'ended' ? ended(context, stack, seen) : notStarted(seen)));
  },
};

function ended(context: Context, stack: StackSeen, seen: ServiceSeen): Diagnosis {
  const { service, role, container } = seen;
  const { name } = service;
  const line = fatalLine(stack, name, serviceOf(context.facts.roles.db)?.name);
  const frame = role === 'web' ? ownFrame(context, logOf(stack, name)) : undefined;
  return {
    title:
      line === undefined
        ? `\`${name}\` ended by itself with exit code ${container.exitCode}`
        : `\`${name}\` ends: ${wordsOf(line)}`,
    ...(frame === undefined ? {} : { primary: frame }),
    ...(container.exitCode === 0
      ? { notes: ['its command came to its end; a server goes on until it is stopped'] }
      : {}),
    help: `read what it said with \`docker compose logs ${name}\`, mend that, then run \`docker compose up -d --build\``,
    basis: 'observed',
    followsFrom: causesFor(role),
    evidence: [stateEvidence(seen), ...logEvidence(stack, name, line === undefined ? [] : [line])],
  };
}

function notStarted(seen: ServiceSeen): Diagnosis {
  const { service, container, role } = seen;
  return {
    title:
      container.error === ''
        ? `\`${service.name}\` could not be removed by the engine`
        : `\`${service.name}\` could not be started: ${reason(container.error)}`,
    help: `mend what the engine names, then run \`docker compose up -d --build ${service.name}\``,
    basis: 'observed',
    followsFrom: causesFor(role),
    evidence: [stateEvidence(seen)],
  };
}

/** The last part of the engine's error, which names the thing: what stands before it says who noticed. */
function reason(error: string): string {
  const known = /exec: "[^"]*": [^:]*|exec [^:]*: [^:]*$|error mounting .*$/.exec(error.trim())?.[0];
  return wordsOf(known ?? error.trim());
}

function causesFor(role: ServiceSeen['role']): readonly Cause[] {
  const always = ['port-conflict', 'platform-mismatch', 'disk-full', 'service-out-of-memory', ...OUT_OF_DATE];
  switch (role) {
    case 'web':
      return ['web-exits', 'web-not-started', 'db-exits', 'db-not-ready', 'db-host-unresolved', ...always];
    case 'db':
      return [...DATABASE_ENDS, ...always];
    case 'other':
      return ['dependency-never-satisfied', ...always];
  }
}
