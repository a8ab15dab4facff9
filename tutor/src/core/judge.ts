import { type Attached, attach } from './attach.ts';
import type { CheckWord, Outcome } from './check.ts';
import { foldConsequences, rootOf } from './consequences.ts';
import type { Planned } from './plan.ts';
import type { CheckResult, Score, StepResult, VerdictState } from './result.ts';
import type { Rule } from './rule.ts';
import type { StepCheck } from './step.ts';

/** What judging needs; `Context` is what checks and rules look at. */
export type Judging<Context> = {
  readonly context: Context;
  readonly plan: readonly Planned[];
  readonly words: ReadonlyMap<string, CheckWord<Context>>;
  readonly rules: readonly Rule<Context>[];
  /** `off`: nobody asked the engine: stack steps count for nothing. */
  readonly engine: 'asked' | 'off';
  /** Whether checks marked `proved` are judged. */
  readonly proof: 'asked' | 'not-asked';
  /** Milliseconds, for durations. */
  readonly now: () => number;
};

/** Verdicts on every planned step, and what the rules recognise, causes first. */
export type Judgement = {
  readonly steps: readonly StepResult[];
  readonly diagnoses: readonly Attached[];
  /** What the rules recognised, what is not mentioned yet too: what is not begun decides what will happen all the same. */
  readonly recognised: readonly Attached[];
  /** The causes among it. */
  readonly causes: readonly Attached[];
};

type Verdicts = Map<string, { outcome: Outcome; durationMs: number }>;

/** Judges a project: pure, but for the clock that times the checks. */
export function judge<Context>(judging: Judging<Context>): Judgement {
  const verdicts = runChecks(judging);
  const recognised = attach(judging);
  // What merely follows from a lack of the machine is nobody's mistake.
  const accused = recognised.filter((one) => one.fault === 'machine' || rootOf(one, recognised).fault !== 'machine');
  const states = stepStates(judging, verdicts, accused);
  const spoken = recognised.filter((attached) => isSpoken(attached, judging.plan, states));
  const heard = accused.filter((attached) => spoken.includes(attached));
  const steps = judging.plan.map((planned) => stepResult(judging, planned, verdicts, { accused, heard }, states));
  return {
    steps,
    diagnoses: foldConsequences(spoken, judging.plan),
    recognised,
    causes: foldConsequences(recognised, judging.plan),
  };
}

const keyOf = (step: string, check: string): string => `${step}/${check}`;

/** The checks of a step that this run judges. */
export function judgedChecks(checks: readonly StepCheck[], proof: 'asked' | 'not-asked'): readonly StepCheck[] {
  return checks.filter((check) => check.when !== 'proved' || proof === 'asked');
}

function runChecks<Context>(judging: Judging<Context>): Verdicts {
  const verdicts: Verdicts = new Map();
  for (const { step } of judging.plan) {
    for (const check of judgedChecks(step.checks, judging.proof)) {
      const started = judging.now();
      const outcome = outcomeOf(judging, check, step.id, verdicts);
      verdicts.set(keyOf(step.id, check.id), { outcome, durationMs: Math.round(judging.now() - started) });
    }
  }
  return verdicts;
}

function outcomeOf<Context>(judging: Judging<Context>, check: StepCheck, step: string, verdicts: Verdicts): Outcome {
  for (const need of check.needs) {
    if (verdicts.get(keyOf(step, need))?.outcome.state === 'passed') continue;
    const needed = judging.plan
      .find((planned) => planned.step.id === step)
      ?.step.checks.find((other) => other.id === need);
    return { state: 'skipped', needs: needed?.asserts ?? need };
  }
  const word = judging.words.get(check.word);
  if (word === undefined) throw new Error(`check word ${check.word} is not registered`);
  return word.run(judging.context, check.with);
}

/**
 * An error fails its check, also where the check's own assertion holds: a recognised cause outranks a passed look.
 * Where only the machine is at fault, the check is blocked, whatever it saw.
 */
function stateOfCheck(step: string, check: string, verdicts: Verdicts, accused: readonly Attached[]): VerdictState {
  const state = verdicts.get(keyOf(step, check))?.outcome.state ?? 'skipped';
  const mistaken = accused.some((one) => isErrorOf('learner', one, step, check));
  if (!mistaken && accused.some((one) => isErrorOf('machine', one, step, check))) return 'blocked';
  if (!mistaken || state === 'failed' || state === 'blocked') return state;
  return 'failed';
}

function isErrorOf(fault: Attached['fault'], one: Attached, step: string, check: string): boolean {
  return one.step === step && one.check === check && one.severity === 'error' && one.fault === fault;
}

/** Errors that count against their check, and those among them that the learner is told of. */
type Errors = { readonly accused: readonly Attached[]; readonly heard: readonly Attached[] };

