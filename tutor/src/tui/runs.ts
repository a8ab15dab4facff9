import type { RunEvent } from '../core/events.ts';
import { type Activity, begin, settle } from './activity.ts';
import type { Effect, Turn } from './effect.ts';
import { listen } from './listen.ts';
import { isBusy, type Look, type Model, tell } from './model.ts';
import { currentStep, firstOpen, hasPassed, passedCount, seenOf } from './steps.ts';

/** Begins a check of the whole project; one that is under way is stopped, for it looks at what is no longer so. */
export function look(model: Model, asked: Look['asked']): Turn {
  const run = model.runs + 1;
  const looking: Look = { run, pace: model.look?.pace ?? 'quick', asked, judged: [] };
  return [
    { ...model, runs: run, look: looking },
    [
      ...stopLook(model),
      { do: 'check', run, request: { engine: 'auto', wish: 'look' } },
      { do: 'notice slowness', run },
    ],
  ];
}

/** A save is checked at once. While Docker works, it is noted for afterwards. */
export function filesChanged(model: Model): Turn {
  const { activity } = model;
  if (activity !== undefined && isBusy(model)) return [{ ...model, activity: { ...activity, files: 'changed' } }, []];
  return look(model, 'save');
}

/** Begins `up` or `down`, in a pane of its own. */
export function startActivity(model: Model, kind: Activity['kind']): Turn {
  const run = model.runs + 1;
  const activity = begin({ kind, run, step: stackStep(model, kind), since: model.now }, model.stack);
  return [
    { ...model, runs: run, look: undefined, activity, pane: { kind: 'activity' }, broken: undefined },
    [...stopLook(model), { do: 'check', run, request: { engine: 'auto', wish: kind } }, { do: 'tick' }],
  ];
}

/** Stops what Docker is doing for the learner, and looks at what is there then. */
export function cancelActivity(model: Model): Turn {
  const { activity } = model;
  if (activity === undefined) return [model, []];
  const stopped = { ...activity, ended: { at: model.now, how: 'cancelled' as const } };
  const [next, effects] = activityEnded(tell(model, `\`${activity.kind}\` was cancelled`), stopped);
  return [next, [{ do: 'stop run', run: activity.run }, ...effects]];
}

/** What a run told; one that is no longer wanted is not listened to. */
export function told(model: Model, run: number, events: readonly RunEvent[]): Turn {
  if (model.look?.run !== run && model.activity?.run !== run) return [model, []];
  return [events.reduce((so, event) => listen(so, run, event), model), []];
}

/** A run has ended; `reason`: the tutor itself could not finish it. */
export function runEnded(model: Model, run: number, reason: string | undefined): Turn {
  if (model.look?.run === run) return lookEnded(model, model.look, reason);
  const { activity } = model;
  if (activity?.run !== run || activity.ended !== undefined) return [model, []];
  const how = reason === undefined ? 'done' : 'broken';
  return activityEnded({ ...model, broken: reason }, { ...activity, ended: { at: model.now, how } });
}

export function noticeSlowness(model: Model, run: number): Turn {
  const { look: looking } = model;
  return looking?.run === run ? [{ ...model, look: { ...looking, pace: 'slow' } }, []] : [model, []];
}

function stopLook(model: Model): readonly Effect[] {
  return model.look === undefined ? [] : [{ do: 'stop run', run: model.look.run }];
}

/** The steps judged by looking at the stack: `up` is told by the first, `down` by the last. */
function stackStep(model: Model, kind: Activity['kind']): string {
  const steps = model.chapter.steps.filter((step) => step.judgedFrom === 'stack');
  return (kind === 'up' ? steps[0] : steps.at(-1))?.id ?? '';
}

function lookEnded(model: Model, ended: Look, reason: string | undefined): Turn {
  const seen: Model = { ...model, look: undefined, broken: reason, looks: model.looks + 1 };
  const looked: Model = { ...seen, progress: withAttempt(seen, ended.asked) };
  const answered = ended.asked === 'key' ? tell(looked, sayLooked(looked)) : looked;
  const [chosen, follow] = followStack(chooseOpen(answered));
  return [chosen, [{ do: 'save progress', progress: chosen.progress }, ...follow]];
}

/** A save that leaves the step at hand unpassed is an attempt at it. */
function withAttempt(model: Model, asked: Look['asked']): Model['progress'] {
  const { progress } = model;
  const step = currentStep(model);
  if (asked !== 'save' || model.base !== 'step' || seenOf(model, step.id).state !== 'failed') return progress;
  return { ...progress, attempts: { ...progress.attempts, [step.id]: (progress.attempts[step.id] ?? 0) + 1 } };
}

function sayLooked(model: Model): string {
  return `checked again: ${passedCount(model)} of ${model.chapter.steps.length} passed`;
}

/** After the very first look, the list of steps marks the first that is still to pass, unless the learner is at one. */
function chooseOpen(model: Model): Model {
  const open = firstOpen(model);
  const isAtWork = model.progress.current !== undefined && !hasPassed(model, currentStep(model));
  if (model.looks > 1 || model.base !== 'home' || open === undefined || isAtWork) return model;
  return { ...model, current: open, chosen: open };
}

/** Files saved meanwhile are looked at now. */
function activityEnded(model: Model, activity: Activity): Turn {
  const done = { ...model, activity: settle(activity, model.stack) };
  // What a run that took the stack down saw of the page was seen before.
  const isSettled = activity.kind === 'up' && activity.ended?.how === 'done' && activity.files === 'unchanged';
  return isSettled ? followStack(done) : look(done, activity.files === 'changed' ? 'save' : 'docker');
}

/** Once an engine has answered, Docker is listened to: what happens to the stack outside the tutor is seen too. */
function followStack(model: Model): Turn {
  if (model.engine?.mode !== 'observed' || model.stackNews === 'followed') return [model, []];
  return [{ ...model, stackNews: 'followed' }, [{ do: 'follow stack' }]];
}
