import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What React's development tools would need: never used, and 300 KiB to load. */
const stubDevtools = {
  name: 'stub-devtools',
  setup(build) {
    build.onResolve({ filter: /^(react-devtools-core|ws)$/ }, ({ path }) => ({ path, namespace: 'stub' }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'export default { initialize() {}, connectToDevTools() {} };',
      loader: 'js',
    }));
  },
};

/** The same widths without the emoji expression, which costs 35 ms of processor to compile. */
const fastStringWidth = {
  name: 'fast-string-width',
  setup(build) {
    const path = fileURLToPath(import.meta.resolve('fast-string-width'));
    build.onResolve({ filter: /^string-width$/ }, () => ({ path }));
  },
};

/** Yoga would fetch its own data URL, and with that load undici; without `fetch` it decodes the text itself. */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup(build) {
    build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
      loader: 'js',
    }));
  },
};

/** Ink reads the colours of every row anew at each frame; most rows are those of the frame before, so what was read is kept. */
const rowsReadOnce = {
  name: 'rows-read-once',
  setup(build) {
    build.onLoad({ filter: /ink[\\/]build[\\/]output\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const own = 'caches = new OutputCaches();';
      if (text.split(own).length !== 2) throw new Error('Ink keeps what it has read of a row in another way now');
      return { contents: `${text.replace(own, 'caches = keptCaches();')}${KEPT_CACHES}`, loader: 'js' };
    });
  },
};

/** Forgotten as a whole now and then: running times make new rows for as long as they run. */
const KEPT_CACHES = `
const MOST_ROWS = 2000;
let kept;
function keptCaches() {
  if (kept === undefined || kept.styledChars.size > MOST_ROWS) kept = new OutputCaches();
  return kept;
}
`;

/** Plugins that make Ink's first frame cheap: 9 times a bare Node's start without them, 2 to 2.5 times with them. */
export const inkPlugins = [stubDevtools, fastStringWidth, yogaWithoutFetch, rowsReadOnce];
