import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/tui/effect.ts';
import type { Message } from '../../src/tui/message.ts';
import { spokenDiagnosis } from '../../src/tui/spoken-diagnosis.ts';
import { seenOf, standingOf, stepAt } from '../../src/tui/steps.ts';
import { sayNext } from '../../src/tui/views/next.ts';
import { begin, type Driven, inStep } from './drive.ts';
import {
  badStack,
  goodStack,
  networkFailing,
  networkPassed,
  notShared,
  resultOf,
  unpinned,
  wrongPassword,
} from './result.ts';

const saved: Message = { kind: 'files changed' };
const { fix: _, ...wrongPasswordHere } = { ...wrongPassword, step: 'network' };
const deployed = resultOf({ teardown: { state: 'failed' } });
const ready = resultOf({ deploy: { state: 'failed' }, teardown: { state: 'skipped' } });

/** What the last message asked for. */
function newEffects(before: Driven, after: Driven): readonly Effect[] {
  return after.effects.slice(before.effects.length);
}

function kinds(effects: readonly Effect[]): readonly string[] {
  return effects.map((effect) => effect.do);
}

describe('what lies over the step', () => {
  it('is closed by the key that opened it, also where there is nothing to explain any more', () => {
    const open = inStep('network', networkFailing).press('e');
    expect(open.model.pane?.kind).toBe('explain');
    const mended = open.after(saved).looked(networkPassed);
    expect(mended.press('e').model.pane).toBeUndefined();
  });

  it('is gone back from, over the list of steps, before a step can be opened', () => {
    const lesson = begin().looked(networkFailing).press('l');
    expect(sayNext(lesson.model)).toEqual(['press enter to go back']);
    expect(lesson.press('enter').model).toMatchObject({ base: 'home', pane: undefined });
  });

  it('says of a mend that there is none where its page already is open', () => {
    const open = inStep(
      'network',
      resultOf({ network: { state: 'failed' } }, { diagnoses: [wrongPasswordHere] }),
    ).press('e');
    expect(open.press('f').model.notice?.sentence).toContain('this page says how');
  });
});

describe('an earlier step that broke', () => {
  it('is spoken of in a step that has passed, before any advice', () => {
    const result = resultOf({ network: { state: 'failed', checks: ['passed'] } }, { diagnoses: [notShared] });
    expect(spokenDiagnosis(inStep('volume', result).model)?.rule).toBe('network-not-shared');
  });
});

describe('the wait for `up`', () => {
  it('is said to be for the old container where one is made anew', () => {
    const going = inStep('deploy', ready).press('u');
    const told = going.after({
      kind: 'run told',
      run: going.model.activity?.run ?? 0,
      events: [{ kind: 'output', line: ' Container shop-web-1  Recreate' }],
    });
    expect(sayNext(told.model)[0]).toBe('wait until the old container has stopped, some 10 s');
  });
});

