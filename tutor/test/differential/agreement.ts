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

/** Kinds of differences that are printed; the rest is counted. */
const KINDS_TOLD = 15;

/** The agreement in lines for people: counts first, then what differs, like differences together. */
export function sayAgreement(title: string, comparisons: readonly Comparison[]): string {
  const { projects, wrongVerdicts, values, wrongValues, share } = agreementOf(comparisons);
  const percent = (part: number) => `${(100 * part).toFixed(3)} %`;
  const verdicts = projects === 0 ? 1 : 1 - wrongVerdicts.length / projects;
  const slowest = Math.max(0, ...comparisons.map((one) => one.milliseconds));
  const kinds = [...differencesByKind(comparisons)].sort(([, a], [, b]) => b.count - a.count);
  return [
    `${title}: ${projects} projects, verdicts ${percent(verdicts)} (${wrongVerdicts.length} differ), values ${percent(share)} (${wrongValues} of ${values} differ), slowest reading ${slowest.toFixed(0)} ms`,
    ...wrongVerdicts.map((one) => `  ${one.id}: Compose ${one.compose}, the tutor ${one.tutor}: ${one.because}`),
    ...kinds.slice(0, KINDS_TOLD).map(([kind, { count, first }]) => `  ${count} × ${kind}, first in ${first}`),
    ...(kinds.length > KINDS_TOLD ? [`  and ${kinds.length - KINDS_TOLD} more kinds`] : []),
  ].join('\n');
}

type Kind = { readonly count: number; readonly first: string };

function differencesByKind(comparisons: readonly Comparison[]): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { id, differences } of comparisons) {
    for (const { path, compose, tutor } of differences) {
      const kind = `${withoutNames(path)}: Compose ${say(compose)}, the tutor ${say(tutor)}`;
      const known = kinds.get(kind);
      kinds.set(kind, { count: (known?.count ?? 0) + 1, first: known?.first ?? `${id} ${path}` });
    }
  }
  return kinds;
}

/** `.services.web.environment.A` as `.services.*.environment.*`: names and numbers differ from project to project. */
function withoutNames(path: string): string {
  return path
    .replace(/\[\d+\]/g, '[]')
    .replace(/^(\.\w+\.)[^.[]+/, '$1*')
    .replace(/(\.(?:environment|labels|args|networks|options)\.).*/, '$1*');
}

function say(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
