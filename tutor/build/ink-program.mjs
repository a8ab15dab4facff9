import { build } from 'esbuild';
import { inkPlugins } from './ink-plugins.mjs';

/** Bundles a program that shows Ink as the package bundles its own: for tests and benches. */
export async function bundleInkProgram(entryPoint, outfile) {
  await build({
    entryPoints: [entryPoint],
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
}
