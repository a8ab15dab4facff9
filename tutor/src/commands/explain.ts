import { nearest } from '../core/nearest.ts';
import { pages } from '../generated/pages.ts';
import { type Command, EXIT, type Invocation, UsageError } from './command.ts';
import { showBlocks, showTitle } from './show-blocks.ts';

export const command: Command = {
  name: 'explain',
  order: 5,
  summary: 'a page about one rule: what it means, why, how to mend it',
  arguments: '[RULE]',
  takes: { least: 0, most: 1 },
  about: 'Shows the page of a rule that a diagnosis named; without a rule, the list of all.',
  options: {},
  run: explain,
};

async function explain({ positionals, world }: Invocation): Promise<number> {
  const [slug] = positionals;
  if (slug === undefined) {
    for (const [name, page] of Object.entries(pages)) world.out(`  ${name.padEnd(36)}${page.title}\n`);
    return EXIT.passed;
  }
  const page = Object.hasOwn(pages, slug) ? pages[slug] : undefined;
  if (page === undefined) {
    const near = nearest(slug, Object.keys(pages));
    throw new UsageError(
      `There is no rule \`${slug}\`${near === undefined ? '' : `; the nearest is \`${near}\``}.`,
      '`tutor explain` lists them all.',
    );
  }
  showTitle(page.title, world);
  showBlocks(page.blocks, world);
  return EXIT.passed;
}
