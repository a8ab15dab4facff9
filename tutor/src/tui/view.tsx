import { type Instance, render } from 'ink';
import { App } from './app.tsx';
import type { Screen, Terminal } from './ports.ts';
import { createSpeech, Spoken } from './spoken.tsx';
import type { Store } from './store.ts';

/** What a view is put up with. */
export type Mounting = {
  readonly store: Store;
  readonly screen: Screen;
  readonly reader: Terminal['reader'];
  readonly onCrash: (error: unknown) => void;
};

/** Puts the app on the terminal; the answer takes it off. */
export type Mount = (mounting: Mounting) => () => void;

/** The app in Ink: everything that loads React stands behind this. */
export const mountInk: Mount = ({ store, screen, reader, onCrash }) => {
  const instance = reader === 'screen' ? paint(store, screen) : speak(store, screen);
  instance.waitUntilExit().catch(onCrash);
  return () => instance.unmount();
};

const COMMON = { exitOnCtrlC: false, patchConsole: false };

/** With `debug`, Ink hands over every whole frame as one text: the painter writes what changed. */
function paint(store: Store, screen: Screen): Instance {
  const { stdin, painter } = screen;
  return render(<App store={store} />, { ...COMMON, stdin, stdout: painter, debug: true });
}

function speak(store: Store, screen: Screen): Instance {
  const { stdin, stdout } = screen;
  const view = <Spoken store={store} speech={createSpeech(store)} />;
  return render(view, { ...COMMON, stdin, stdout, isScreenReaderEnabled: true });
}
