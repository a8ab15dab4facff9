import { performEffects, sayReason } from './effects.ts';
import { frameText } from './frame-text.ts';
import { initialModel } from './initial.ts';
import type { Ports } from './ports.ts';
import { createStore, type Store } from './store.ts';
import type { Mount } from './view.tsx';

/**
 * Runs the terminal app until the learner leaves it, or a signal ends it; answers the exit code. The first frame is painted
 * at once; Ink, which reads the keys and paints all others, is loaded behind it.
 * Rejects with what broke it, after the terminal was restored.
 */
export function startTui(ports: Ports, loadMount: () => Promise<Mount>): Promise<number> {
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
    const crash = (error: unknown): void => {
      end();
      reject(error);
    };
    const view = viewOf(ports, store, loadMount, crash);
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

function viewOf(ports: Ports, store: Store, loadMount: () => Promise<Mount>, onCrash: (error: unknown) => void): View {
  const { screen, terminal } = ports;
  let unmount: (() => void) | undefined;
  let wanted: 'on' | 'off' = 'off';
  const put = (mount: Mount): void => {
    if (wanted === 'off' || unmount !== undefined) return;
    unmount = mount({ store, screen, reader: terminal.reader, onCrash });
  };
  return {
    mount: () => {
      wanted = 'on';
      if (terminal.reader === 'screen') {
        screen.enter();
        try {
          screen.painter.write(frameText(store.read()));
        } catch (error) {
          // Printed into the alternate screen, the reason would be lost.
          onCrash(error);
          return;
        }
      }
      loadMount().then(put).catch(onCrash);
    },
    unmount: () => {
      wanted = 'off';
      unmount?.();
      unmount = undefined;
    },
  };
}
