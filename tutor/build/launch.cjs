// The file that `bin` names: runs the program from one script with V8's own code cache, so that nothing is compiled twice.
// Node 20 has no cache of its own for this; the cache is bound to the V8 that made it and is made anew when it does not fit.
// Started as a program (`tutor`, `npx`), a shell reads launch.sh above it first: why, says `publishLauncher` in build.mjs.
'use strict';
const { TUTOR_KEPT_CA_CERTS } = process.env;
if (TUTOR_KEPT_CA_CERTS !== undefined) {
  // What the tutor starts (an editor, Docker) has the environment that the learner has.
  process.env.NODE_EXTRA_CA_CERTS = TUTOR_KEPT_CA_CERTS;
  delete process.env.TUTOR_KEPT_CA_CERTS;
}
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

// The commonest command has a bundle of its own, which starts sooner.
const bundle = process.argv[2] === 'check' ? 'check' : 'program';
const program = join(__dirname, `${bundle}.cjs`);
// A cache is bound to V8's version, the processor, and the flags that Node was started with.
const flags = [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ').replace(/[^a-z0-9=-]+/gi, '_');
const name = `${bundle}-${process.versions.v8}-${process.arch}${flags.slice(0, 80)}.cache`;
const places = [
  join(__dirname, name),
  join(
    process.env.XDG_CACHE_HOME || join(process.env.HOME || process.env.USERPROFILE || '.', '.cache'),
    'compose-tutor',
    `__VERSION__-${name}`,
  ),
];
const source = readFileSync(program, 'latin1');
const cachedData = readCache();
const script = new Script(source, {
  filename: program,
  cachedData,
});
const made = { exports: {} };
script.runInThisContext()(made.exports, require, made, program, __dirname);
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keepCache);

function readCache() {
  for (const place of places) {
    try {
      return readFileSync(place);
    } catch (error) {
      if (error.code === undefined) throw error;
    }
  }
  return undefined;
}

/** After the run, so that it holds what was compiled on the way. Where nothing can be written the program runs as well without. */
function keepCache() {
  const data = script.createCachedData();
  for (const place of places) {
    try {
      mkdirSync(dirname(place), { recursive: true });
      const beside = `${place}.${process.pid}`;
      writeFileSync(beside, data);
      renameSync(beside, place);
      return;
    } catch (error) {
      if (error.code === undefined) throw error;
    }
  }
}
