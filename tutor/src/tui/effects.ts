import type { RunEvent } from '../core/events.ts';
import { list } from '../core/text.ts';
import type { Effect } from './effect.ts';
import type { Content, Message, TextName } from './message.ts';
import type { CheckRequest, FilePoint, Ports } from './ports.ts';

/** What effects need of the running program beside the ports. */
export interface Stage {
  /** Leaves the screen to a work that needs the terminal, and comes back. */
  aside(work: () => Promise<void>): Promise<void>;
  quit(exit: number): void;
}

/** Does effects, and sends back what comes of them. */
export interface Performer {
  perform(effect: Effect): void;
  /** Stops all that is under way. */
  stopAll(): void;
}

/** A look that takes longer than this is said to be under way. */
const BLINK_MS = 150;
/** How often running times are drawn anew. */
const TICK_MS = 250;
/** Docker can print a thousand lines a second; nobody reads faster than this. */
const OUTPUT_MS = 50;

export function performEffects(ports: Ports, stage: Stage, send: (message: Message) => void): Performer {
  const runs = new Map<number, AbortController>();
  let logs: AbortController | undefined;
  const following = new AbortController();
  const tell = (sentence: string): void => send({ kind: 'told', sentence });

  const perform = (effect: Effect): void => {
    switch (effect.do) {
      case 'check':
        void check(effect.run, effect.request);
        return;
      case 'stop run':
        runs.get(effect.run)?.abort();
        return;
      case 'notice slowness':
        ports.clock.after(BLINK_MS, () => send({ kind: 'run is slow', run: effect.run }));
        return;
      case 'tick':
        ports.clock.after(TICK_MS, () => send({ kind: 'ticked' }));
        return;
      case 'load':
        void load(effect.text);
        return;
      case 'follow stack':
        void followStack();
        return;
      case 'follow logs':
        void follow();
        return;
      case 'stop logs':
        logs?.abort();
        return;
      case 'save progress':
        ports.progress.save(effect.progress).catch((error) => tell(`progress is not kept: ${sayReason(error)}`));
        return;
      case 'open':
        void open(effect.at);
        return;
      case 'write starter':
        ports.writeStarter().then(
          (files) => send({ kind: 'starter written', files }),
          (error) => tell(sayReason(error)),
        );
        return;
      case 'reset':
        ports.reset(effect.step).then(
          (laid) => send({ kind: 'files written', sentence: sayLaid(laid) }),
          (error) => tell(sayReason(error)),
        );
        return;
      case 'show fix':
        ports.patch(effect.fix).then(
          (patch) => send({ kind: 'fix shown', fix: effect.fix, patch: patchLines(patch) }),
          (error) => tell(sayReason(error)),
        );
        return;
      case 'apply fix':
        ports.mend(effect.fix).then(
          (files) =>
            send({ kind: 'files written', sentence: `${list(files)} mended; a copy of what was there is kept` }),
          (error) => tell(sayReason(error)),
        );
        return;
      case 'suspend':
        stage.aside(() => ports.screen.suspend()).catch((error) => tell(sayReason(error)));
        return;
      case 'quit':
        stage.quit(effect.exit);
        return;
    }
  };

  const check = async (run: number, request: CheckRequest): Promise<void> => {
    const controller = new AbortController();
    runs.set(run, controller);
    const batch = batchEvents(ports, (events) => send({ kind: 'run told', run, events }));
    try {
      await ports.check(request, batch.add, controller.signal);
      batch.flush();
      send({ kind: 'run ended', run });
    } catch (error) {
      batch.flush();
      if (!controller.signal.aborted)
        send({ kind: 'run broke', run, reason: `the tutor could not finish this check: ${sayReason(error)}` });
    } finally {
      runs.delete(run);
    }
  };

  const load = async (text: TextName): Promise<void> => {
    try {
      send({ kind: 'loaded', text, content: await fetchText(ports, text) });
    } catch (error) {
      send({ kind: 'not loaded', text, reason: sayReason(error) });
    }
  };

  const follow = async (): Promise<void> => {
    logs?.abort();
    const controller = new AbortController();
    logs = controller;
    const batch = batchLines(ports, (lines) => send({ kind: 'logged', lines }));
    try {
      await ports.followLogs((line) => batch(line), controller.signal);
      if (!controller.signal.aborted)
        send({ kind: 'logs ended', reason: 'the logs have ended: nothing runs that writes them' });
    } catch (error) {
      if (!controller.signal.aborted) send({ kind: 'logs ended', reason: sayReason(error) });
    }
  };

  const followStack = async (): Promise<void> => {
    try {
      await ports.followStack((news) => send({ kind: 'stack news', news }), following.signal);
    } catch (error) {
      if (!following.signal.aborted)
        tell(`Docker is no longer listened to: ${sayReason(error)}; press r to look again`);
    }
  };

  const open = async (at: FilePoint): Promise<void> => {
    const { editor } = ports;
    if (editor === undefined) return;
    const where = `${at.file}:${at.line}:${at.column}`;
    try {
      if (editor.takes === 'terminal') await stage.aside(() => editor.open(at));
      else await editor.open(at);
      tell(`${where} was opened in ${editor.name}`);
    } catch (error) {
      tell(`${editor.name} did not open ${where}: ${sayReason(error)}`);
    }
  };

  const stopAll = (): void => {
    for (const controller of runs.values()) controller.abort();
    logs?.abort();
    following.abort();
  };

  return { perform, stopAll };
}

