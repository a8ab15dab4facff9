import type { Clock } from './ports.ts';

/** Something to sleep on that others can ring. */
export interface Bell {
  /** Ends the present rest, or the next one where nobody rests. */
  ring(): void;
  /** Rests so long, or until it is rung or `signal` is aborted. */
  rest(ms: number): Promise<void>;
}

/** A bell over a clock. */
export function bell(clock: Clock, signal: AbortSignal): Bell {
  let rung = false;
  let wake: AbortController | undefined;
  return {
    ring() {
      rung = true;
      wake?.abort();
    },
    async rest(ms) {
      if (!rung) {
        wake = new AbortController();
        await clock.sleep(ms, AbortSignal.any([signal, wake.signal]));
        wake = undefined;
      }
      rung = false;
    },
  };
}
