// `npm test`: from a bare clone to every test that can run here. With TUTOR_LAB=1 a lab engine is made first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReady, ROOT } from './ready.mjs';

makeReady();
const environment = {
  ...process.env,
  ...labEnvironment(),
  ...(process.argv.includes('--full') ? { TUTOR_FULL: '1' } : {}),
};
const gates = [
  ['types', 'node_modules/typescript/bin/tsc', ['--noEmit']],
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['package', 'node_modules/publint/src/cli.js', ['run']],
  ['dead code', 'node_modules/knip/bin/knip.js', ['--no-progress']],
];
const red = gates.filter(([name, program, args]) => !passes(name, program, args)).map(([name]) => name);
const keptBefore = keptAnswers();
// The terminal tells the tests too: what they kept is said before the end.
process.on('SIGINT', () => undefined);
const counts = runTests();
for (const name of counts.skippedNames) process.stdout.write(`skipped: ${name}\n`);
if (red.length > 0) process.stdout.write(`not green: ${red.join(', ')}\n`);
const failed = counts.failed + red.length;
process.stdout.write(
  `\n${counts.wereStopped ? stopped() : `${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`}\n`,
);
process.exitCode = failed > 0 || counts.wereStopped || counts.code !== 0 ? 1 : 0;

/** What is left of tests that did not come to their end. */
function stopped() {
  const kept = keptAnswers() - keptBefore;
  const answers = kept === 1 ? '1 answer of the engine was' : `${kept} answers of the engine were`;
  return [
    'The tests did not come to their end, so none is counted.',
    ...(kept > 0 ? [`${answers} kept in tutor/test/corpus/seen: npm run test:full goes on from there.`] : []),
  ].join('\n');
}

/** How many runs on an engine the corpora have kept. */
function keptAnswers() {
  const folder = join(ROOT, 'tutor', 'test', 'corpus', 'seen');
  return readdirSync(folder).reduce(
    (sum, name) => sum + readFileSync(join(folder, name), 'utf8').split('\n').length,
    0,
  );
}

function passes(name, program, args) {
  const ran = spawnSync(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 1, 2],
    env: environment,
  });
  process.stdout.write(`${name}: ${ran.status === 0 ? 'green' : 'red'}\n`);
  return ran.status === 0;
}

/** The lab is started only when asked for: never unasked on a newcomer's machine. */
function labEnvironment() {
  if (process.env.TUTOR_LAB !== '1') return {};
  const lab = join(ROOT, 'tutor', 'test', 'lab', 'with');
  const ask = [process.execPath, '-p', 'JSON.stringify(process.env)'];
  const ran = spawnSync(lab, ask, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  if (ran.status === 0) return JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '{}');
  process.stderr.write(
    'The lab engine did not start: see the lines above. Without TUTOR_LAB=1 the tests that need an engine are skipped by name.\n',
  );
  process.exit(2);
}

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'compose-tutor-test-'));
  try {
    const report = join(folder, 'report.json');
    const ran = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { cwd: ROOT, stdio: ['ignore', 1, 2], env: environment },
    );
    if (!existsSync(report)) return { wereStopped: true, failed: 0, skippedNames: [] };
    const whole = JSON.parse(readFileSync(report, 'utf8'));
    const tests = whole.testResults.flatMap((file) => file.assertionResults);
    const skipped = tests.filter(
      (test) => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo',
    );
    return {
      wereStopped: ran.signal !== null,
      passed: tests.filter((test) => test.status === 'passed').length,
      failed:
        tests.filter((test) => test.status === 'failed').length +
        whole.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
      skipped: skipped.length,
      skippedNames: skipped.map((test) => test.fullName),
      code: ran.status ?? 1,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
