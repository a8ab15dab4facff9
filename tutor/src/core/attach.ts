import type { Cause, Diagnosis, Severity } from './diagnosis.ts';
import type { Effect } from './effect.ts';
import type { Judging } from './judge.ts';
import type { Rule } from './rule.ts';

/** A diagnosis with the rule that made it and the check that it fails. */
export type Attached = {
  readonly rule: string;
  readonly severity: Severity;
  readonly fault: 'learner' | 'machine';
  readonly step: string;
  readonly check: string;
  readonly diagnosis: Diagnosis;
  readonly followsFrom: readonly Cause[];
  readonly foretells: Effect;
  /** Slugs folded under this one. */
  readonly consequences: readonly string[];
};

/** Runs every rule over the context; keeps what belongs to a planned step, tied to the check that it fails. */
export function attach<Context>(judging: Judging<Context>): readonly Attached[] {
  const found = judging.rules.flatMap((rule) =>
    rule.recognise(judging.context).flatMap((diagnosis) => attachOne(judging, rule, diagnosis)),
  );
  return found.map((one) => raised(one, found));
}

/**
 * What only warns, and is why an error stands in the very same text, is that error's cause: it weighs as much,
 * leads where the error leads, and is mended as the error says, unless it knows its own mend.
 */
function raised(one: Attached, found: readonly Attached[]): Attached {
  if (one.severity === 'error') return one;
  const error = found.find(
    (other) =>
      other.severity === 'error' && other.followsFrom.includes(one.rule) && holds(other.diagnosis, one.diagnosis),
  );
  if (error === undefined) return one;
  const { help, fix } = one.diagnosis.fix === undefined ? error.diagnosis : one.diagnosis;
  const { unmade } = error.diagnosis;
  return {
    ...one,
    severity: 'error',
    foretells: error.foretells,
    diagnosis: {
      ...one.diagnosis,
      notes: [error.diagnosis.title, ...(one.diagnosis.notes ?? [])],
      help,
      foretells: error.diagnosis.foretells ?? error.foretells,
      ...(fix === undefined ? {} : { fix }),
      ...(unmade === undefined ? {} : { unmade }),
    },
  };
}

/** What is to be changed may stand in another file than the text that it spoils. */
function holds({ primary: outer }: Diagnosis, { primary, labels = [] }: Diagnosis): boolean {
  if (outer === undefined || primary === undefined) return false;
  return [primary, ...labels].some(
    ({ span }) => span.file === outer.span.file && outer.span.start <= span.start && span.end <= outer.span.end,
  );
}

function attachOne<Context>(judging: Judging<Context>, rule: Rule<Context>, diagnosis: Diagnosis): readonly Attached[] {
  const wantedStep = diagnosis.step ?? rule.step;
  const step = (
    judging.plan.find((planned) => planned.step.id === wantedStep) ??
    // What the machine lacks blocks whichever stack step is judged first.
    (rule.fault === 'machine' ? judging.plan.find((planned) => planned.step.judgedFrom === 'stack') : undefined)
  )?.step;
  if (step === undefined) return [];
  const wanted = diagnosis.explains ?? rule.explains;
  const check = step.checks.find((candidate) => candidate.id === wanted) ?? step.checks[0];
  if (check === undefined) return [];
  const severity = diagnosis.severity ?? rule.severity;
  return [
    {
      rule: rule.rule,
      severity,
      fault: rule.fault ?? 'learner',
      step: step.id,
      check: check.id,
      diagnosis,
      followsFrom: diagnosis.followsFrom ?? rule.followsFrom ?? [],
      foretells: rule.foretells ?? 'nothing',
      consequences: [],
    },
  ];
}
