import type { Model, StepSeen } from './model.ts';
import type { Ports } from './ports.ts';

/** The model before anything has happened: every step and check is listed, none is judged. */
export function initialModel(ports: Ports): Model {
  const { chapter, terminal, screen, project, editor } = ports;
  const now = ports.clock.now();
  return {
    chapter,
    theme: { colours: terminal.colours, characters: terminal.characters },
    size: { columns: screen.columns, rows: screen.rows },
    now,
    countedAt: now,
    project: { folder: project.folder, starter: project.starter },
    editor: editor?.takes ?? 'none',
    drawStack: (picture, columns) => ports.drawStack(picture, columns),
    base: project.state === 'empty' ? 'starter' : 'home',
    pane: undefined,
    beneath: 'base',
    asking: undefined,
    notice: undefined,
    current: 0,
    chosen: 0,
    beside: { shown: 'shown', top: 0 },
    endTop: 0,
    steps: chapter.steps.map(unjudged),
    diagnoses: [],
    forecast: undefined,
    stack: undefined,
    engine: undefined,
    engineGone: 'as before',
    broken: undefined,
    look: undefined,
    activity: undefined,
    runs: 0,
    looks: 0,
    watch: 'watching',
    stackNews: 'not followed',
    logs: { lines: [], state: 'closed' },
    texts: {},
    progress: { rungs: {}, attempts: {}, spentMs: 0 },
  };
}

function unjudged(step: Ports['chapter']['steps'][number]): StepSeen {
  const checks = step.checks
    .filter((check) => check.when !== 'proved')
    .map(({ id, asserts }) => ({ id, asserts, state: undefined }));
  return { id: step.id, state: undefined, checks };
}
