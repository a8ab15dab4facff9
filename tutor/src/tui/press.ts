import type { Activity } from './activity.ts';
import { hasLessonBeside, isWide } from './beside.ts';
import type { Effect, Turn } from './effect.ts';
import { type Action, type Binding, bindingOf, type Key, nextIndex, pointToOpen } from './keys.ts';
import type { TextName } from './message.ts';
import { AT_THE_NEWEST, isBusy, type Model, type Pane, type Question, tell, textKey } from './model.ts';
import type { Progress } from './ports.ts';
import { cancelActivity, look, startActivity } from './runs.ts';
import { scroll } from './scroll.ts';
import { spokenDiagnosis } from './spoken-diagnosis.ts';
import { currentStep, rungsShown, stepAt } from './steps.ts';
import { lessonStep } from './views/sheet.ts';

/** What a key does. `times`: how often it was struck before it could be read. */
export function press(model: Model, key: Key, times: number): Turn {
  if (key === 'ctrl-c') return leave(model, EXIT_INTERRUPTED);
  if (key === 'ctrl-z') return [model, [{ do: 'suspend' }]];
  if (model.asking !== undefined) return answer(model, model.asking, key);
  if (key === 'escape') return close(model);
  const scrolled = scroll(model, key, times);
  if (scrolled !== undefined) return [scrolled, []];
  if (key === 'enter' && model.pane !== undefined) return close(model);
  const binding = bindingOf(key);
  if (binding === undefined) return [tell(model, `${sayKey(key)} does nothing; press ? for all keys`), []];
  if (model.pane !== undefined && model.pane.kind === PANE_OF[binding.action]) return closePane(model);
  const reason = refusal(model, binding);
  if (reason !== undefined) return [tell(model, reason), []];
  return act(model, binding.action, key);
}

/** What a key has opened it closes, also where it could not open it any more. */
const PANE_OF: Partial<Readonly<Record<Action, Pane['kind']>>> = {
  lesson: 'lesson',
  explain: 'explain',
  compare: 'diff',
  stack: 'stack',
  logs: 'logs',
  help: 'help',
};

/** In an empty folder there is nothing to do but to begin. */
const WITHOUT_FILES: readonly Action[] = ['open step', 'help', 'quit'];

function refusal(model: Model, binding: Binding): string | undefined {
  const isTooEarly = model.base === 'starter' && !WITHOUT_FILES.includes(binding.action);
  return isTooEarly ? 'press enter to write the files first, or q to leave' : binding.refuses(model);
}

const EXIT_QUIT = 0;
/** As after SIGINT: 128 + 2. */
const EXIT_INTERRUPTED = 130;

function sayKey(key: Key): string {
  return key.length === 1 ? key : 'this key';
}

function act(model: Model, action: Action, key: Key): Turn {
  switch (action) {
    case 'open step':
      return model.base === 'starter' ? [model, [{ do: 'write starter' }]] : goTo(model, model.chosen);
    case 'next':
      return goNext(model);
    case 'previous':
      return goTo(model, model.base === 'end' ? model.current : model.current - 1);
    case 'home':
      return [{ ...model, base: 'home', pane: undefined, chosen: model.current }, []];
    case 'go to':
      return goToNumber(model, Number(key));
    case 'hint':
      return hint(model);
    case 'lesson':
      return lesson(model);
    case 'explain':
      return explain(model);
    case 'compare':
      return toggle(model, { kind: 'diff', top: 0 }, { kind: 'diff', of: currentStep(model).id });
    case 'stack':
      return toggle(model, { kind: 'stack', top: 0 });
    case 'help':
      return toggle(model, { kind: 'help', top: 0 });
    case 'logs':
      return logs(model);
    case 'editor': {
      const at = pointToOpen(model);
      return [model, at === undefined ? [] : [{ do: 'open', at }]];
    }
    case 'check':
      return look(model, 'key');
    case 'up':
      return isActivityNear(model, 'up') ? toggle(model, { kind: 'activity' }) : startActivity(model, 'up');
    case 'down':
      return isActivityNear(model, 'down')
        ? toggle(model, { kind: 'activity' })
        : ask(model, { ask: 'down', kept: volumes(model) });
    case 'cancel':
      return cancelActivity(model);
    case 'reset':
      return ask(model, { ask: 'reset', step: currentStep(model) });
    case 'fix': {
      const fix = spokenDiagnosis(model)?.fix;
      return [model, fix === undefined ? [] : [{ do: 'show fix', fix }]];
    }
    case 'quit':
      return isBusy(model) ? ask(model, { ask: 'quit' }) : leave(model, EXIT_QUIT);
  }
}

/** What it did is in view, or Docker is at work behind it: the key opens and closes, and starts nothing new. */
function isActivityNear(model: Model, kind: Activity['kind']): boolean {
  return isBusy(model) || (model.pane?.kind === 'activity' && model.activity?.kind === kind);
}

function ask(model: Model, asking: Question): Turn {
  return [{ ...model, asking }, []];
}

/** Only `y` goes ahead; every other key changes nothing. */
function answer(model: Model, question: Question, key: Key): Turn {
  const asked = { ...model, asking: undefined };
  if (key !== 'y') return [tell(asked, 'nothing was changed'), []];
  switch (question.ask) {
    case 'down':
      return startActivity(asked, 'down');
    case 'reset':
      return [asked, [{ do: 'reset', step: question.step.id }]];
    case 'fix': {
      // What the mend led to is shown by the step, not by the hints that were read before it.
      const [cleared, effects] = withoutPane(asked);
      return [cleared, [...effects, { do: 'apply fix', fix: question.fix }]];
    }
    case 'quit':
      return leave(asked, EXIT_QUIT);
  }
}

