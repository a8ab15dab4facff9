import type { ContainerSeen, PageSeen, StackSeen } from '../../core/observation.ts';
import type { Context } from '../context.ts';
import { serviceOf } from '../roles.ts';
import { runningOf, troubledStack } from './stack.ts';

/** A page that answered, and not as it should. */
export type Answered = { readonly stack: StackSeen; readonly page: PageSeen & { readonly status: number } };

/** The page's answer, where it gave one and it is not right. */
export function wrongAnswer(context: Context): Answered | undefined {
  const stack = troubledStack(context);
  const page = stack?.page;
  if (stack === undefined || page?.outcome !== 'answered' || page.status === undefined) return undefined;
  return { stack, page: { ...page, status: page.status } };
}

/** The way the page failed to answer, where it did. */
export function failedAnswer(
  context: Context,
  ...outcomes: readonly PageSeen['outcome'][]
): { readonly stack: StackSeen; readonly page: PageSeen } | undefined {
  const stack = troubledStack(context);
  const page = stack?.page;
  return stack === undefined || page === undefined || !outcomes.includes(page.outcome) ? undefined : { stack, page };
}

/** Whether a redirect leads, at once or over others, to an address that it was at before. */
export function leadsToItself({ url, status, headers, goesRound }: Answered['page']): boolean {
  if (goesRound !== undefined) return true;
  const location = headers?.location;
  if (status < 300 || status > 399 || location === undefined) return false;
  const path = location.startsWith('/') ? location : pathOn(url, location);
  return path !== undefined && path === (pathOn(url, url) ?? '/');
}

/** The path of an address on the same host, up to `#`; undefined for another host. */
function pathOn(page: string, location: string): string | undefined {
  const here = /^(https?:\/\/[^/?#]+)/.exec(page)?.[1];
  const there = /^(https?:\/\/[^/?#]+)([^#]*)/.exec(location);
  if (here === undefined || there === null) return location === '' || location === '.' ? '/' : undefined;
  const same = there[1] === here || there[1] === here.replace('127.0.0.1', 'localhost');
  return same ? there[2] || '/' : undefined;
}

/** AirPlay Receiver of a Mac listens on 5000 and 7000 and answers 403 with this name. */
const AIRPLAY = /AirTunes/i;

/** Whether the answer is not from a container of the project, as far as that is certain. */
export function isForeign({ ofProject, headers }: PageSeen): boolean {
  return !ofProject || AIRPLAY.test(headers?.server ?? '');
}

/** The web's container that runs, where it does. */
export function runningWeb({ facts }: Context, stack: StackSeen): ContainerSeen | undefined {
  return runningOf(stack, serviceOf(facts.roles.web)?.name);
}
