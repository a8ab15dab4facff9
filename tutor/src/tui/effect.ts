import type { TextName } from './message.ts';
import type { Model } from './model.ts';
import type { CheckRequest, FilePoint, Fix, Progress } from './ports.ts';

/** What `update` wants done in the world: plain data; `effects.ts` is the one that does it. */
export type Effect =
  | { readonly do: 'check'; readonly run: number; readonly request: CheckRequest }
  | { readonly do: 'stop run'; readonly run: number }
  /** Tells `run is slow` after a blink. */
  | { readonly do: 'notice slowness'; readonly run: number }
  | { readonly do: 'tick' }
  | { readonly do: 'load'; readonly text: TextName }
  /** Asked for once; it goes on until the app ends. */
  | { readonly do: 'follow stack' }
  | { readonly do: 'follow logs' }
  | { readonly do: 'stop logs' }
  | { readonly do: 'save progress'; readonly progress: Progress }
  | { readonly do: 'open'; readonly at: FilePoint }
  | { readonly do: 'write starter' }
  | { readonly do: 'reset'; readonly step: string }
  | { readonly do: 'show fix'; readonly fix: Fix }
  | { readonly do: 'apply fix'; readonly fix: Fix }
  | { readonly do: 'suspend' }
  | { readonly do: 'quit'; readonly exit: number };

/** A new model, and what is to be done in the world. */
export type Turn = readonly [Model, readonly Effect[]];
