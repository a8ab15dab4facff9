import { hasLessonBeside } from './beside.ts';
import { isBusy, type Model } from './model.ts';
import type { FilePoint } from './ports.ts';
import { spokenDiagnosis, spokenPoint } from './spoken-diagnosis.ts';
import { currentStep, firstOpen, hasPassed, rungsShown } from './steps.ts';

/** A key by name (`enter`, `up`, `pageDown`, `ctrl-c`) or by the character it types. */
export type Key = string;

/** What a key asks for. */
export type Action =
  | 'next'
  | 'previous'
  | 'home'
  | 'go to'
  | 'open step'
  | 'hint'
  | 'lesson'
  | 'explain'
  | 'fix'
  | 'editor'
  | 'compare'
  | 'check'
  | 'stack'
  | 'logs'
  | 'up'
  | 'down'
  | 'cancel'
  | 'reset'
  | 'help'
  | 'quit';

/** One line of the key table: it drives what keys do, the footer and the help. */
export type Binding = {
  readonly action: Action;
  readonly keys: readonly Key[];
  /** How the key is written. */
  readonly shown: string;
  /** What it does, for the help: a sentence's middle. */
  readonly does: string;
  readonly group: 'chapter' | 'help with a step' | 'your stack' | 'the program';
  /** What the footer says, longest first. */
  readonly label: (model: Model) => readonly [string, ...string[]];
  /** Why the key does nothing now; undefined when it does something. */
  readonly refuses: (model: Model) => string | undefined;
};

const never = (): undefined => undefined;
const always =
  (...label: readonly [string, ...string[]]) =>
  (): readonly [string, ...string[]] =>
    label;

/** Every key but those that scroll and those that answer a question. */
export const bindings: readonly Binding[] = [
  {
    action: 'open step',
    keys: ['enter'],
    shown: 'enter',
    does: 'open the marked step',
    group: 'chapter',
    label: (model) => (model.pane === undefined ? ['open'] : ['back']),
    refuses: (model) => {
      if (model.base === 'home' || model.base === 'starter' || model.pane !== undefined) return undefined;
      return hasPassed(model, currentStep(model))
        ? 'this step has passed; press n to go on'
        : 'a save is checked by itself; press h for a hint';
    },
  },
  {
    action: 'next',
    keys: ['n'],
    shown: 'n',
    does: 'the next step',
    group: 'chapter',
    label: (model) => (nextIndex(model) === 'end' ? ['look back', 'look back'] : ['next step', 'next']),
    refuses: (model) => {
      if (model.base === 'home') return 'choose a step with ↑ and ↓, then press enter';
      if (model.base === 'end') return 'the chapter is done; press q, or a for all steps';
      return nextIndex(model) === 'none' ? 'this is the last step' : undefined;
    },
  },
  {
    action: 'previous',
    keys: ['p'],
    shown: 'p',
    does: 'the step before',
    group: 'chapter',
    label: always('step before', 'before'),
    refuses: (model) => {
      if (model.base === 'home') return 'choose a step with ↑ and ↓, then press enter';
      return model.base === 'step' && model.current === 0 ? 'this is the first step' : undefined;
    },
  },
  {
    action: 'home',
    keys: ['a'],
    shown: 'a',
    does: 'all steps',
    group: 'chapter',
    label: always('all steps', 'steps'),
    refuses: never,
  },
  {
    action: 'go to',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1–9',
    does: 'go to that step',
    group: 'chapter',
    label: always('go to'),
    refuses: never,
  },
  {
    action: 'hint',
    keys: ['h'],
    shown: 'h',
    does: 'a hint, one at a time; the last one says what to write',
    group: 'help with a step',
    label: (model) => {
      const step = currentStep(model);
      const shown = rungsShown(model, step);
      if (model.pane?.kind !== 'hints') return ['hint'];
      return shown < step.hints.length ? ['next hint', 'next'] : ['back'];
    },
    refuses: (model) => {
      if (model.base !== 'step') return openFirst(model);
      return currentStep(model).hints.length === 0 ? 'this step has no hints' : undefined;
    },
  },
  {
    action: 'lesson',
    keys: ['l'],
    shown: 'l',
    does: 'the lesson of the step',
    group: 'help with a step',
    label: (model) => (hasLessonBeside(model) ? ['hide the lesson', 'hide'] : ['lesson']),
    refuses: never,
  },
  {
    action: 'explain',
    keys: ['e'],
    shown: 'e',
    does: 'explain what is wrong: why it happens, how to see it yourself',
    group: 'help with a step',
    label: always('explain'),
    refuses: (model) => {
      if (model.base !== 'step') return openFirst(model);
      return spokenDiagnosis(model) === undefined ? 'there is nothing to explain in this step' : undefined;
    },
  },
  {
    action: 'fix',
    keys: ['f'],
    shown: 'f',
    does: 'mend it for you: shows the patch, asks first, and keeps a copy',
    group: 'help with a step',
    label: always('mend it', 'mend'),
    refuses: fixRefusal,
  },
  {
    action: 'editor',
    keys: ['o'],
    shown: 'o',
    does: 'open the file at the marked line in your editor',
    group: 'help with a step',
    label: (model) => {
      const point = spokenPoint(model);
      return point === undefined ? ['open the file', 'open'] : [`open at ${point.line}:${point.column}`, 'open'];
    },
    refuses: (model) => {
      if (model.base !== 'step') return openFirst(model);
      if (pointToOpen(model) === undefined) return 'this step has no file to open';
      return model.editor === 'none' ? 'set EDITOR to the name of your editor, then start the tutor again' : undefined;
    },
  },
  {
    action: 'compare',
    keys: ['s'],
    shown: 's',
    does: 'compare your files with the solution',
    group: 'help with a step',
    label: always('compare with the solution', 'compare'),
    refuses: (model) => {
      if (model.base !== 'step') return openFirst(model);
      const step = currentStep(model);
      if (step.files.length === 0) return 'this step changes no files';
      const isEarned = hasPassed(model, step) || rungsShown(model, step) >= step.hints.length;
      return isEarned ? undefined : 'the solution opens after the last hint, or when the step has passed';
    },
  },
  {
    action: 'reset',
    keys: ['x'],
    shown: 'x',
    does: 'start the step afresh; asks first, and keeps a copy',
    group: 'help with a step',
    label: always('start afresh', 'afresh'),
    refuses: (model) => {
      if (model.base !== 'step') return openFirst(model);
      if (isBusy(model)) return `wait until \`${model.activity?.kind}\` has ended, or press c`;
      return currentStep(model).files.length === 0 ? 'this step changes no files' : undefined;
    },
  },
  {
    action: 'check',
    keys: ['r'],
    shown: 'r',
    does: 'check again now',
    group: 'help with a step',
    label: always('check again', 'check'),
    refuses: (model) => (isBusy(model) ? `\`${model.activity?.kind}\` is under way and checks by itself` : undefined),
  },
  {
    action: 'stack',
    keys: ['g'],
    shown: 'g',
    does: 'your stack as a picture',
    group: 'your stack',
    label: always('stack'),
    refuses: (model) =>
      model.stack === undefined ? 'there is no picture yet; it comes with the first check' : undefined,
  },
  {
    action: 'up',
    keys: ['u'],
    shown: 'u',
    does: 'build and start your stack',
    group: 'your stack',
    label: (model) => (isBusy(model) ? ['show what runs', 'show'] : ['up']),
    refuses: (model) => {
      if (model.activity?.kind === 'up' && isBusy(model)) return undefined;
      if (isBusy(model)) return '`down` is under way; wait, or press c';
      return engineLack(model) ?? nothingToStart(model);
    },
  },
  {
    action: 'down',
    keys: ['d'],
    shown: 'd',
    does: 'take your stack down; asks first, and the data stays',
    group: 'your stack',
    label: (model) => (isBusy(model) ? ['show what runs', 'show'] : ['down']),
    refuses: (model) => {
      if (model.activity?.kind === 'down' && isBusy(model)) return undefined;
      if (isBusy(model)) return '`up` is under way; wait, or press c';
      return engineLack(model);
    },
  },
  {
    action: 'logs',
    keys: ['t'],
    shown: 't',
    does: 'follow the logs',
    group: 'your stack',
    label: always('follow the logs', 'logs'),
    refuses: engineLack,
  },
  {
    action: 'cancel',
    keys: ['c'],
    shown: 'c',
    does: 'cancel what runs',
    group: 'your stack',
    label: always('cancel'),
    refuses: (model) => (isBusy(model) ? undefined : 'nothing is running that could be cancelled'),
  },
  {
    action: 'help',
    keys: ['?'],
    shown: '?',
    does: 'all keys',
    group: 'the program',
    label: always('all keys', 'keys'),
    refuses: never,
  },
  {
    action: 'quit',
    keys: ['q'],
    shown: 'q',
    does: 'quit; your work and progress are kept',
    group: 'the program',
    label: always('quit'),
    refuses: never,
  },
];

