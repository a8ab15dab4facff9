import type { Evidence } from '../../core/evidence.ts';
import type { ContainerSeen, StackSeen } from '../../core/observation.ts';
import type { Service } from '../../project/compose/project.ts';
import { down, textOf } from '../../project/compose/tree.ts';
import type { Context } from '../context.ts';
import { serviceOf } from '../roles.ts';
import { logOf } from './log.ts';
import { containersOf, isPageRight } from './stack.ts';

/** A service of the active profiles with the container of it that is worst off, and what became of that. */
export type ServiceSeen = {
  readonly service: Service;
  readonly role: 'web' | 'db' | 'other';
  readonly container: ContainerSeen;
  readonly fate: Fate;
};

/** What became of a container. */
export type Fate =
  | 'at-work'
  /** Made, and nobody started it. */
  | 'not-started'
  /** Made, and the engine could not start it: its error says why. */
  | 'could-not-start'
  | 'paused'
  /** Ended from outside, by `stop`, `kill` or a signal. */
  | 'stopped'
  /** The kernel ended it for want of memory. */
  | 'no-memory'
  /** It ended by itself. */
  | 'ended'
  /** It ends again and again, and the engine starts it again. */
  | 'looping'
  /** The engine could not remove it. */
  | 'dead';

/** Exit codes of a process that was ended by a signal: 128 and SIGINT, SIGKILL, SIGTERM. */
const SIGNALLED = new Set([130, 137, 143]);
/** PostgreSQL and gunicorn say so when they are asked to stop, and end with 0. */
const ASKED_TO_STOP =
  /received (?:fast|smart|immediate) shutdown request|database system is shut down|Handling signal: (?:term|int|quit)/;
const STOP_LINES = 12;
/** A container that was restarted so often may be sampled as running between two crashes. */
const LOOPING_RESTARTS = 3;

/** Every service that has a container, in the order of the file. */
export function servicesSeen(context: Context, stack: StackSeen): readonly ServiceSeen[] {
  const { facts, project } = context;
  const web = serviceOf(facts.roles.web);
  const db = serviceOf(facts.roles.db);
  return project.view.services.flatMap((service): readonly ServiceSeen[] => {
    const role = service === web ? 'web' : service === db ? 'db' : 'other';
    const seen = containersOf(stack, service.name).map((container) => ({
      service,
      role,
      container,
      fate: fateOf(stack, container, role),
    })) satisfies readonly ServiceSeen[];
    const worst = seen.find((one) => one.fate !== 'at-work') ?? seen[0];
    return worst === undefined ? [] : [worst];
  });
}

/** Services that should have a container and have none. */
export function missingServices({ project }: Context, stack: StackSeen): readonly Service[] {
  return project.view.services.filter(
    (service) => containersOf(stack, service.name).length === 0 && !isScaledToNothing(service),
  );
}

/** A service in its state, as evidence. */
export function stateEvidence({ container }: Pick<ServiceSeen, 'container'>): Evidence {
  return { kind: 'state', subject: container.service, says: sayState(container) };
}

function sayState(container: ContainerSeen): string {
  const again = container.restartCount > 0 ? `, restarted ${container.restartCount} times` : '';
  switch (container.state) {
    case 'exited':
    case 'restarting':
      return `${container.state === 'exited' ? 'exited' : 'is restarting after it exited'} with ${container.exitCode}${again}`;
    case 'created':
      return container.error === '' ? 'was made and not started' : `could not be started: ${container.error}`;
    case 'running':
      return container.health === '' ? `runs${again}` : `runs and is ${container.health}${again}`;
    case 'paused':
    case 'dead':
    case 'removing':
      return `is ${container.state}`;
  }
}

function fateOf(stack: StackSeen, container: ContainerSeen, role: ServiceSeen['role']): Fate {
  switch (container.state) {
    case 'running':
      return isBetweenCrashes(stack, container, role) ? (container.oomKilled ? 'no-memory' : 'looping') : 'at-work';
    case 'restarting':
      return container.oomKilled ? 'no-memory' : 'looping';
    case 'paused':
      return 'paused';
    case 'created':
      return container.error === '' ? 'not-started' : 'could-not-start';
    case 'exited':
      return fateOfExited(stack, container, role);
    case 'dead':
    case 'removing':
      return 'dead';
  }
}

function fateOfExited(stack: StackSeen, container: ContainerSeen, role: ServiceSeen['role']): Fate {
  if (container.oomKilled) return 'no-memory';
  if (container.error !== '') return 'could-not-start';
  if (SIGNALLED.has(container.exitCode)) return 'stopped';
  if (container.exitCode !== 0) return 'ended';
  const last = logOf(stack, container.service).slice(-STOP_LINES);
  if (last.some((line) => ASKED_TO_STOP.test(line))) return role === 'other' ? 'at-work' : 'stopped';
  return role === 'other' ? 'at-work' : 'ended';
}

function isBetweenCrashes(stack: StackSeen, container: ContainerSeen, role: ServiceSeen['role']): boolean {
  if (container.restartCount < LOOPING_RESTARTS || isPageRight(stack)) return false;
  if (role === 'web') return stack.page?.outcome !== 'answered';
  return role === 'db' && (stack.database === undefined || /^(?:unresolved|refused)$/.test(stack.database.outcome));
}

/** Services that were made and not started for no reason that another service gives: nothing is in trouble that they could wait for. */
export function leftUnstarted(services: readonly ServiceSeen[]): readonly ServiceSeen[] {
  const isTrouble = (one: ServiceSeen) =>
    (one.fate !== 'at-work' && one.fate !== 'not-started') || one.container.health === 'unhealthy';
  if (services.some(isTrouble)) return [];
  return services.filter((one) => one.fate === 'not-started' && !waitsForCompletion(one, services));
}

function waitsForCompletion({ service }: ServiceSeen, services: readonly ServiceSeen[]): boolean {
  return service.dependsOn.some(
    (dependency) =>
      dependency.condition === 'service_completed_successfully' &&
      services.some((one) => one.service.name === dependency.service && one.container.state === 'running'),
  );
}

/** Whether the file wants no container of it: `scale: 0`, `deploy.replicas: 0`. */
export function isScaledToNothing(service: Service): boolean {
  return textOf(down(service.node, 'scale')) === '0' || textOf(down(service.node, 'deploy', 'replicas')) === '0';
}