describe('looking at the project', () => {
  it('begins when progress is known', () => {
    expect(kinds(begin().effects)).toEqual(['check', 'notice slowness']);
  });

  it('does not begin in an empty folder', () => {
    expect(begin({ folder: 'empty' }).effects).toEqual([]);
  });

  it('stops the look in flight at a save, and begins another', () => {
    const before = begin();
    const after = before.after(saved);
    expect(newEffects(before, after)).toEqual([
      { do: 'stop run', run: 1 },
      { do: 'check', run: 2, request: { engine: 'auto', wish: 'look' } },
      { do: 'notice slowness', run: 2 },
    ]);
  });

  it('no longer listens to a look that was stopped', () => {
    const after = begin()
      .after(saved)
      .after({ kind: 'run told', run: 1, events: [{ kind: 'finished', result: networkPassed }] })
      .after({ kind: 'run ended', run: 1 });
    expect(after.model.engine).toBeUndefined();
    expect(after.model.look?.run).toBe(2);
  });

  it('keeps every verdict until a newer one is known', () => {
    const before = inStep('network', networkFailing);
    const during = before.after(saved, {
      kind: 'run told',
      run: 2,
      events: [
        {
          kind: 'planned',
          steps: [{ id: 'network', title: '', checks: [{ id: 'network-1', asserts: 'a network is declared' }] }],
        },
      ],
    });
    expect(seenOf(during.model, 'network').state).toBe('failed');
    expect(seenOf(during.model, 'network').checks.map((check) => check.state)).toEqual(['passed']);
    expect(during.model.diagnoses).toEqual([notShared]);
  });

  it('keeps what was observed while the engine is asked again', () => {
    const seen = resultOf({ deploy: { state: 'failed' } }, { diagnoses: [wrongPassword] });
    const during = inStep('deploy', seen).after(saved, {
      kind: 'run told',
      run: 2,
      events: [{ kind: 'diagnosed', diagnoses: [unpinned] }],
    });
    expect(during.model.diagnoses).toEqual([unpinned, wrongPassword]);
  });

  it('says `checking` only of a look that is slow', () => {
    const before = begin();
    expect(before.model.look?.pace).toBe('quick');
    expect(before.after({ kind: 'run is slow', run: 1 }).model.look?.pace).toBe('slow');
    expect(before.looked(networkFailing).after({ kind: 'run is slow', run: 1 }).model.look).toBeUndefined();
  });

  it('answers the key that asked for it, and nothing else', () => {
    expect(inStep('network', networkFailing).after(saved).looked(networkFailing).model.notice).toBeUndefined();
    expect(inStep('network', networkFailing).press('r').looked(networkFailing).model.notice?.sentence).toBe(
      'checked again: 5 of 9 passed',
    );
  });

  it('tells an engine that is gone from one that never was there', () => {
    const absent = resultOf({}, { engine: { mode: 'absent' } });
    expect(begin().looked(absent).model.engineGone).toBe('as before');
    expect(begin().looked(networkFailing).after(saved).looked(absent).model.engineGone).toBe('gone');
  });

  it('shows the reason when the tutor itself could not finish', () => {
    const broken = begin().after({ kind: 'run broke', run: 1, reason: 'too many open files' });
    expect(broken.model.broken).toBe('too many open files');
    expect(broken.after(saved).looked(networkFailing).model.broken).toBeUndefined();
  });
});

describe('where the learner is', () => {
  it('is the first step that is open, at the first look', () => {
    expect(begin().looked(networkFailing).model.chosen).toBe(5);
  });

  it('is where they were, when they come back to a step that is open', () => {
    const progress = { current: 'volume', rungs: {}, attempts: {}, spentMs: 0 };
    expect(begin({ progress }).looked(networkFailing).model.chosen).toBe(6);
  });

  it('is the first open step, when the one they were at has passed meanwhile', () => {
    const progress = { current: 'web', rungs: {}, attempts: {}, spentMs: 0 };
    expect(begin({ progress }).looked(networkFailing).model.chosen).toBe(5);
  });

  it('never moves by itself', () => {
    const passed = inStep('network', networkFailing).after(saved).looked(networkPassed);
    expect([passed.model.base, passed.model.current]).toEqual(['step', 5]);
    expect(passed.press('n').model.current).toBe(6);
  });

  it('is remembered when a step is opened', () => {
    const before = begin().looked(networkFailing);
    const after = before.press('4');
    expect(newEffects(before, after)).toEqual([
      { do: 'save progress', progress: { current: 'web', rungs: {}, attempts: {}, spentMs: 0 } },
      { do: 'load', text: { kind: 'lesson', of: 'web' } },
    ]);
  });

  it('is the end of the chapter only when every step has passed', () => {
    expect(inStep('teardown', resultOf({})).press('n').model.base).toBe('end');
    expect(inStep('teardown', networkFailing).press('n').model.current).toBe(5);
  });

  it('scrolls the look back where it is taller than the screen, and begins it at its top', () => {
    const end = inStep('teardown', resultOf({}), { columns: 40, rows: 16 }).press('n');
    expect(end.press('down', 'down').model.endTop).toBe(2);
    expect(end.press('down', 'home').model.endTop).toBe(0);
    expect(end.press('end', 'p', 'n').model.endTop).toBe(0);
    expect(inStep('teardown', resultOf({}), { rows: 40 }).press('n', 'down').model.endTop).toBe(0);
  });

  it('calls a step that nobody began `to do`, and one that was opened `failed`', () => {
    const fresh = begin().looked(resultOf({ app: { state: 'failed' }, web: { state: 'failed' } }));
    expect(standingOf(fresh.model, stepAt(fresh.model, 0))).toBe('to do');
    const lacking = [{ ...notShared, step: 'app' }];
    const first = begin().looked(resultOf({ app: { state: 'failed', checks: ['failed'] } }, { diagnoses: lacking }));
    expect(standingOf(first.model, stepAt(first.model, 0))).toBe('to do');
    const opened = fresh.press('1');
    expect(standingOf(opened.model, stepAt(opened.model, 0))).toBe('failed');
    expect(standingOf(opened.model, stepAt(opened.model, 3))).toBe('to do');
  });
});

