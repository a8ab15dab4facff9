import { type Instance, render } from 'ink';
import { App } from './app.tsx';
import { performEffects, sayReason } from './effects.ts';
import { initialModel } from './initial.ts';
import type { Ports } from './ports.ts';
import { createSpeech, Spoken } from './spoken.tsx';
import { createStore, type Store } from './store.ts';

/**
 * Runs the terminal app until the learner leaves it, or a signal ends it; answers the exit code.
 * Rejects with what broke it, after the terminal was restored.
 */
export function startTui(ports: Ports): Promise<number> {
  return new Promise((resolve, reject) => {
    const { screen } = ports;
    const stage = {
      aside: async (work: () => Promise<void>): Promise<void> => {
        view.unmount();
        screen.leave();
        await screen.release();
        try {
          await work();
        } finally {
          view.mount();
          store.send({ kind: 'resized', columns: screen.columns, rows: screen.rows });
        }
      },
      quit: (exit: number): void => {
        end();
        resolve(exit);
      },
    };
    const end = (): void => {
      performer.stopAll();
      ports.stopWatching();
      view.unmount();
      screen.leave();
    };
    const store = createStore(
      initialModel(ports),
      () => ports.clock.now(),
      (effect) => performer.perform(effect),
    );
    const performer = performEffects(ports, stage, (message) => store.send(message));
    const view = viewOf(ports, store, (error) => {
      end();
      reject(error);
    });
    screen.onResize(() => store.send({ kind: 'resized', columns: screen.columns, rows: screen.rows }));
    screen.onSignal((exit) => {
      const quit = (): void => stage.quit(exit);
      // A signal does not wait to hear why progress could not be kept: the store has said so itself.
      ports.progress.save(store.read().progress).then(quit, quit);
    });
    view.mount();
    ports.watch(
      () => store.send({ kind: 'files changed' }),
      (mode) => store.send({ kind: 'watch mode', mode }),
    );
    ports.progress.load().then(
      (progress) => {
        store.send({ kind: 'started', progress });
        const [other] = ports.others;
        if (other !== undefined) store.send({ kind: 'told', sentence: sayOther(other) });
      },
      (error) => {
        store.send({ kind: 'started', progress: { rungs: {}, attempts: {}, spentMs: 0 } });
        store.send({ kind: 'told', sentence: sayReason(error) });
      },
    );
  });
}

function sayOther(number: number): string {
  return `another tutor is open on this folder (process ${number}); both see each save, and progress is kept together`;
}

/** The view can be taken off the terminal and put on again; the model lives in the store. */
interface View {
  mount(): void;
  unmount(): void;
}

function viewOf(ports: Ports, store: Store, onCrash: (error: unknown) => void): View {
  const { screen, terminal } = ports;
  let instance: Instance | undefined;
  const speech = terminal.reader === 'spoken' ? createSpeech(store) : undefined;
  const common = { stdin: screen.stdin, exitOnCtrlC: false, patchConsole: false };
  return {
    mount: () => {
      if (speech === undefined) {
        screen.enter();
        // With `debug`, Ink hands over every whole frame as one text: the painter writes what changed.
        instance = render(<App store={store} />, { ...common, stdout: screen.painter, debug: true });
      } else {
        const plain = { ...common, stdout: screen.stdout, isScreenReaderEnabled: true };
        instance = render(<Spoken store={store} speech={speech} />, plain);
      }
      instance.waitUntilExit().catch(onCrash);
    },
    unmount: () => {
      instance?.unmount();
      instance = undefined;
    },
  };
}
