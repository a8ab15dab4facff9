// Brings a bare clone to where its program can run: installs what is missing, builds what is older than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const OLDEST_NODE = [20, 19];

/** Installs and builds where needed; says what it does on stderr, so that stdout stays the program's own. */
export function makeReady() {
  refuseOldNode();
  const lock = join(ROOT, 'package-lock.json');
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    step('Installing packages', NPM, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  const built = join(ROOT, 'dist', 'tutor.js');
  if (!existsSync(built) || statSync(built).mtimeMs < newest())
    step('Building', process.execPath, [join('tutor', 'build', 'build.mjs')]);
}

/** Runs a program with this terminal; ends the script with its code when it fails. */
function step(title, program, args) {
  process.stderr.write(`${title}…\n`);
  const ran = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (ran.status === 0) return;
  process.stderr.write(
    `${title} did not finish: ${program} ${args.join(' ')} ended with ${ran.status ?? ran.signal}. Run it by hand to see why.\n`,
  );
  process.exit(2);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  process.stderr.write(
    `This is Node.js ${process.versions.node}; compose-tutor needs ${OLDEST_NODE.join('.')} or later. Install a newer Node.js from https://nodejs.org and run this again.\n`,
  );
  process.exit(2);
}

/** When the newest source was changed, in milliseconds. */
function newest() {
  const generated = join('tutor', 'src', 'generated');
  const roots = [
    'package.json',
    'package-lock.json',
    'starter',
    'solutions',
    join('tutor', 'src'),
    join('tutor', 'steps'),
    join('tutor', 'build'),
  ];
  let latest = 0;
  const visit = (path) => {
    if (path === generated) return;
    const whole = join(ROOT, path);
    const entry = statSync(whole);
    if (entry.isDirectory()) for (const name of readdirSync(whole)) visit(join(path, name));
    else latest = Math.max(latest, entry.mtimeMs);
  };
  roots.filter((path) => existsSync(join(ROOT, path))).forEach(visit);
  return latest;
}