describe('time spent', () => {
  it('counts from message to message, and pauses do not', () => {
    const after = begin()
      .later(60_000)
      .after(saved)
      .later(20 * 60_000)
      .after(saved)
      .later(30_000)
      .after(saved);
    expect(after.model.progress.spentMs).toBe(90_000);
  });
});

describe('hints', () => {
  it('come one at a time, are remembered, and close after the last', () => {
    const step = inStep('network', networkFailing);
    const rungs = (driven: Driven): number => driven.model.progress.rungs.network ?? 0;
    expect(rungs(step.press('h'))).toBe(1);
    expect(rungs(step.press('h', 'enter'))).toBe(1);
    expect(rungs(step.press('h', 'enter', 'h'))).toBe(1);
    expect(rungs(step.press('h', 'h', 'h'))).toBe(3);
    expect(step.press('h', 'h', 'h', 'h').model.pane).toBeUndefined();
    expect(newEffects(step, step.press('h')).at(0)).toEqual({
      do: 'save progress',
      progress: { current: 'network', rungs: { network: 1 }, attempts: {}, spentMs: 0 },
    });
  });

  it('are not taken by a key that was held down', () => {
    const held = inStep('network', networkFailing).after({ kind: 'pressed', key: 'h', times: 5 });
    expect(held.model.progress.rungs.network).toBe(1);
  });
});

describe('the solution', () => {
  it('opens after the last hint, or when the step has passed', () => {
    const failing = inStep('network', networkFailing);
    expect(failing.press('s').model.pane).toBeUndefined();
    expect(failing.press('h', 'h', 'h', 'h', 's').model.pane).toEqual({ kind: 'diff', top: 0 });
    expect(inStep('network', networkPassed).press('s').model.pane).toEqual({ kind: 'diff', top: 0 });
  });
});

describe('panes', () => {
  it.each([
    ['l', 'lesson'],
    ['e', 'explain'],
    ['g', 'stack'],
    ['?', 'help'],
    ['t', 'logs'],
  ])('open and close with %s, close with Esc and with enter', (key, kind) => {
    const open = inStep('network', networkFailing).press(key);
    expect(open.model.pane?.kind).toBe(kind);
    for (const closing of [key, 'escape', 'enter']) expect(open.press(closing).model.pane).toBeUndefined();
  });

  it('scroll, and never past either end', () => {
    const lesson = inStep('network', networkFailing).press('l');
    expect(lesson.press('up').model.pane).toEqual({ kind: 'lesson', top: 0 });
    expect(lesson.press('j', 'down').model.pane).toEqual({ kind: 'lesson', top: 2 });
    const end = lesson.press('end').model.pane;
    expect(lesson.press('end', 'down', 'space').model.pane).toEqual(end);
    expect(lesson.press('end', 'home').model.pane).toEqual({ kind: 'lesson', top: 0 });
  });

  it('stay where they are when the screen shrinks and grows', () => {
    const lesson = inStep('network', networkFailing).press('l', 'down');
    const resized = lesson.after(
      { kind: 'resized', columns: 80, rows: 10 },
      { kind: 'resized', columns: 80, rows: 24 },
    );
    expect(resized.model.pane).toEqual({ kind: 'lesson', top: 1 });
  });

  it('of logs follows the newest line until it is scrolled up', () => {
    const lines = Array.from({ length: 50 }, (_, at) => `web-1  | line ${at}`);
    const logs = inStep('deploy', deployed).press('t').after({ kind: 'logged', lines });
    expect(logs.model.pane).toEqual({ kind: 'logs', top: undefined });
    expect(logs.press('up').model.pane).toEqual({ kind: 'logs', top: 31 });
    expect(logs.press('up', 'end').model.pane).toEqual({ kind: 'logs', top: undefined });
  });

  it('of logs stops following when it is closed', () => {
    const logs = inStep('deploy', deployed).press('t');
    expect(kinds(newEffects(logs, logs.press('t')))).toEqual(['stop logs']);
    expect(kinds(newEffects(logs, logs.press('g')))).toEqual(['stop logs']);
  });
});

