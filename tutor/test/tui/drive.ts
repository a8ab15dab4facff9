import type { RunEvent } from '../../src/core/events.ts';
import type { Result } from '../../src/core/result.ts';
import type { Effect } from '../../src/tui/effect.ts';
import { initialModel } from '../../src/tui/initial.ts';
import type { Message } from '../../src/tui/message.ts';
import type { Model } from '../../src/tui/model.ts';
import type { Ports, Progress } from '../../src/tui/ports.ts';
import type { Theme } from '../../src/tui/theme.ts';
import { update } from '../../src/tui/update.ts';
import { chapter, ladder, lesson } from './chapter.ts';
import { drawing, narrowDrawing } from './result.ts';

/** A model that is driven by messages alone, with all effects it asked for. */
export type Driven = {
  readonly model: Model;
  readonly effects: readonly Effect[];
  /** After these messages; `model.now` moves only where `later` says so. */
  readonly after: (...messages: readonly Message[]) => Driven;
  readonly press: (...keys: readonly string[]) => Driven;
  /** The look in flight ends with this result. */
  readonly looked: (result: Result) => Driven;
  readonly later: (ms: number) => Driven;
};

export type Beginning = {
  readonly columns?: number;
  readonly rows?: number;
  readonly theme?: Theme;
  readonly progress?: Progress;
  readonly folder?: 'empty' | 'begun';
  readonly editor?: 'terminal' | 'window' | 'none';
};

/** The app as it is when its folder is known and its progress loaded. */
export function begin(from: Beginning = {}): Driven {
  return driven(firstModel(from), []).after({
    kind: 'started',
    progress: from.progress ?? { rungs: {}, attempts: {}, spentMs: 0 },
  });
}

/** On a step, with the verdicts of a result. */
export function inStep(step: string, result: Result, from: Beginning = {}): Driven {
  const number = chapter.steps.find(({ id }) => id === step)?.number ?? 1;
  return begin(from)
    .looked(result)
    .press(String(number))
    .after(...texts(step));
}

/** Lesson and ladder of a step have been read. */
function texts(step: string): readonly Message[] {
  return [
    { kind: 'loaded', text: { kind: 'lesson', of: step }, content: { kind: 'lesson', lesson } },
    { kind: 'loaded', text: { kind: 'hints', of: step }, content: { kind: 'rungs', rungs: ladder } },
  ];
}

function driven(model: Model, effects: readonly Effect[]): Driven {
  const after = (...messages: readonly Message[]): Driven => {
    let now: readonly [Model, readonly Effect[]] = [model, effects];
    for (const message of messages) {
      const [next, more] = update(now[0], message);
      now = [next, [...now[1], ...more]];
    }
    return driven(...now);
  };
  return {
    model,
    effects,
    after,
    press: (...keys) => after(...keys.map((key): Message => ({ kind: 'pressed', key, times: 1 }))),
    looked: (result) => after(...lookMessages(model.look?.run ?? model.activity?.run ?? 0, result)),
    later: (ms) => driven({ ...model, now: model.now + ms }, effects),
  };
}

function lookMessages(run: number, result: Result): readonly Message[] {
  const events: readonly RunEvent[] = [
    ...result.steps.flatMap((step): readonly RunEvent[] => [
      ...step.checks.map((check): RunEvent => ({ kind: 'checked', step: step.id, check })),
      { kind: 'judged', step },
    ]),
    { kind: 'diagnosed', diagnoses: result.diagnoses },
    { kind: 'finished', result },
  ];
  return [
    { kind: 'run told', run, events },
    { kind: 'run ended', run },
  ];
}

function firstModel(from: Beginning): Model {
  const { columns = 80, rows = 24, theme = { colours: 'none', characters: 'unicode' } } = from;
  const ports = {
    chapter,
    terminal: { ...theme, reader: 'screen' },
    screen: { columns, rows },
    clock: { now: () => 0 },
    project: { folder: '~/your-project', state: from.folder ?? 'begun', starter: ['compose.yaml', 'web/app.py'] },
    drawStack: (_: unknown, width: number) => (width < 60 ? narrowDrawing : drawing),
  } as unknown as Ports;
  return { ...initialModel(ports), editor: from.editor ?? 'window' };
}
