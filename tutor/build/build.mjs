// Builds dist/: one bundle, split so that `tutor check` never loads what only the terminal app, the engine or an author needs.
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { generate } from './generate.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'dist');

await generate();
rmSync(DIST, { recursive: true, force: true });
const bundled = await build({
  absWorkingDir: ROOT,
  entryPoints: { tutor: 'tutor/src/main.ts' },
  outdir: DIST,
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  keepNames: false,
  legalComments: 'linked',
  jsx: 'automatic',
  metafile: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  // CommonJS packages inside an ESM bundle still call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  external: ['pg-native'],
  plugins: await inkPlugins(),
  logLevel: 'warning',
});
const entry = join(DIST, 'tutor.js');
await prependShebang(entry);
chmodSync(entry, 0o755);
await publishSchemas();
checkSplit(bundled.metafile);

async function inkPlugins() {
  const path = join(import.meta.dirname, 'ink-plugins.mjs');
  return existsSync(path) ? (await import(pathToFileURL(path).href)).inkPlugins : [];
}

async function prependShebang(path) {
  const { readFile, writeFile } = await import('node:fs/promises');
  await writeFile(path, `#!/usr/bin/env node\n${await readFile(path, 'utf8')}`);
}

async function publishSchemas() {
  const path = join(import.meta.dirname, 'json-schemas.mjs');
  if (!existsSync(path)) return;
  const module = await import(pathToFileURL(path).href);
  await module.generateJsonSchemas(join(DIST, 'schemas'));
}

/** The entry and what it imports at once must hold none of the heavy packages: that is what the split is for. */
function checkSplit(metafile) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) if (kind === 'import-statement') visit(path);
  };
  visit('dist/tutor.js');
  const heavy = ['ink', 'react', 'execa', 'undici', 'pg', 'zod', 'marked'];
  for (const file of seen) {
    for (const input of Object.keys(metafile.outputs[file]?.inputs ?? {})) {
      const name = input.match(/node_modules\/(@[^/]+\/[^/]+|[^/]+)\//)?.[1];
      if (name !== undefined && heavy.includes(name))
        throw new Error(`dist/tutor.js loads ${name} at start-up, through ${file}`);
    }
  }
}