describe('up and down', () => {
  it('`u` builds and starts, with the output in view', () => {
    const before = inStep('deploy', ready);
    const after = before.press('u');
    expect(after.model.pane).toEqual({ kind: 'activity' });
    expect(newEffects(before, after)).toEqual([
      { do: 'check', run: 2, request: { engine: 'auto', wish: 'up' } },
      { do: 'tick' },
    ]);
  });

  it('`u` again hides it and shows it, and starts nothing', () => {
    const going = inStep('deploy', ready).press('u');
    expect(going.press('u').model.pane).toBeUndefined();
    expect(going.press('u', 'u').model.pane).toEqual({ kind: 'activity' });
    expect(kinds(newEffects(going, going.press('u', 'u')))).toEqual([]);
  });

  it('comes back where the logs or the picture were opened over it, and only while it goes on', () => {
    const going = inStep('deploy', ready).press('u');
    expect(going.press('t', 't').model.pane).toEqual({ kind: 'activity' });
    expect(going.press('t', 'g', 'escape').model.pane).toEqual({ kind: 'activity' });
    expect(going.press('enter', 't', 't').model.pane).toBeUndefined();
    expect(going.press('t').looked(deployed).press('t').model.pane).toBeUndefined();
  });

  it('`d` takes down what `u` has brought up, also while that is still in view', () => {
    const up = inStep('deploy', ready).press('u').looked(deployed);
    expect(up.model.pane?.kind).toBe('activity');
    expect(up.press('d').model.asking?.ask).toBe('down');
    expect(up.press('u').model.pane).toBeUndefined();
  });

  it('counts one wait, however often it is told', () => {
    const waits = (run: number): Message => ({
      kind: 'run told',
      run,
      events: [{ kind: 'progress', message: 'waiting for `db` to accept connections' }],
    });
    const going = inStep('deploy', ready).press('u').after(waits(2));
    expect(going.later(900).after(waits(2)).model.activity?.doing).toEqual(going.model.activity?.doing);
  });

  it('`u` starts nothing where no service is named', () => {
    const empty = inStep('deploy', { ...ready, stack: { nodes: [], edges: [] } });
    expect(kinds(newEffects(empty, empty.press('u')))).toEqual([]);
    expect(empty.press('u').model.notice?.sentence).toContain('your Compose file names no service');
  });

  it('ticks while it goes on, and no longer', () => {
    const going = inStep('deploy', ready).press('u');
    expect(kinds(newEffects(going, going.after({ kind: 'ticked' })))).toEqual(['tick']);
    const done = going.looked(deployed);
    expect(kinds(newEffects(done, done.after({ kind: 'ticked' })))).toEqual([]);
  });

  it('is not disturbed by a save, which is looked at afterwards', () => {
    const going = inStep('deploy', ready).press('u');
    const changed = going.after(saved);
    expect(newEffects(going, changed)).toEqual([]);
    const done = changed.looked(deployed);
    expect(kinds(newEffects(changed, done))).toEqual(['check', 'notice slowness']);
  });

  it('is cancelled by `c`, and what is there then is looked at', () => {
    const going = inStep('deploy', ready).press('u');
    const stopped = going.press('c');
    expect(newEffects(going, stopped)).toEqual([
      { do: 'stop run', run: 2 },
      { do: 'check', run: 3, request: { engine: 'auto', wish: 'look' } },
      { do: 'notice slowness', run: 3 },
    ]);
    expect(stopped.model.notice?.sentence).toBe('`up` was cancelled');
  });

  it('`d` asks first, and only `y` goes ahead', () => {
    const asked = inStep('teardown', deployed).press('d');
    expect(asked.model.asking).toEqual({ ask: 'down', kept: ['db_data'] });
    for (const key of ['enter', 'n', 'escape', 'd', 'q', 'space']) {
      const answered = asked.press(key);
      expect(answered.model.asking).toBeUndefined();
      expect(newEffects(asked, answered)).toEqual([]);
    }
    expect(kinds(newEffects(asked, asked.press('y')))).toEqual(['check', 'tick']);
  });

  it('keeps the learner from leaving by accident', () => {
    const going = inStep('deploy', ready).press('u');
    expect(kinds(newEffects(going, going.press('q')))).toEqual([]);
    expect(kinds(newEffects(going, going.press('q', 'y')))).toEqual(['save progress', 'quit']);
  });
});