function stepStates<Context>(
  judging: Judging<Context>,
  verdicts: Verdicts,
  recognised: readonly Attached[],
): ReadonlyMap<string, VerdictState> {
  const states = new Map<string, VerdictState>();
  for (const { step, asked } of judging.plan) {
    const checks = judgedChecks(step.checks, judging.proof).map((check) =>
      stateOfCheck(step.id, check.id, verdicts, recognised),
    );
    if (step.judgedFrom === 'stack' && judging.engine === 'off')
      states.set(step.id, asked === 'named' ? 'blocked' : 'skipped');
    else if (unmetNeed(step.needs, states) !== undefined) states.set(step.id, 'skipped');
    else if (step.needs.some((need) => states.get(need) === 'blocked')) states.set(step.id, 'blocked');
    else if (checks.includes('failed')) states.set(step.id, 'failed');
    else if (checks.includes('blocked')) states.set(step.id, 'blocked');
    else states.set(step.id, checks.every((state) => state === 'passed') ? 'passed' : 'skipped');
  }
  return states;
}

/** The first need that is judged and did not pass. One that is blocked is not: what needs it is blocked then, not waiting. */
function unmetNeed(needs: readonly string[], states: ReadonlyMap<string, VerdictState>): string | undefined {
  return needs.find((need) => states.get(need) === 'failed' || states.get(need) === 'skipped');
}

/** A subject not begun is not mentioned while an earlier step fails, or one that its own step needs is blocked. */
function isSpoken(attached: Attached, plan: readonly Planned[], states: ReadonlyMap<string, VerdictState>): boolean {
  if (attached.diagnosis.subject !== 'absent') return true;
  const at = plan.findIndex((planned) => planned.step.id === attached.step);
  const isOpen = plan.slice(0, at).every((planned) => states.get(planned.step.id) !== 'failed');
  return isOpen && !plan[at]?.step.needs.some((need) => states.get(need) === 'blocked');
}

function stepResult<Context>(
  judging: Judging<Context>,
  planned: Planned,
  verdicts: Verdicts,
  errors: Errors,
  states: ReadonlyMap<string, VerdictState>,
): StepResult {
  const { step } = planned;
  const state = states.get(step.id) ?? 'skipped';
  const unmet = unmetNeed(step.needs, states);
  const waitsFor = judging.plan.find((other) => other.step.id === unmet)?.step.id;
  const checks = judgedChecks(step.checks, judging.proof).map((check) =>
    checkResult(step.id, check, state, waitsFor, verdicts, errors),
  );
  return { id: step.id, title: step.title, state, ...scoreOf(judging, planned, state, checks), checks };
}

function checkResult(
  step: string,
  check: StepCheck,
  stepState: VerdictState,
  waitsFor: string | undefined,
  verdicts: Verdicts,
  { accused, heard }: Errors,
): CheckResult {
  const verdict = verdicts.get(keyOf(step, check.id));
  const lack = heard.find((one) => isErrorOf('machine', one, step, check.id));
  const told = lack !== undefined || heard.some((one) => isErrorOf('learner', one, step, check.id));
  const seen = stateOfCheck(step, check.id, verdicts, accused);
  const state: VerdictState =
    stepState === 'skipped' && !told ? 'skipped' : stepState === 'blocked' && seen === 'skipped' ? 'blocked' : seen;
  const outcome = verdict?.outcome;
  const needs =
    state === 'skipped' || state === 'blocked' ? (lack?.diagnosis.title ?? waitReason(outcome, waitsFor)) : undefined;
  const finding = state === 'failed' && outcome?.state === 'failed' ? outcome.findings[0] : undefined;
  return {
    id: check.id,
    asserts: check.asserts,
    state,
    ...(needs === undefined ? {} : { needs }),
    ...(finding === undefined ? {} : { finding: finding.title }),
    ...(finding?.look === undefined ? {} : { look: finding.look }),
    ...(finding?.evidence === undefined ? {} : { evidence: finding.evidence }),
    durationMs: verdict?.durationMs ?? 0,
  };
}

function waitReason(outcome: Outcome | undefined, waitsFor: string | undefined): string | undefined {
  if (waitsFor !== undefined) return `step ${waitsFor}`;
  if (outcome?.state === 'skipped') return outcome.needs;
  return outcome?.state === 'blocked' ? outcome.by.title : undefined;
}

/** A passed step earns its points, a failed one its share of passed checks; with the engine off a stack step counts for nothing. */
function scoreOf<Context>(
  judging: Judging<Context>,
  planned: Planned,
  state: VerdictState,
  checks: readonly CheckResult[],
): Score {
  const { step } = planned;
  if (step.judgedFrom === 'stack' && judging.engine === 'off' && planned.asked === 'all') return { points: 0, max: 0 };
  if (state === 'passed') return { points: step.points, max: step.points };
  if (state !== 'failed') return { points: 0, max: step.points };
  const share = checks.filter((check) => check.state === 'passed').length / Math.max(1, checks.length);
  return { points: twoDecimals(step.points * share), max: step.points };
}

/** Rounds half up to two decimals, as points are given. */
export function twoDecimals(points: number): number {
  return Math.round((points + Number.EPSILON) * 100) / 100;
}
