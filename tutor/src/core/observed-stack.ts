import { type Outcome, passed } from './check.ts';
import type { ContainerSeen, Observation, StackLeft, StackSeen } from './observation.ts';

/** Judges the running stack; answers for the runs in which there is nothing to look at: no engine, nobody asked. */
export function judgeStack(observed: Observation, judge: (stack: StackSeen) => Outcome): Outcome {
  switch (observed.engine) {
    case 'off':
      return { state: 'skipped', needs: 'Docker' };
    case 'absent':
      return { state: 'blocked', by: observed.lack };
    case 'observed':
      return judge(observed.stack);
  }
}

/**
 * The same for what `deploy` asserts: once it has passed for these very files, `docker compose down` does not take the pass away
 * (contract, *`deploy` and `teardown`*).
 */
export function judgeDeployed(observed: Observation, judge: (stack: StackSeen) => Outcome): Outcome {
  return judgeStack(observed, (stack) => {
    const { remembered } = stack;
    if (remembered === undefined || containersOfFile(stack).length > 0) return judge(stack);
    const says = `passed at ${remembered.deployPassedAt} with these files`;
    return { ...passed, evidence: [{ kind: 'state', subject: 'deploy', says }] };
  });
}

/** Judges what is left after `down`: the second look of a run that took the stack down itself, else the first. */
export function judgeLeft(observed: Observation, judge: (left: StackLeft) => Outcome): Outcome {
  const afterDown = observed.engine === 'observed' ? observed.afterDown : undefined;
  return judgeStack(observed, (stack) => judge(afterDown ?? stack));
}

/** Containers of the project's services; `docker compose run` leaves others that do not count. */
export function ownContainers(stack: StackLeft): readonly ContainerSeen[] {
  return stack.containers.filter((container) => !container.oneOff);
}

/** Those of services that the Compose file has now: one of a service that was taken out of it is left over. */
export function containersOfFile(stack: StackLeft): readonly ContainerSeen[] {
  return ownContainers(stack).filter((container) => container.leftOver === undefined);
}

/** Whether a container does its work: it runs, or it was a one-shot that ended well. */
export function isAtWork(container: ContainerSeen): boolean {
  return container.state === 'running' || (container.state === 'exited' && container.exitCode === 0);
}
