import { systemClock } from '../adapters/clock.ts';
import type { DemoScreen } from './demo-screen.ts';

/** Whoever plays: strikes keys, saves files, waits for what the app shows, and can be held or sent away by the viewer. */
export interface Player {
  /** Sets the caption. */
  says(what: string): void;
  /** Strikes a key without a word. */
  strike(key: string): Promise<void>;
  /** Says what is done, then strikes the keys one by one. */
  press(says: string, ...keys: readonly string[]): Promise<void>;
  /** Says what is done, then does it. */
  act(says: string, work: () => void | Promise<void>): Promise<void>;
  /** Waits until the app shows a text; answers whether it came in time. */
  sees(text: string | RegExp, withinMs?: number): Promise<boolean>;
  /** Leaves time to read. */
  rest(ms: number): Promise<void>;
  /** Milliseconds since the beginning, without those it was held. */
  elapsedMs(): number;
}

/** The viewer's hold on the player. */
export type Hold = { isHeld: boolean };

const LOOK_EVERY_MS = 25;
const SEES_WITHIN_MS = 10_000;
/** Between the caption and what it announces: the eye needs a moment. */
const ANNOUNCE_MS = 350;
const BETWEEN_KEYS_MS = 300;

/** `pace`: 1 to be read, 0 without any rest. Every wait ends with the signal, by throwing its reason. */
export function playerOn(demo: DemoScreen, pace: 0 | 1, hold: Hold, signal: AbortSignal): Player {
  const began = systemClock.now();
  let heldMs = 0;
  const pause = async (ms: number): Promise<void> => {
    await systemClock.sleep(ms, signal);
    signal.throwIfAborted();
    while (hold.isHeld) {
      await systemClock.sleep(LOOK_EVERY_MS, signal);
      signal.throwIfAborted();
      heldMs += LOOK_EVERY_MS;
    }
  };
  return {
    says: (what) => demo.caption(what),
    async strike(key) {
      demo.strike(key);
      await pause(LOOK_EVERY_MS);
    },
    async press(says, ...keys) {
      for (const key of keys) {
        demo.caption(says, nameOf(key));
        await pause(pace * (key === keys[0] ? ANNOUNCE_MS : BETWEEN_KEYS_MS));
        demo.strike(key);
        // Two keys in one read are one key struck twice.
        await pause(LOOK_EVERY_MS);
      }
    },
    async act(says, work) {
      demo.caption(says);
      // At any pace a frame shows the caption: the work may be seen at once, and another caption follow it.
      await pause(Math.max(LOOK_EVERY_MS, pace * ANNOUNCE_MS));
      await work();
    },
    async sees(text, withinMs = SEES_WITHIN_MS) {
      const end = systemClock.now() + withinMs;
      const isSeen = (): boolean => (typeof text === 'string' ? demo.shown().includes(text) : text.test(demo.shown()));
      while (!isSeen()) {
        if (systemClock.now() > end) return false;
        await pause(LOOK_EVERY_MS);
      }
      return true;
    },
    rest: (ms) => pause(pace * ms),
    elapsedMs: () => systemClock.now() - began - heldMs,
  };
}

const NAMES: Readonly<Record<string, string>> = { '\r': 'enter' };

function nameOf(key: string): string {
  return NAMES[key] ?? key;
}
