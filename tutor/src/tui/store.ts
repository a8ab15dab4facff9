import type { Effect } from './effect.ts';
import type { Message } from './message.ts';
import type { Model } from './model.ts';
import { update } from './update.ts';

/** Holds the model outside React, so that it outlives a screen that was left and entered again. */
export interface Store {
  read(): Model;
  send(message: Message): void;
  /** Calls after each change; the answer ends that. Its `this` is never used. */
  subscribe(this: void, call: () => void): () => void;
}

/** A store that stamps each message with the clock and hands effects on. */
export function createStore(first: Model, now: () => number, perform: (effect: Effect) => void): Store {
  let model = first;
  const listeners = new Set<() => void>();
  return {
    read: () => model,
    send: (message) => {
      const [next, effects] = update({ ...model, now: now() }, message);
      model = next;
      for (const call of listeners) call();
      effects.forEach(perform);
    },
    subscribe: (call) => {
      listeners.add(call);
      return () => listeners.delete(call);
    },
  };
}
