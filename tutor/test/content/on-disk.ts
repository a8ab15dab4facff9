import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesFromTable, type ProjectFiles } from '../../src/project/files.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The repository's own steps, starter and solutions, path → text. */
export function contentOnDisk(): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (const folder of ['starter', 'solutions', 'tutor/steps']) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      table[relative(ROOT, path).split(sep).join('/')] = readFileSync(path, 'utf8');
    }
  }
  return table;
}

/** The same as the port that a chapter is read through. */
export const contentFiles: ProjectFiles = filesFromTable(contentOnDisk());
