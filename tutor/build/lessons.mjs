// Markdown to blocks while the package is built, so that at run time nothing is parsed: lessons and hints here, pages of rules in pages.mjs.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..');

/** The Markdown reader: `readLesson(markdown) → Lesson`, `readBlocks(markdown) → LessonBlock[]`. */
export async function loadMarkdown() {
  return await loadTypeScript("export { readLesson, readBlocks } from './tutor/src/chapter/lesson.ts';");
}

/** The module `lessons.ts`: the lesson of every step, and its hints rung by rung, as blocks. */
export async function lessonsModule(chapter, markdown) {
  const { readLesson, readBlocks } = await loadMarkdown();
  const lessons = Object.fromEntries(Object.entries(markdown).map(([step, text]) => [step, readLesson(text)]));
  const hints = Object.fromEntries(chapter.steps.map((step) => [step.id, step.hints.map((hint) => readBlocks(hint))]));
  return [
    "import type { Lesson, LessonBlock } from '../core/lesson.ts';",
    '',
    '/** Step id to its lesson. */',
    `export const lessons: Readonly<Record<string, Lesson>> = ${JSON.stringify(lessons)};`,
    '',
    '/** Step id to its hints, a list of blocks a rung. */',
    `export const hints: Readonly<Record<string, readonly (readonly LessonBlock[])[]>> = ${JSON.stringify(hints)};`,
    '',
  ].join('\n');
}

/**
 * Runs TypeScript of the project in plain Node: bundles `source`, whose paths start at the top of the project, into a
 * file beside node_modules (so that packages are found) and imports it.
 */
export async function loadTypeScript(source) {
  const folder = join(ROOT, 'node_modules', '.cache', 'compose-tutor');
  const outfile = join(folder, `build-${process.pid}-${loads++}.mjs`);
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}

let loads = 0;
