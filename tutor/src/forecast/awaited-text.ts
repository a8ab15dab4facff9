import type { Context } from './context.ts';

/** What a working page holds (contract, *`deploy` passes*). */
const CHAPTERS = 'Connected to database successfully!';

/** The text that the page is to hold: the chapter's own, where the observation carries it. */
export function awaitedText({ observed }: Context): string {
  return (observed.engine === 'observed' ? observed.stack.pageText : undefined) ?? CHAPTERS;
}
