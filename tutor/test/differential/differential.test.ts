import { describe, expect, test } from 'vitest';
import { agreementOf, compareAll, sayAgreement } from './agreement.ts';
import type { Comparison } from './compare.ts';
import { findJudge, type Judge } from './judge.ts';
import { moreProjects, ownCases, type Project, realProjects } from './projects.ts';

/** The Compose that judges; and one from before, whose agreement is told beside it. */
const JUDGE = '2.40.3';
const BESIDE = '2.26.1';
/** Share of values of real projects that must agree. */
const REAL_SHARE = 0.999;
/** Cold, each project costs Compose a tenth of a second. */
const TIMEOUT_MS = 300_000;
/** Collections named by hand may be large. */
const MORE_TIMEOUT_MS = 3_600_000;

const OWN = 'the cases of this repository';

const sets = [
  { name: OWN, projects: ownCases(), missing: '' },
  {
    name: 'the real projects',
    projects: realProjects(),
    missing: 'the folder shared/corpus/real-world does not stand beside the repository',
  },
];

describe.each([JUDGE, BESIDE])('the tutor reads as Compose %s', (version) => {
  const by = findJudge(version);
  for (const { name, projects, missing } of sets) {
    const lacks = by === undefined ? `no Compose ${version}: tutor/test/lab/compose ${version} makes it` : missing;
    if (by === undefined || projects === undefined) test.skip(`${name} (${lacks})`, () => undefined);
    else test(name, { timeout: TIMEOUT_MS }, () => judgeSet(by, name, projects));
  }
  const more = moreProjects();
  if (by !== undefined && more.length > 0) {
    test('more projects, told only', { timeout: MORE_TIMEOUT_MS }, async () => {
      process.stdout.write(`${sayAgreement(`${version}, more projects`, await compareAll(by, more))}\n`);
      expect(more.length).toBeGreaterThan(0);
    });
  }
});

/** A case whose name begins with `refused-` is refused, and no other: its name is read by people. */
function misnamed(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons
    .filter(({ id, compose }) => id.startsWith('refused-') !== (compose === 'refused'))
    .map(({ id, compose }) => `${id}: ${compose}`);
}

async function judgeSet(by: Judge, name: string, projects: readonly Project[]): Promise<void> {
  const comparisons = await compareAll(by, projects);
  process.stdout.write(`${sayAgreement(`${by.version}, ${name}`, comparisons)}\n`);
  expect(comparisons.length).toBeGreaterThan(0);
  if (by.version !== JUDGE) return;
  const { wrongVerdicts, share } = agreementOf(comparisons);
  if (name === OWN) expect(misnamed(comparisons)).toEqual([]);
  expect(wrongVerdicts.map((one) => one.id)).toEqual([]);
  expect(share).toBeGreaterThanOrEqual(name === 'the real projects' ? REAL_SHARE : 1);
}
