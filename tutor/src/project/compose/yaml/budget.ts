/** Units of one file. The largest of 2,500 public Compose files has 91,000. */
export const MAX_FILE_UNITS = 150_000;
/** Lexical tokens of one file, which is what reading costs time by; the largest of 2,500 public files has 11,000. */
export const MAX_TOKENS = 30_000;
/** Tokens that may be read once more, on mended copies of a file. */
export const MAX_TRIED_TOKENS = 20_000;
/** Slips of one file that are kept: a file that is no YAML at all has one at every turn. */
export const MAX_SLIPS = 100;
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
