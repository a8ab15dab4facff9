// Builds dist/: one bundle, split so that `tutor check` never loads what only the terminal app, the engine or an author needs.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { generate } from './generate.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'dist');

/** What is loaded only when it is needed: the module that a dynamic import names, and the bundle that holds it. */
const LAZY = { './engine.ts': './engine.cjs', './chapter-folder.ts': './chapter.cjs', './app.ts': './app.cjs' };
/** Packages that a look at files alone must not load. */
const HEAVY = ['ink', 'react', 'execa', 'undici', 'pg', 'zod', 'marked', 'highlight.js'];

/** Of the library for YAML a check needs what splits a text; its documents and schemas belong to bundles of their own. */
const tokensOfYaml = {
  name: 'tokens of YAML',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^yaml$/ }, () => ({ path: 'yaml', namespace: 'tokens' }));
    onLoad({ filter: /^yaml$/, namespace: 'tokens' }, () => ({
      contents: "export { Lexer } from './lexer.js';\nexport { Parser } from './parser.js';\n",
      resolveDir: join(ROOT, 'node_modules', 'yaml', 'browser', 'dist', 'parse'),
    }));
  },
};

await generate();
rmSync(DIST, { recursive: true, force: true });
const common = {
  absWorkingDir: ROOT,
  outdir: DIST,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'linked',
  jsx: 'automatic',
  metafile: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  external: ['pg-native'],
  // Its entry for Node is seventy CommonJS modules; this one is the same code as modules that can be joined.
  alias: { yaml: join(ROOT, 'node_modules', 'yaml', 'browser', 'index.js') },
  logLevel: 'warning',
};
const program = await build({
  ...common,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  entryPoints: { program: 'tutor/src/program.ts', check: 'tutor/src/check-only.ts' },
  // A script with a code cache has no way to import; it requires what it loads later.
  supported: { 'dynamic-import': false },
  plugins: [lazily(['./engine.ts', './chapter-folder.ts', './app.ts']), tokensOfYaml],
});
await build({
  ...common,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  entryPoints: { engine: 'tutor/src/commands/engine.ts', chapter: 'tutor/src/commands/chapter-folder.ts' },
});
// Ink waits at the top level for its layout engine, which only an ES module may do.
await build({
  ...common,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  entryPoints: { app: 'tutor/src/commands/app.ts' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: await inkPlugins(),
});
refuseHeavy(program.metafile);
for (const bundle of ['check', 'program']) wrapForLauncher(join(DIST, `${bundle}.cjs`));
publishLauncher();
await publishSchemas();
warmUp();

/**
 * The launcher runs these as one script each, so they stand in the function that Node would put around a module. It reads
 * them byte by byte, which is quickest: signs that the bundler leaves in expressions (`/[✓✗]/`) are written as escapes.
 */
function wrapForLauncher(path) {
  const text = readFileSync(path, 'utf8').replace(
    /[^\x00-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  writeFileSync(path, `(function(exports,require,module,__filename,__dirname){${text}\n})`);
}

/** Leaves the named dynamic imports to bundles of their own. */
function lazily(modules) {
  return {
    name: 'lazily',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind === 'dynamic-import' && modules.includes(path) ? { path: LAZY[path], external: true } : undefined,
      );
    },
  };
}

function refuseHeavy(metafile) {
  for (const input of Object.keys(metafile.inputs)) {
    const name = input.match(/node_modules\/(@[^/]+\/[^/]+|[^/]+)\//)?.[1];
    if (name !== undefined && HEAVY.includes(name))
      throw new Error(
        `program.cjs holds ${name}, through ${input}: load it by a dynamic import of one of ${Object.keys(LAZY).join(', ')}`,
      );
  }
}

/**
 * `bin` names a .js file, which in this folder is CommonJS; the terminal app is an ES module behind a door of its own.
 * Started as a program the file is read by a shell, which hands it to Node; to Node the shell's line is a text and a comment.
 * With NODE_EXTRA_CA_CERTS set, as on many managed machines, Node reads every certificate there is before it runs a line, for
 * longer than a whole check takes. The tutor trusts nobody's certificate, so it starts without, and gives it back to what it starts.
 */
function publishLauncher() {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [door, body] = ['launch.sh', 'launch.cjs'].map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
  const launcher = body.replace('__VERSION__', version);
  writeFileSync(join(DIST, 'tutor.js'), `${door}${launcher}`);
  chmodSync(join(DIST, 'tutor.js'), 0o755);
  writeFileSync(join(DIST, 'app.cjs'), "exports.loadMount = async () => (await import('./app.mjs')).loadMount();\n");
  writeFileSync(join(DIST, 'package.json'), '{ "type": "commonjs" }\n');
}

/** Runs the commonest command once, on the finished project, so that its code cache is there for the first learner. */
function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'compose-tutor-build-'));
  for (const layer of ['starter', ...readdirSync(join(ROOT, 'solutions')).map((step) => join('solutions', step))])
    cpSync(join(ROOT, layer), folder, { recursive: true });
  spawnSync(process.execPath, [join(DIST, 'tutor.js'), 'check', '--engine', 'off', '--dir', folder], {
    stdio: 'ignore',
  });
  rmSync(folder, { recursive: true, force: true });
}

async function inkPlugins() {
  const path = join(import.meta.dirname, 'ink-plugins.mjs');
  return existsSync(path) ? (await import(pathToFileURL(path).href)).inkPlugins : [];
}

async function publishSchemas() {
  const path = join(import.meta.dirname, 'json-schemas.mjs');
  if (!existsSync(path)) return;
  const module = await import(pathToFileURL(path).href);
  await module.generateJsonSchemas(join(DIST, 'schemas'));
}