/** Of a key that is about one step, while none is open. */
function openFirst(model: Model): string {
  return model.base === 'home' ? 'open a step first: press enter' : 'open a step first: press a';
}

/** A mend is the answer itself, so it comes after the hints; what only the learner can decide is never written for them. */
function fixRefusal(model: Model): string | undefined {
  if (model.base !== 'step') return openFirst(model);
  if (isBusy(model)) return `wait until \`${model.activity?.kind}\` has ended, or press c`;
  const diagnosis = spokenDiagnosis(model);
  if (diagnosis === undefined) return 'there is nothing to mend in this step';
  const how = model.pane?.kind === 'explain' ? 'this page says how' : 'press e to read how';
  if (diagnosis.fix === undefined) return `this cannot be mended for you; ${how}`;
  if (diagnosis.fix.confidence === 'template') return `the mend needs values that only you know; ${how}`;
  const step = currentStep(model);
  return rungsShown(model, step) >= step.hints.length ? undefined : 'the mend comes after the last hint: press h';
}

/** Where `n` leads from the step at hand. */
export function nextIndex(model: Model): number | 'end' | 'none' {
  const isLast = model.current >= model.chapter.steps.length - 1;
  if (!isLast) return model.current + 1;
  const open = firstOpen(model);
  if (open === undefined) return 'end';
  return open === model.current ? 'none' : open;
}

/** The place that `o` opens: where the diagnosis points, else the start of the step's first file. */
export function pointToOpen(model: Model): FilePoint | undefined {
  const file = currentStep(model).files[0];
  return spokenPoint(model) ?? (file === undefined ? undefined : { file, line: 1, column: 1 });
}

function engineLack(model: Model): string | undefined {
  return model.engine?.mode === 'absent' ? 'no Docker engine answers; `tutor doctor` says what is missing' : undefined;
}

function nothingToStart(model: Model): string | undefined {
  const { stack } = model;
  if (stack === undefined || stack.nodes.some((node) => node.kind === 'service')) return undefined;
  return 'there is nothing to start yet: your Compose file names no service';
}

/** The binding of a key, or undefined for a key that means nothing anywhere. */
export function bindingOf(key: Key): Binding | undefined {
  return bindings.find((one) => one.keys.includes(key));
}

export function bindingFor(action: Action): Binding {
  const found = bindings.find((one) => one.action === action);
  if (found === undefined) throw new Error(`no key for ${action}`);
  return found;
}
