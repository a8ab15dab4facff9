import type { RunEvent } from '../core/events.ts';
import type { DiagnosisResult, Result, StackPicture, StepResult } from '../core/result.ts';
import { hear } from './activity.ts';
import type { Model, StepSeen } from './model.ts';

/** The model after one event of a run that is still wanted. A verdict stays until a newer one is known. */
export function listen(model: Model, run: number, event: RunEvent): Model {
  const heard = model.activity?.run === run ? { ...model, activity: hear(model.activity, event, model.now) } : model;
  switch (event.kind) {
    case 'planned':
      return { ...heard, steps: event.steps.reduce(planStep, heard.steps) };
    case 'checked':
      return {
        ...heard,
        steps: heard.steps.map((seen) => (seen.id === event.step ? judgeCheck(seen, event.check) : seen)),
      };
    case 'judged':
      return markJudged({ ...heard, steps: judgeStep(heard.steps, event.step) }, event.step.id);
    case 'diagnosed':
      return {
        ...heard,
        diagnoses: [...event.diagnoses, ...notYetSeenAgain(heard, event.diagnoses)],
        forecast: event.forecast ?? heard.forecast,
        stack: drawAnew(heard, event.stack),
      };
    case 'finished':
      return conclude(heard, event.result);
    case 'progress':
    case 'output':
      return heard;
  }
}

/** What an engine told of a stack that is up stays until it is asked anew; until then, and of one that is not, the files tell. */
function drawAnew({ stack: before, engine }: Model, drawn: StackPicture | undefined): StackPicture | undefined {
  if (drawn === undefined || before === undefined || engine === undefined) return drawn ?? before;
  const isUp = before.nodes.some((node) => node.kind === 'service' && !NOT_UP.includes(node.state));
  return isUp || partsOf(before) === partsOf(drawn) ? before : drawn;
}

const NOT_UP: readonly string[] = ['declared', 'not started'];

function partsOf(stack: StackPicture): string {
  return stack.nodes.map((node) => `${node.kind} ${node.name}`).join('\n');
}

/** A planned step keeps what is known of its checks, until something newer is. */
function planStep(
  steps: readonly StepSeen[],
  planned: Extract<RunEvent, { kind: 'planned' }>['steps'][number],
): readonly StepSeen[] {
  const known = steps.find((seen) => seen.id === planned.id);
  const checks = planned.checks.map(
    (check) => known?.checks.find((one) => one.id === check.id) ?? { ...check, state: undefined },
  );
  const step: StepSeen = { id: planned.id, state: known?.state, checks };
  return known === undefined ? [...steps, step] : steps.map((seen) => (seen.id === planned.id ? step : seen));
}

function judgeCheck(seen: StepSeen, check: StepResult['checks'][number]): StepSeen {
  return { ...seen, checks: seen.checks.map((one) => (one.id === check.id ? check : one)) };
}

function judgeStep(steps: readonly StepSeen[], judged: StepResult): readonly StepSeen[] {
  const step: StepSeen = { id: judged.id, state: judged.state, checks: judged.checks };
  return steps.some((seen) => seen.id === judged.id)
    ? steps.map((seen) => (seen.id === judged.id ? step : seen))
    : [...steps, step];
}

function markJudged(model: Model, step: string): Model {
  if (model.look === undefined) return model;
  return { ...model, look: { ...model.look, judged: [...model.look.judged, step] } };
}

/** What was observed before and is still being asked stays, so that nothing vanishes and comes back. */
function notYetSeenAgain(model: Model, newer: readonly DiagnosisResult[]): readonly DiagnosisResult[] {
  const judged = model.look?.judged ?? [];
  return model.diagnoses.filter(
    (one) => one.basis === 'observed' && !judged.includes(one.step) && !newer.some((other) => other.rule === one.rule),
  );
}

function conclude(model: Model, result: Result): Model {
  const wasObserved = model.engine?.mode === 'observed';
  const isGone = result.engine.mode === 'absent' && (wasObserved || model.engineGone === 'gone');
  return {
    ...model,
    steps: result.steps.reduce(judgeStep, model.steps),
    diagnoses: result.diagnoses,
    forecast: result.forecast,
    stack: result.stack ?? model.stack,
    engine: result.engine,
    engineGone: isGone ? 'gone' : 'as before',
    broken: undefined,
  };
}
