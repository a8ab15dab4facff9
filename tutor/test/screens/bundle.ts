import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inkPlugins } from '../../build/ink-plugins.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Bundles a program of the tests as the package bundles its own; answers the file. */
export async function bundleProgram(source: string): Promise<string> {
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.screens-'));
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    plugins: inkPlugins,
    logLevel: 'warning',
  });
  return outfile;
}
