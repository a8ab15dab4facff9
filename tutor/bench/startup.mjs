// Whole-process time of one static check of the finished project, side by side with its peers, in one run.
// Prints medians and their ratio to `node -e 0`. A peer that is not on this machine is named and left out.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const ROUNDS = Number(process.argv[2] ?? 15);
const NAME_COLUMN = 34;

const folder = mkdtempSync(join(tmpdir(), 'compose-tutor-bench-'));
for (const layer of ['starter', ...readdirSync(join(ROOT, 'solutions')).map((step) => join('solutions', step))]) {
  cpSync(join(ROOT, layer), folder, { recursive: true });
}
const tutor = join(ROOT, 'dist', 'tutor.js');
const dclint = join(ROOT, 'node_modules', '.bin', 'dclint');
const racers = [
  ['node -e 0', process.execPath, ['-e', '0']],
  // As npm's link starts it: by its own first line (tutor/build/launch.sh).
  ['tutor check --engine off', tutor, ['check', '--engine', 'off', '--dir', folder]],
  ['node dist/tutor.js check', process.execPath, [tutor, 'check', '--engine', 'off', '--dir', folder]],
  ['tutor --version', tutor, ['--version']],
  ['docker compose config -q', 'docker', ['compose', 'config', '-q']],
  ['dclint', dclint, [folder]],
].filter(runs);

const times = new Map(racers.map(([name]) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, program, words] of racers) {
    const started = process.hrtime.bigint();
    spawnSync(program, words, { cwd: folder, stdio: 'ignore' });
    // The first round warms the disk's cache and counts for nothing.
    if (round > 0) times.get(name)?.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
}
const median = (name) => [...(times.get(name) ?? [])].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
const base = median('node -e 0');
process.stdout.write(`${`median of ${ROUNDS} runs`.padEnd(NAME_COLUMN)}    ms   × node -e 0\n`);
for (const [name] of racers) {
  const ms = median(name);
  process.stdout.write(
    `${name.padEnd(NAME_COLUMN)}${ms.toFixed(1).padStart(6)}${(ms / base).toFixed(2).padStart(14)}\n`,
  );
}
// What Node does before its first line depends on this variable, and so does the ratio.
process.stdout.write(`NODE_EXTRA_CA_CERTS is ${process.env.NODE_EXTRA_CA_CERTS ? '' : 'not '}set here\n`);
rmSync(folder, { recursive: true, force: true });

/** Whether a racer can start here at all; a peer that cannot is named. */
function runs([name, program, words]) {
  const ran =
    program === dclint && !existsSync(dclint)
      ? { error: new Error('not installed') }
      : spawnSync(program, words, { cwd: folder, stdio: 'ignore' });
  const there = ran.error === undefined && (program !== 'docker' || ran.status === 0);
  if (!there) process.stdout.write(`left out: ${name} (does not run here)\n`);
  return there;
}
