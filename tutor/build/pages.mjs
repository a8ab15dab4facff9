// Compiles the page beside each rule (`rules/<family>/<slug>.md`), which `tutor explain` shows.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { write } from './generated-file.mjs';
import { loadMarkdown } from './lessons.mjs';

const RULES = join(import.meta.dirname, '..', 'src', 'rules');

/** Writes `pages.ts`. Throws where a page stands beside no rule; that every rule has a page is proved by `tutor author check`. */
export async function generatePages() {
  const { readLesson } = await loadMarkdown();
  const pages = {};
  const lonely = [];
  for (const family of readdirSync(RULES, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const folder = join(RULES, family.name);
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.md')) continue;
      const slug = basename(file, '.md');
      if (!existsSync(join(folder, `${slug}.ts`))) lonely.push(`${family.name}/${file} stands beside no rule`);
      pages[slug] = readLesson(readFileSync(join(folder, file), 'utf8'));
    }
  }
  if (lonely.length > 0) throw new Error(`pages of rules:\n  ${lonely.join('\n  ')}`);
  write(
    'pages.ts',
    [
      "import type { Lesson } from '../core/lesson.ts';",
      '',
      '/** Slug of a rule to its page. */',
      `export const pages: Readonly<Record<string, Lesson>> = ${JSON.stringify(pages)};`,
      '',
    ].join('\n'),
  );
}