/** Whoever rejects says why in a sentence; what is not an error is shown as it is. */
export function sayReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A patch as people read it: the name of a file above what changes in it, `…` where lines are left out. */
function patchLines(patch: string): readonly string[] {
  const lines = patch
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('--- '))
    .map((line) => line.replace(/^\+\+\+ [^/]*\/([^\t]*).*$/, '@ $1').replace(/^@@.*$/, '…'));
  return lines.filter((line, at) => line !== '…' || !(lines[at - 1] ?? '@ ').startsWith('@ '));
}

async function fetchText(ports: Ports, text: TextName): Promise<Content> {
  switch (text.kind) {
    case 'lesson':
      return { kind: 'lesson', lesson: await ports.lesson(text.of) };
    case 'explain':
      return { kind: 'lesson', lesson: await ports.explain(text.of) };
    case 'hints':
      return { kind: 'rungs', rungs: await ports.hints(text.of) };
    case 'diff':
      return { kind: 'diff', lines: patchLines(await ports.diff(text.of)) };
  }
}

/** Events of one tick go together; lines that Docker prints wait a little for their successors. */
function batchEvents(
  ports: Ports,
  send: (events: readonly RunEvent[]) => void,
): { readonly add: (event: RunEvent) => void; readonly flush: () => void } {
  let waiting: RunEvent[] = [];
  let isTimed = false;
  let isQueued = false;
  const flush = (): void => {
    isTimed = false;
    isQueued = false;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    send(events);
  };
  const add = (event: RunEvent): void => {
    waiting.push(event);
    if (event.kind === 'output' && !isTimed) {
      isTimed = true;
      ports.clock.after(OUTPUT_MS, flush);
    }
    if (event.kind !== 'output' && !isQueued) {
      isQueued = true;
      queueMicrotask(flush);
    }
  };
  return { add, flush };
}

function batchLines(ports: Ports, send: (lines: readonly string[]) => void): (line: string) => void {
  let waiting: string[] = [];
  return (line) => {
    waiting.push(line);
    if (waiting.length > 1) return;
    ports.clock.after(OUTPUT_MS, () => {
      const lines = waiting;
      waiting = [];
      send(lines);
    });
  };
}

/** What a step laid down afresh wrote, and where what stood there is kept. */
function sayLaid(laid: Awaited<ReturnType<Ports['reset']>>): string {
  if (laid.length === 0) return 'nothing was changed: your files are as this step begins already';
  const [copy] = laid.flatMap(({ file, kept }) => (kept === undefined ? [] : [kept.slice(0, -file.length - 1)]));
  const wrote = `${list(laid.map(({ file }) => file))} written anew`;
  return copy === undefined ? wrote : `${wrote}; what was there is kept in ${copy}`;
}
