import type { ContainerSeen, StackSeen } from '../../core/observation.ts';
import { containersOfFile, ownContainers } from '../../core/observed-stack.ts';
import type { Context } from '../context.ts';

/**
 * The stack that there is something to say of: undefined where nobody asked, where the files are refused and so nothing that runs
 * comes from them, and where `deploy` has passed with these files and `down` has taken the stack away since.
 */
export function seenStack({ observed, project }: Context): StackSeen | undefined {
  if (observed.engine !== 'observed' || project.compose.refused) return undefined;
  const { stack } = observed;
  const wasTakenDown = stack.remembered !== undefined && containersOfFile(stack).length === 0 && !hasUpFailed(stack);
  return wasTakenDown ? undefined : stack;
}

/** The same, where the page is not what it should be: beside one that is right, noise is never an error. */
export function troubledStack(context: Context): StackSeen | undefined {
  const stack = seenStack(context);
  return stack === undefined || isPageRight(stack) ? undefined : stack;
}

/** Whether the page answers 200 with the awaited text, from a container of the project. */
export function isPageRight({ page, pageText }: StackSeen): boolean {
  if (page?.outcome !== 'answered' || page.status !== 200 || !page.ofProject) return false;
  return pageText === undefined || (page.body ?? '').includes(pageText);
}

/** Whether `up` was run in this run and did not end well. */
export function hasUpFailed({ up }: StackSeen): boolean {
  return up !== undefined && up.exitCode !== 0;
}

/** The containers of one service; one-offs do not count. */
export function containersOf(stack: StackSeen, service: string): readonly ContainerSeen[] {
  return ownContainers(stack).filter((container) => container.service === service);
}

/** A container of a service that runs, where there is one. */
export function runningOf(stack: StackSeen, service: string | undefined): ContainerSeen | undefined {
  return service === undefined ? undefined : containersOf(stack, service).find((one) => one.state === 'running');
}