describe('leaving', () => {
  it('keeps progress, with `q` and at Ctrl-C', () => {
    const before = inStep('network', networkFailing);
    expect(newEffects(before, before.press('q'))).toEqual([
      { do: 'save progress', progress: before.model.progress },
      { do: 'quit', exit: 0 },
    ]);
    expect(newEffects(before, before.press('ctrl-c')).at(-1)).toEqual({ do: 'quit', exit: 130 });
  });

  it('at Ctrl-C also while a question is open', () => {
    const asked = inStep('teardown', deployed).press('d');
    expect(newEffects(asked, asked.press('ctrl-c')).at(-1)).toEqual({ do: 'quit', exit: 130 });
  });
});

describe('starting afresh', () => {
  it('asks, then lays the step down anew', () => {
    const asked = inStep('network', networkFailing).press('x');
    expect(asked.model.asking?.ask).toBe('reset');
    expect(newEffects(asked, asked.press('enter'))).toEqual([]);
    expect(newEffects(asked, asked.press('y'))).toEqual([{ do: 'reset', step: 'network' }]);
  });

  it('says what was written, also when the files it wrote are noticed as a save', () => {
    const after = inStep('network', networkFailing).after(
      { kind: 'files written', sentence: 'compose.yaml written anew' },
      saved,
    );
    expect(after.model.notice?.sentence).toBe('compose.yaml written anew');
    expect(after.later(5_000).after(saved).model.notice).toBeUndefined();
  });
});

describe('an empty folder', () => {
  it('is given the starter at enter, then looked at', () => {
    const empty = begin({ folder: 'empty' });
    expect(newEffects(empty, empty.press('enter'))).toEqual([{ do: 'write starter' }]);
    const written = empty.after({ kind: 'starter written', files: ['compose.yaml'] });
    expect(written.model.base).toBe('home');
    expect(kinds(newEffects(empty, written))).toEqual(['check', 'notice slowness']);
  });

  it('is left as it is by every other key', () => {
    const empty = begin({ folder: 'empty' });
    for (const key of ['n', '1', 'l', 'u', 'h', 'g']) {
      expect(empty.press(key).model.base).toBe('starter');
      expect(newEffects(empty, empty.press(key)).filter((effect) => effect.do !== 'load')).toEqual([]);
    }
  });
});

describe('opening a file', () => {
  it('goes to the place of the diagnosis, else to the first file of the step', () => {
    const failing = inStep('network', networkFailing);
    expect(newEffects(failing, failing.press('o'))).toEqual([
      { do: 'open', at: { file: 'compose.yaml', line: 13, column: 3 } },
    ]);
    const passed = inStep('app', networkPassed);
    expect(newEffects(passed, passed.press('o'))).toEqual([
      { do: 'open', at: { file: 'web/app.py', line: 1, column: 1 } },
    ]);
  });

  it('says what to set where no editor is known', () => {
    expect(inStep('network', networkFailing, { editor: 'none' }).press('o').model.notice?.sentence).toBe(
      'set EDITOR to the name of your editor, then start the tutor again',
    );
  });
});

describe('mending for the learner', () => {
  const failing = inStep('network', networkFailing);
  const { fix } = networkFailing.diagnoses[0] ?? {};

  it('comes after the last hint, and says so before', () => {
    const early = failing.press('f');
    expect(early.model.notice?.sentence).toBe('the mend comes after the last hint: press h');
    expect(kinds(newEffects(failing, early))).toEqual([]);
  });

  it('shows the patch, asks, and writes at y alone', () => {
    const hinted = failing.press('h', 'h', 'h');
    expect(newEffects(hinted, hinted.press('f'))).toEqual([{ do: 'show fix', fix }]);
    if (fix === undefined) throw new Error('there is a fix');
    const asked = hinted.press('f').after({ kind: 'fix shown', fix, patch: ['+ networks:'] });
    expect(asked.model.asking?.ask).toBe('fix');
    expect(newEffects(asked, asked.press('enter'))).toEqual([]);
    expect(asked.press('enter').model.notice?.sentence).toBe('nothing was changed');
    expect(newEffects(asked, asked.press('y'))).toEqual([{ do: 'apply fix', fix }]);
    expect(asked.model.pane?.kind).toBe('hints');
    expect(asked.press('y').model.pane).toBeUndefined();
  });

  it('never writes what only the learner can decide', () => {
    const diagnoses = networkFailing.diagnoses.map((one) => ({
      ...one,
      fix: { title: 'give it a name', confidence: 'template' as const, edits: [] },
    }));
    const open = inStep('network', { ...networkFailing, diagnoses }).press('h', 'h', 'h', 'f');
    expect(open.model.notice?.sentence).toBe('the mend needs values that only you know; press e to read how');
  });
});

