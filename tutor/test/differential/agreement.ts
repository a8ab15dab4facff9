import { type Comparison, compare } from './compare.ts';
import { type Judge, judge } from './judge.ts';
import type { Project } from './projects.ts';

/** How many Compose programs run side by side. */
const AT_ONCE = 2;

/** Compares every project with Compose, a few at a time, in the order given. */
export async function compareAll(by: Judge, projects: readonly Project[]): Promise<readonly Comparison[]> {
  const done: Comparison[] = [];
  let next = 0;
  const work = async () => {
    while (next < projects.length) {
      const at = next++;
      const project = projects[at];
      if (project !== undefined) done[at] = compare(project, await judge(by, project));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

/** What a set of comparisons comes to. */
export type Agreement = {
  readonly projects: number;
  readonly wrongVerdicts: readonly Comparison[];
  readonly values: number;
  readonly wrongValues: number;
  /** Share of values that agree, 0 to 1. */
  readonly share: number;
};

/** Counts verdicts and values that agree. */
export function agreementOf(comparisons: readonly Comparison[]): Agreement {
  const values = comparisons.reduce((sum, one) => sum + one.values, 0);
  const wrongValues = comparisons.reduce((sum, one) => sum + one.differences.length, 0);
  return {
    projects: comparisons.length,
    wrongVerdicts: comparisons.filter((one) => one.compose !== one.tutor),
    values,
    wrongValues,
    share: values === 0 ? 1 : 1 - wrongValues / values,
  };
}

/** How many differences of one project are printed. */
const TOLD = 12;

/** The agreement in lines for people: counts first, then what differs. */
export function sayAgreement(title: string, comparisons: readonly Comparison[]): string {
  const { projects, wrongVerdicts, values, wrongValues, share } = agreementOf(comparisons);
  const percent = (part: number) => `${(100 * part).toFixed(3)} %`;
  const verdicts = projects === 0 ? 1 : 1 - wrongVerdicts.length / projects;
  const slowest = Math.max(0, ...comparisons.map((one) => one.milliseconds));
  const lines = [
    `${title}: ${projects} projects, verdicts ${percent(verdicts)} (${wrongVerdicts.length} differ), values ${percent(share)} (${wrongValues} of ${values} differ), slowest reading ${slowest.toFixed(0)} ms`,
  ];
  for (const one of wrongVerdicts)
    lines.push(`  ${one.id}: Compose ${one.compose}, the tutor ${one.tutor}: ${one.because}`);
  for (const { id, differences } of comparisons) {
    for (const { path, compose: theirs, tutor } of differences.slice(0, TOLD)) {
      lines.push(`  ${id} ${path}: Compose ${say(theirs)}, the tutor ${say(tutor)}`);
    }
    if (differences.length > TOLD) lines.push(`  ${id}: and ${differences.length - TOLD} more`);
  }
  return lines.join('\n');
}

function say(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
