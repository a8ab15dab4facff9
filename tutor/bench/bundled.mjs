import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Loads TypeScript sources as they stand, tests among them, without a build: what `modules` names is bundled, loaded and
 * thrown away. Each file still knows the folder that it stands in.
 */
export async function bundled(modules) {
  // Below node_modules, so that packages are found from there.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.compose-tutor-bench-'));
  try {
    const outfile = join(folder, 'all.mjs');
    await build({
      stdin: { contents: modules.map((path) => `export * from './${path}';`).join('\n'), resolveDir: ROOT },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
      plugins: [ownFolder],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ownFolder = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }));
  },
};
