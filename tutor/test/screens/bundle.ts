import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { bundleInkProgram } from '../../build/ink-program.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Bundles a program of the tests as the package bundles its own; answers the file. */
export async function bundleProgram(source: string): Promise<string> {
  const outfile = join(mkdtempSync(join(ROOT, 'node_modules', '.screens-')), 'program.mjs');
  await bundleInkProgram(join(import.meta.dirname, source), outfile);
  return outfile;
}
