/** A number from 0 up to a bound, which is left out. */
export type Roll = (bound: number) => number;

/** Numbers that are the same in every run of a seed (mulberry32). */
export function dice(seed: number): Roll {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** One of a list; throws where there is none. */
export function pick<T>(list: readonly T[], roll: Roll): T {
  const one = list[roll(list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}
