import type { Attached } from './attach.ts';
import type { Severity } from './diagnosis.ts';
import { effectOf } from './effect.ts';
import type { Evidence } from './evidence.ts';
import type { Planned } from './plan.ts';
import { bySpan } from './span.ts';

/** Stands in `followsFrom` for every error that was worked out from files. */
export const ANY_FILE_ERROR = 'files';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };
/** A cause with all its consequences carries no more evidence than this. */
const MOST_EVIDENCE = 6;

/** Folds what merely follows under its cause, and sorts: errors first, causes first, then by step, then by place. */
export function foldConsequences(recognised: readonly Attached[], plan: readonly Planned[]): readonly Attached[] {
  const trails = new Map(recognised.map((one) => [one, trailOf(one, recognised)]));
  const roots = recognised.filter((one) => trails.get(one)?.length === 1);
  return roots
    .map((root): Attached => {
      const following = recognised
        .filter((one) => one !== root && trails.get(one)?.at(-1) === root)
        .sort((a, b) => (trails.get(a)?.length ?? 0) - (trails.get(b)?.length ?? 0));
      return {
        ...root,
        diagnosis: withEvidence(root, following),
        consequences: [...new Set(recognised.filter((one) => following.includes(one)).map((one) => one.rule))],
      };
    })
    .sort(byUrgency(plan));
}

/** The cause that a diagnosis comes from in the end; itself where it follows from nothing. */
export function rootOf(one: Attached, recognised: readonly Attached[]): Attached {
  return trailOf(one, recognised).at(-1) ?? one;
}

/** A diagnosis, its cause, the cause of that, … Two that name each other as their cause stay two: then it is the first alone. */
function trailOf(one: Attached, recognised: readonly Attached[]): readonly Attached[] {
  const trail = [one];
  for (let here = causeOf(one, recognised); here !== undefined; here = causeOf(here, recognised)) {
    if (trail.includes(here)) return [one];
    trail.push(here);
  }
  return trail;
}

/** A cause that is named by its slug says more than one that is named by what it does. */
function causeOf(one: Attached, recognised: readonly Attached[]): Attached | undefined {
  const possible = recognised.filter((other) => other.severity === 'error' && other.rule !== one.rule);
  return (
    possible.find((other) => one.followsFrom.includes(other.rule)) ??
    possible.find((other) => isWorkedOutFrom(one, other)) ??
    possible.find((other) => isFromFiles(other) && one.followsFrom.includes(effectOf(other))) ??
    possible.find((other) => isFromFiles(other) && one.followsFrom.includes(ANY_FILE_ERROR))
  );
}

/** Whether one of its places lies in a text that was read as a guess, or right beside it. */
function isWorkedOutFrom({ diagnosis, severity }: Attached, other: Attached): boolean {
  const { guessed } = other.diagnosis;
  if (guessed === undefined || severity !== 'error') return false;
  const places = [diagnosis.primary, ...(diagnosis.labels ?? [])];
  return places.some(
    (place) =>
      place !== undefined &&
      place.span.file === guessed.file &&
      place.span.start <= guessed.end &&
      place.span.end >= guessed.start,
  );
}

function isFromFiles(one: Attached): boolean {
  return (one.diagnosis.basis ?? 'files') === 'files';
}

/**
 * A cause worked out from files stays one, and what was seen of it in the running stack becomes its evidence, the nearest first.
 * A diagnosis that follows from any error of the files whatever tells nothing of this one.
 */
function withEvidence(root: Attached, following: readonly Attached[]): Attached['diagnosis'] {
  const seen: Evidence[] = [];
  const telling = following.filter((one) => one.severity === 'error' && !one.followsFrom.includes(ANY_FILE_ERROR));
  for (const one of [root, ...telling]) {
    for (const evidence of one.diagnosis.evidence ?? []) if (!isShown(evidence, seen)) seen.push(evidence);
  }
  if (seen.length === 0) return root.diagnosis;
  return { ...root.diagnosis, evidence: seen.slice(0, MOST_EVIDENCE) };
}

/** Whether it says nothing new: the same again, lines of a log that stand there already, another part of the same command's output. */
function isShown(evidence: Evidence, seen: readonly Evidence[]): boolean {
  switch (evidence.kind) {
    case 'command':
      return seen.some((one) => one.kind === 'command' && isSameSaid(one, evidence));
    case 'log': {
      const lines = seen.flatMap((one) => (one.kind === 'log' && one.service === evidence.service ? one.lines : []));
      return evidence.lines.every((line) => lines.includes(line));
    }
    case 'http':
    case 'sql':
    case 'state':
      return seen.some((one) => JSON.stringify(one) === JSON.stringify(evidence));
  }
}

/** `docker compose up` may stand there with and without its options: the last line tells that it is the same run. */
function isSameSaid(a: CommandEvidence, b: CommandEvidence): boolean {
  return a.command.join(' ') === b.command.join(' ') || lastLine(a.output) === lastLine(b.output);
}

type CommandEvidence = Extract<Evidence, { kind: 'command' }>;

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}

function byUrgency(plan: readonly Planned[]): (a: Attached, b: Attached) => number {
  const order = (one: Attached): number => plan.findIndex((planned) => planned.step.id === one.step);
  // What lacks in one service stands at one place: then the step's own order decides.
  const check = (one: Attached): number =>
    plan[order(one)]?.step.checks.findIndex((candidate) => candidate.id === one.check) ?? 0;
  return (a, b) =>
    RANK[a.severity] - RANK[b.severity] ||
    Number(a.fault === 'machine') - Number(b.fault === 'machine') ||
    order(a) - order(b) ||
    (a.diagnosis.primary !== undefined && b.diagnosis.primary !== undefined
      ? bySpan(a.diagnosis.primary.span, b.diagnosis.primary.span)
      : 0) ||
    check(a) - check(b);
}
