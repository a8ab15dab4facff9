import type { Effect } from '../core/effect.ts';
import type { Facts } from './facts.ts';
import { PROGRAMS } from './start-program.ts';

/**
 * What comes of modules that are not in the image: Python starts and ends at the import. Where the server's own program,
 * which the package brings, is what the container is to start, Docker finds nothing to start.
 */
export function effectOfLacking(facts: Facts, modules: readonly string[]): Effect {
  return startedOf(facts, modules) === undefined ? 'web-exits' : 'web-not-started';
}

/** The program that the container is to start by its own name, where one of these modules is its package. */
export function startedOf({ source }: Facts, modules: readonly string[]): string | undefined {
  const program = source.command?.words[0]?.text;
  const brings = program === undefined ? undefined : PROGRAMS.get(program);
  return brings !== undefined && modules.includes(brings) ? program : undefined;
}
