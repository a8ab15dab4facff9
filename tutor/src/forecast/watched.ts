import type { Context } from './context.ts';

/** Every file that a verdict depends on, there or not: what to watch. Relative to the project. */
export function watchedFiles({ project, facts }: Context): readonly string[] {
  return [...new Set([...project.compose.watched, ...facts.source.watched])];
}
