// Validates tutor/steps, starter and solutions, and compiles them into tutor/src/generated/, so that the built-in
// chapter costs `tutor check` neither YAML nor zod nor Markdown.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { write } from './generated-file.mjs';
import { lessonsModule, loadTypeScript } from './lessons.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const STEPS = 'tutor/steps';
const CHECKS = join(ROOT, 'tutor', 'src', 'checks');

/** Writes `chapter.ts`, `lessons.ts` and `solutions.ts`, and the JSON Schemas beside the steps. Throws with every fault and its place. */
export async function generateChapter() {
  const reader = await loadTypeScript(`
    export { readChapter } from './tutor/src/chapter/chapter.ts';
    export { readSolutions } from './tutor/src/chapter/solutions.ts';
    export { faultLine } from './tutor/src/chapter/fault.ts';
    export { editorSchemas } from './tutor/src/chapter/schema.ts';
    export { knownWord } from './tutor/src/chapter/words.ts';
  `);
  const files = filesUnder(ROOT);
  const read = reader.readChapter(files, STEPS, await knownWords(reader.knownWord));
  refuse(read, reader, files);
  const laid = reader.readSolutions(files, read.folders, read.chapter);
  refuse(laid, reader, files);

  write('chapter.ts', chapterModule(read.chapter));
  write('solutions.ts', solutionsModule(laid.solutions));
  write('lessons.ts', await lessonsModule(read.chapter, read.lessons));
  for (const [name, schema] of Object.entries(reader.editorSchemas())) {
    writeChanged(join(ROOT, STEPS, name), `${pretty(schema)}\n`);
  }
}

function chapterModule(chapter) {
  return [
    "import type { Chapter } from '../core/step.ts';",
    '',
    `export const chapter: Chapter = ${JSON.stringify(chapter)};`,
    '',
  ].join('\n');
}

function solutionsModule(solutions) {
  return [
    "import type { Solutions } from '../chapter/solutions.ts';",
    '',
    `export const solutions: Solutions = ${JSON.stringify(solutions)};`,
    '',
  ].join('\n');
}

/** A word is a file under checks/ that exports `check`, and `parameters` where it takes any. No file yet: any word is taken. */
async function knownWords(knownWord) {
  const names = existsSync(CHECKS)
    ? readdirSync(CHECKS).filter((file) => file.endsWith('.ts') && exportsConstant(file, 'check'))
    : [];
  if (names.length === 0) return undefined;
  const described = names.filter((file) => exportsConstant(file, 'parameters'));
  const schemas = await loadTypeScript(
    described.map((file, at) => `export { parameters as schema${at} } from './tutor/src/checks/${file}';`).join('\n'),
  );
  return names.map((file) => {
    const at = described.indexOf(file);
    return knownWord(basename(file, '.ts'), at < 0 ? undefined : schemas[`schema${at}`]);
  });
}

function exportsConstant(file, name) {
  return new RegExp(`^export const ${name}\\b`, 'm').test(readFileSync(join(CHECKS, file), 'utf8'));
}

function refuse(read, { faultLine }, files) {
  if (!('faults' in read)) return;
  const lines = read.faults.map((fault) => `  ${faultLine(fault, files)}`);
  throw new Error(`the chapter cannot be compiled:\n${lines.join('\n')}`);
}

/** The port of the project room, on a folder of this machine. */
function filesUnder(root) {
  const whole = (path) => join(root, path);
  const kind = (path) => {
    if (!existsSync(whole(path))) return 'absent';
    return statSync(whole(path)).isDirectory() ? 'folder' : 'file';
  };
  return {
    kind,
    read(path) {
      const found = kind(path);
      if (found !== 'file') return { kind: found };
      return { kind: 'text', text: readFileSync(whole(path), 'utf8').replaceAll('\r\n', '\n'), mark: 'none' };
    },
    list(folder) {
      if (kind(folder) !== 'folder') return [];
      const entries = readdirSync(whole(folder), { withFileTypes: true });
      return entries
        .map((entry) => ({ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

function writeChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}

/** JSON as Biome leaves it: a mapping a line a key, a list of plain values on one line where it fits. */
function pretty(value, indent = '') {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => pretty(item, inner)).join(', ')}]`;
    if (value.every((item) => typeof item !== 'object') && indent.length + line.length < 100) return line;
    return `[\n${value.map((item) => inner + pretty(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const rows = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${pretty(item, inner)}`);
  return rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n${indent}}`;
}

if (process.argv[1] === import.meta.filename) await generateChapter();