function leave(model: Model, exit: number): Turn {
  return [
    model,
    [
      { do: 'save progress', progress: model.progress },
      { do: 'quit', exit },
    ],
  ];
}

function close(model: Model): Turn {
  if (model.pane !== undefined) return closePane(model);
  if (model.base === 'home' || model.base === 'starter') return [model, []];
  return [{ ...model, base: 'home', chosen: model.current }, []];
}

function withoutPane(model: Model): Turn {
  const stop: readonly Effect[] = model.pane?.kind === 'logs' ? [{ do: 'stop logs' }] : [];
  const logs = model.pane?.kind === 'logs' ? { ...model.logs, state: 'closed' as const } : model.logs;
  return [{ ...model, pane: undefined, beneath: 'base', logs }, stop];
}

/** What was opened over a running `up` or `down` leads back to it. */
function closePane(model: Model): Turn {
  const isOver = model.beneath === 'activity' && model.pane?.kind !== 'activity' && isBusy(model);
  const [cleared, effects] = withoutPane(model);
  return [isOver ? { ...cleared, pane: { kind: 'activity' } } : cleared, effects];
}

/** A text opened over a running `up`, or over another text that lies there. */
function beneathOf(model: Model): Model['beneath'] {
  return model.pane?.kind === 'activity' && isBusy(model) ? 'activity' : model.beneath;
}

/** Opens a pane, or closes it where it is open; a text it needs is fetched afresh, the one known shown meanwhile. */
function toggle(model: Model, pane: Pane, text?: TextName): Turn {
  if (model.pane?.kind === pane.kind) return closePane(model);
  const [cleared, effects] = withoutPane(model);
  return [{ ...cleared, pane, beneath: beneathOf(model) }, [...effects, ...(text === undefined ? [] : load(text))]];
}

function load(text: TextName): readonly Effect[] {
  return [{ do: 'load', text }];
}

function loadOnce(model: Model, text: TextName): readonly Effect[] {
  return model.texts[textKey(text)]?.state === 'ready' ? [] : load(text);
}

function goNext(model: Model): Turn {
  const next = nextIndex(model);
  if (next === 'end') return withoutPane({ ...model, base: 'end', endTop: 0 });
  return next === 'none' ? [model, []] : goTo(model, next);
}

function goToNumber(model: Model, number: number): Turn {
  const index = model.chapter.steps.findIndex((step) => step.number === number);
  if (index >= 0) return goTo(model, index);
  return [tell(model, `there is no step ${number}; there are ${model.chapter.steps.length}`), []];
}

/** Opens a step, remembers it, and has its lesson at hand. */
function goTo(model: Model, index: number): Turn {
  const step = stepAt(model, index);
  const progress: Progress = { ...model.progress, current: step.id };
  const [cleared, effects] = withoutPane(model);
  const beside = { ...model.beside, top: 0 };
  return [
    { ...cleared, base: 'step', current: index, chosen: index, progress, beside },
    [...effects, { do: 'save progress', progress }, ...loadOnce(model, { kind: 'lesson', of: step.id })],
  ];
}

/** First press: the rungs shown before, or the first. Then one more each time; after the last it closes. */
function hint(model: Model): Turn {
  const step = currentStep(model);
  const shown = rungsShown(model, step);
  const isOpen = model.pane?.kind === 'hints';
  if (isOpen && shown >= step.hints.length) return closePane(model);
  const isNew = isOpen || shown === 0;
  const rungs = isNew ? { ...model.progress.rungs, [step.id]: shown + 1 } : model.progress.rungs;
  const progress: Progress = { ...model.progress, rungs };
  const [cleared, effects] = withoutPane(model);
  const save: readonly Effect[] = isNew ? [{ do: 'save progress', progress }] : [];
  const ladder = loadOnce(model, { kind: 'hints', of: step.id });
  const pane: Pane = { kind: 'hints', top: AT_THE_NEWEST };
  return [{ ...cleared, progress, pane, beneath: beneathOf(model) }, [...effects, ...save, ...ladder]];
}

function lesson(model: Model): Turn {
  if (isWide(model) && model.base === 'step' && model.pane === undefined) {
    const shown = hasLessonBeside(model) ? 'hidden' : 'shown';
    return [{ ...model, beside: { ...model.beside, shown } }, []];
  }
  const [next, effects] = toggle(model, { kind: 'lesson', top: 0 });
  return [next, [...effects, ...loadOnce(model, { kind: 'lesson', of: lessonStep(model) })]];
}

function explain(model: Model): Turn {
  const rule = spokenDiagnosis(model)?.rule;
  if (rule === undefined) return [model, []];
  const [next, effects] = toggle(model, { kind: 'explain', rule, top: 0 });
  return [next, [...effects, ...loadOnce(model, { kind: 'explain', of: rule })]];
}

function logs(model: Model): Turn {
  const [cleared, effects] = withoutPane(model);
  const pane: Pane = { kind: 'logs', top: undefined };
  return [
    { ...cleared, pane, beneath: beneathOf(model), logs: { lines: [], state: 'following' } },
    [...effects, { do: 'follow logs' }],
  ];
}

function volumes(model: Model): readonly string[] {
  return (model.stack?.nodes ?? []).filter((node) => node.kind === 'volume').map((node) => node.name);
}
