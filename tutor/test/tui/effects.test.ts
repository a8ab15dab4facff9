import { describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import type { Result } from '../../src/core/result.ts';
import { performEffects, type Stage } from '../../src/tui/effects.ts';
import type { Message } from '../../src/tui/message.ts';
import type { Ports } from '../../src/tui/ports.ts';
import { lesson } from './chapter.ts';
import { networkFailing } from './result.ts';

/** A clock whose time passes when it is told to. */
function handClock() {
  const waiting: { readonly call: () => void; left: number }[] = [];
  return {
    now: () => 0,
    after(ms: number, call: () => void) {
      const entry = { call, left: ms };
      waiting.push(entry);
      return () => void waiting.splice(waiting.indexOf(entry), 1);
    },
    pass(ms: number) {
      for (const entry of waiting) entry.left -= ms;
      for (const entry of waiting.filter(({ left }) => left <= 0)) {
        waiting.splice(waiting.indexOf(entry), 1);
        entry.call();
      }
    },
  };
}

function performer(ports: Partial<Ports>, stage: Partial<Stage> = {}) {
  const clock = handClock();
  const sent: Message[] = [];
  const all = { clock, ...ports } as unknown as Ports;
  const whole: Stage = { aside: async (work) => work(), quit: () => undefined, ...stage };
  return { clock, sent, ...performEffects(all, whole, (message) => void sent.push(message)) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const request = { engine: 'auto', wish: 'look' } as const;

describe('a check', () => {
  it('tells events of one tick together, then that it ended', async () => {
    const events: readonly RunEvent[] = [
      { kind: 'diagnosed', diagnoses: [] },
      { kind: 'finished', result: networkFailing },
    ];
    const { perform, sent } = performer({
      check: async (_, tell) => {
        events.forEach(tell);
        return networkFailing;
      },
    });
    perform({ do: 'check', run: 1, request });
    await settled();
    expect(sent).toEqual([
      { kind: 'run told', run: 1, events },
      { kind: 'run ended', run: 1 },
    ]);
  });

  it('lets lines of Docker wait a little for their successors', async () => {
    let print: (line: string) => void = () => undefined;
    const { perform, sent, clock } = performer({
      check: (_, tell) => {
        print = (line) => tell({ kind: 'output', line });
        return new Promise<Result>(() => undefined);
      },
    });
    perform({ do: 'check', run: 1, request });
    for (let line = 0; line < 1_000; line++) print(`line ${line}`);
    await settled();
    expect(sent).toEqual([]);
    clock.pass(50);
    expect(sent.length).toBe(1);
    expect(sent[0]).toMatchObject({ kind: 'run told', events: { length: 1_000 } });
  });

  it('says nothing more once it was stopped', async () => {
    const { perform, sent } = performer({
      check: (_request, _tell, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    });
    perform({ do: 'check', run: 1, request });
    perform({ do: 'stop run', run: 1 });
    await settled();
    expect(sent).toEqual([]);
  });

  it('says why it broke', async () => {
    const { perform, sent } = performer({ check: () => Promise.reject(new Error('too many open files')) });
    perform({ do: 'check', run: 1, request });
    await settled();
    expect(sent).toEqual([
      { kind: 'run broke', run: 1, reason: 'the tutor could not finish this check: too many open files' },
    ]);
  });

  it('is called slow after 150 ms', () => {
    const { perform, sent, clock } = performer({});
    perform({ do: 'notice slowness', run: 7 });
    clock.pass(149);
    expect(sent).toEqual([]);
    clock.pass(1);
    expect(sent).toEqual([{ kind: 'run is slow', run: 7 }]);
  });
});

describe('texts', () => {
  it('are fetched, or the reason is shown in their place', async () => {
    const { perform, sent } = performer({
      lesson: async () => lesson,
      explain: () => Promise.reject(new Error('there is no page for this rule')),
      diff: async () => '+ networks:\n',
    });
    perform({ do: 'load', text: { kind: 'lesson', of: 'web' } });
    perform({ do: 'load', text: { kind: 'explain', of: 'a-rule' } });
    perform({ do: 'load', text: { kind: 'diff', of: 'web' } });
    await settled();
    expect(sent).toEqual([
      { kind: 'loaded', text: { kind: 'lesson', of: 'web' }, content: { kind: 'lesson', lesson } },
      { kind: 'not loaded', text: { kind: 'explain', of: 'a-rule' }, reason: 'there is no page for this rule' },
      { kind: 'loaded', text: { kind: 'diff', of: 'web' }, content: { kind: 'diff', lines: ['+ networks:'] } },
    ]);
  });
});

describe('an editor', () => {
  const at = { file: 'compose.yaml', line: 13, column: 3 };

  it('of the terminal is given the whole terminal', async () => {
    const aside = vi.fn(async (work: () => Promise<void>) => work());
    const opened = vi.fn(async () => undefined);
    const { perform, sent } = performer({ editor: { takes: 'terminal', name: 'vim', open: opened } }, { aside });
    perform({ do: 'open', at });
    await settled();
    expect([aside.mock.calls.length, opened.mock.calls]).toEqual([1, [[at]]]);
    expect(sent).toEqual([{ kind: 'told', sentence: 'compose.yaml:13:3 was opened in vim' }]);
  });

  it('with a window of its own leaves the terminal alone', async () => {
    const aside = vi.fn(async (work: () => Promise<void>) => work());
    const { perform, sent } = performer(
      { editor: { takes: 'window', name: 'code', open: async () => undefined } },
      { aside },
    );
    perform({ do: 'open', at });
    await settled();
    expect(aside.mock.calls.length).toBe(0);
    expect(sent.length).toBe(1);
  });

  it('that does not open says why', async () => {
    const open = () => Promise.reject(new Error('no such program'));
    const { perform, sent } = performer({ editor: { takes: 'window', name: 'code', open } });
    perform({ do: 'open', at });
    await settled();
    expect(sent).toEqual([{ kind: 'told', sentence: 'code did not open compose.yaml:13:3: no such program' }]);
  });
});

describe('a step laid down afresh', () => {
  const said = async (laid: Awaited<ReturnType<Ports['reset']>>): Promise<readonly Message[]> => {
    const { perform, sent } = performer({ reset: async () => laid });
    perform({ do: 'reset', step: 'app' });
    await settled();
    return sent;
  };

  it('says what was written, and where the old files are', async () => {
    const copies = '~/state/copies/1';
    const laid = ['web/app.py', 'web/requirements.txt'].map((file) => ({ file, kept: `${copies}/${file}` }));
    const sentence = `web/app.py and web/requirements.txt written anew; what was there is kept in ${copies}`;
    expect(await said(laid)).toEqual([{ kind: 'files written', sentence }]);
  });

  it('says that nothing was changed where all stood so', async () => {
    const sentence = 'nothing was changed: your files are as this step begins already';
    expect(await said([])).toEqual([{ kind: 'files written', sentence }]);
  });
});

describe('logs', () => {
  it('come in handfuls, and end with a sentence', async () => {
    let end: () => void = () => undefined;
    const { perform, sent, clock } = performer({
      followLogs: (tell) =>
        new Promise((resolve) => {
          tell('one');
          tell('two');
          end = resolve;
        }),
    });
    perform({ do: 'follow logs' });
    clock.pass(50);
    end();
    await settled();
    expect(sent).toEqual([
      { kind: 'logged', lines: ['one', 'two'] },
      { kind: 'logs ended', reason: 'the logs have ended: nothing runs that writes them' },
    ]);
  });

  it('that were closed say nothing more', async () => {
    const { perform, sent } = performer({
      followLogs: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    perform({ do: 'follow logs' });
    perform({ do: 'stop logs' });
    await settled();
    expect(sent).toEqual([]);
  });
});

describe('progress that cannot be kept', () => {
  it('is said once, and stops nothing', async () => {
    const save = () => Promise.reject(new Error('read-only'));
    const { perform, sent } = performer({
      progress: { load: async () => ({ rungs: {}, attempts: {}, spentMs: 0 }), save },
    });
    perform({ do: 'save progress', progress: { rungs: {}, attempts: {}, spentMs: 0 } });
    await settled();
    expect(sent).toEqual([{ kind: 'told', sentence: 'progress is not kept: read-only' }]);
  });
});