describe('what Docker tells by itself', () => {
  const deploying = inStep('deploy', deployed);
  const withDb = (state: string, verdict: 'good' | 'bad'): typeof goodStack => ({
    ...goodStack,
    nodes: goodStack.nodes.map((node) => (node.name === 'db' ? { ...node, state, verdict } : node)),
  });
  const stopped = withDb('exited (0)', 'bad');
  const told = (picture: typeof goodStack): Message => ({ kind: 'stack news', news: { kind: 'seen', picture } });

  it('is listened to from the first answer of an engine on, once', () => {
    const first = begin();
    const seen = first.looked(deployed);
    expect(kinds(newEffects(first, seen))).toEqual(['save progress', 'follow stack']);
    const again = seen.press('r');
    expect(kinds(newEffects(again, again.looked(deployed)))).toEqual(['save progress']);
  });

  it('is drawn at once, and looked into', () => {
    const known = deploying.after(told(goodStack));
    const heard = known.after(told(stopped));
    expect(heard.model.stack).toEqual(stopped);
    expect(kinds(newEffects(known, heard))).toContain('check');
  });

  it('takes no answer of the page away while all services run', () => {
    const known = inStep('deploy', { ...deployed, stack: goodStack });
    const news = withDb('starting', 'good');
    const unasked = news.nodes.map((node) => (node.kind === 'page' ? { ...node, state: 'not asked' } : node));
    expect(known.after(told({ ...news, nodes: unasked })).model.stack).toEqual(news);
  });

  const drawn = (of: Driven, stack: typeof goodStack): Driven =>
    of.after({ kind: 'run told', run: of.model.look?.run ?? 0, events: [{ kind: 'diagnosed', diagnoses: [], stack }] });
  const empty = { nodes: [], edges: [] };

  it('is drawn from the files, anew at each save, before an engine has answered', () => {
    const first = drawn(begin(), empty);
    expect(first.press('g').model.pane?.kind).toBe('stack');
    expect(drawn(first.after(saved), badStack).model.stack).toEqual(badStack);
  });

  it('follows the files while nothing is up, so that `u` starts what was just written', () => {
    const answered = inStep('deploy', { ...ready, stack: empty }).after(saved);
    expect(drawn(answered, goodStack).press('u').model.activity?.kind).toBe('up');
  });

  it('stays as it was seen while the stack is up and is asked anew', () => {
    const up = inStep('deploy', { ...ready, stack: goodStack }).after(saved);
    expect(drawn(up, empty).model.stack).toEqual(goodStack);
  });

  it('asks nothing anew where nothing is new', () => {
    const known = inStep('deploy', { ...deployed, stack: goodStack });
    expect(kinds(newEffects(known, known.after(told(goodStack))))).toEqual([]);
  });

  it('has the engine looked for when it is gone, and again when it is back', () => {
    const gone = deploying.after({ kind: 'stack news', news: { kind: 'gone' } });
    expect(gone.model.engineGone).toBe('gone');
    expect(kinds(newEffects(deploying, gone))).toContain('check');
    const back = gone.looked({ ...deployed, engine: { mode: 'absent' } }).after(told(goodStack));
    expect(kinds(newEffects(gone, back)).filter((kind) => kind === 'check')).toHaveLength(1);
  });
});

describe('attempts', () => {
  it('are saves with which the step at hand did not pass; the look at the start is none', () => {
    const first = inStep('network', networkFailing);
    expect(first.model.progress.attempts).toEqual({});
    const second = first.after(saved).looked(networkFailing);
    expect(second.model.progress.attempts).toEqual({ network: 1 });
    expect(second.after(saved).looked(networkPassed).model.progress.attempts).toEqual({ network: 1 });
  });
});
