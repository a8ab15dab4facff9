/** Units of one file. The largest of 1,125 public projects has half of it; reading this much takes under 200 ms. */
export const MAX_FILE_UNITS = 200_000;
/** Lexical tokens of one file, which bounds the time of dense nonsense (`? ? ? …`). */
export const MAX_TOKENS = 100_000;
/** Values of one file once every alias stands for what it names. */
export const MAX_NODES = 50_000;
/** How deep values may lie in one another. */
export const MAX_DEPTH = 100;
/** Keys of one mapping, merged ones included. */
export const MAX_KEYS = 5_000;

/** What a file has too much of. */
export type Excess = { readonly what: 'characters' | 'tokens' | 'values' | 'depth' | 'keys'; readonly limit: number };

/** Thrown inside the reader of YAML when a budget is spent, caught at its entrance. `at` is an offset in the parsed text. */
export class BudgetSpent extends Error {
  readonly excess: Excess;
  readonly at: number;

  constructor(excess: Excess, at: number) {
    super(`more than ${excess.limit} ${excess.what}`);
    this.name = 'BudgetSpent';
    this.excess = excess;
    this.at = at;
  }
}
