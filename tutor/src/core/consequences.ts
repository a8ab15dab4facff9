import type { Attached } from './attach.ts';
import type { Severity } from './diagnosis.ts';
import type { Planned } from './plan.ts';
import { bySpan } from './span.ts';

/** Stands in `followsFrom` for every error that was worked out from files. */
export const ANY_FILE_ERROR = 'files';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

/** Folds what merely follows under its cause, and sorts: errors first, causes first, then by step, then by place. */
export function foldConsequences(recognised: readonly Attached[], plan: readonly Planned[]): readonly Attached[] {
  const causes = new Map<Attached, Attached>();
  for (const one of recognised) {
    const cause = recognised.find((other) => other !== one && isCauseOf(other, one));
    if (cause !== undefined) causes.set(one, cause);
  }
  const root = (one: Attached): Attached => {
    let here = one;
    // A rule could name its own consequence as its cause; the walk is bounded so that such a pair stays two diagnoses.
    for (let hops = 0; hops < recognised.length; hops++) {
      const next = causes.get(here);
      if (next === undefined) return here;
      here = next;
    }
    return one;
  };
  const roots = recognised.filter((one) => root(one) === one);
  return roots
    .map((one) => ({
      ...one,
      consequences: [
        ...new Set(recognised.filter((other) => other !== one && root(other) === one).map((other) => other.rule)),
      ],
    }))
    .sort(byUrgency(plan));
}

function isCauseOf(cause: Attached, one: Attached): boolean {
  if (cause.severity !== 'error' || cause.rule === one.rule) return false;
  if (one.followsFrom.includes(cause.rule)) return true;
  return one.followsFrom.includes(ANY_FILE_ERROR) && (cause.diagnosis.basis ?? 'files') === 'files';
}

function byUrgency(plan: readonly Planned[]): (a: Attached, b: Attached) => number {
  const order = (one: Attached): number => plan.findIndex((planned) => planned.step.id === one.step);
  return (a, b) =>
    RANK[a.severity] - RANK[b.severity] ||
    Number(a.fault === 'machine') - Number(b.fault === 'machine') ||
    order(a) - order(b) ||
    (a.diagnosis.primary !== undefined && b.diagnosis.primary !== undefined
      ? bySpan(a.diagnosis.primary.span, b.diagnosis.primary.span)
      : 0);
}
