import type { Effect } from '../core/effect.ts';
import type { Facts } from './facts.ts';

/** Programs that a package of another name brings. */
const PACKAGES: Readonly<Record<string, string>> = { 'waitress-serve': 'waitress' };

/**
 * What comes of modules that are not in the image: Python starts and ends at the import. Where the server's own program,
 * which the package brings, is what the container is to start, Docker finds nothing to start.
 */
export function effectOfLacking({ source }: Facts, modules: readonly string[]): Effect {
  const program = source.command?.words[0]?.text;
  const brings = program === undefined ? undefined : (PACKAGES[program] ?? program);
  return brings !== undefined && modules.includes(brings) ? 'web-not-started' : 'web-exits';
}
