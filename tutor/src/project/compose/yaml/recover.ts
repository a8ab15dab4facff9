import type { TreeNode } from '../tree.ts';
import { BudgetSpent, MAX_TRIED_TOKENS } from './budget.ts';
import { indentContinuations } from './continuations.ts';
import { lineAt, linesOf } from './lines.ts';
import { type Mend, mended } from './mend.ts';
import { type Parsed, parse } from './parse.ts';
import { remediesForTwice } from './remedies/indentation.ts';
import type { Remedy } from './remedies/remedy.ts';
import { remediesFor } from './remedies.ts';
import { hides, type Slip } from './slip.ts';
import type { Source } from './source.ts';
import { unevenness } from './steps.ts';

/** A text read whatever is wrong with it: each slip that hides others has been mended, so that the rest could be read. */
export type Recovered = {
  readonly documents: readonly TreeNode[];
  /** Slips in the order of the text, each with the text it was found in. */
  readonly slips: readonly Found[];
};

/** A slip, what the learner most likely meant, and the text that its offsets belong to. */
export type Found = { readonly slip: Slip; readonly remedy?: Remedy; readonly source: Source };

/** Slips of one file that are told and mended one after the other. */
const MAX_MENDS = 10;

/** How unlike a Compose file a document is: the less, the likelier is the mend that led to it. */
export type Strangeness = (document: TreeNode) => number;

/** How many more remedies are tried once one has helped, in search of a better one. */
const MAX_MORE_TRIES = 25;

/** Reads a text; where a slip hides what follows, the likeliest mend is tried on a copy and the reading goes on. */
export function recover(source: Source, strangeness: Strangeness): Recovered {
  const desk: Desk = { tokens: MAX_TRIED_TOKENS, strangeness };
  const found: Found[] = [];
  let here: Reading = { source, parsed: parse(source) };
  for (let count = 0; count < MAX_MENDS; count++) {
    const slip = firstHiding(here.parsed);
    if (slip === undefined) return settled(here, found, desk);
    const better = mendOnce(here, slip, desk);
    if (better === undefined) break;
    if (better.remedy !== undefined) found.push({ slip, remedy: better.remedy, source: here.source });
    here = better.reading;
  }
  return blankOut(here, found, desk);
}

type Desk = {
  /** How many tokens may still be read on mended copies. */
  tokens: number;
  readonly strangeness: Strangeness;
};
type Reading = { readonly source: Source; readonly parsed: Parsed };
type Better = { readonly reading: Reading; readonly remedy?: Remedy };

function settled(here: Reading, found: readonly Found[], desk: Desk): Recovered {
  const better = mendTwice(here, desk);
  if (better?.remedy === undefined) return { documents: here.parsed.documents, slips: [...found, ...standing(here)] };
  const { reading, remedy, slip } = better;
  const told: Found = { slip: { ...slip, kind: 'syntax' }, remedy, source: here.source };
  return { documents: reading.parsed.documents, slips: [...found, told, ...standing(reading)] };
}

/** Keys that stand twice because one above them stands too far right: told as that one slip, where moving it explains them all. */
function mendTwice(here: Reading, desk: Desk): (Better & { readonly slip: Slip }) | undefined {
  const slip = here.parsed.slips.find(({ kind }) => kind === 'duplicate-key');
  if (slip === undefined) return undefined;
  const strange = oddness(here.parsed, desk);
  for (const remedy of remediesForTwice(here.source.text, slip)) {
    const reading = tryMend(here, remedy.mends, desk);
    if (reading === undefined) return undefined;
    const clean = !reading.parsed.slips.some((one) => hides(one) || one.kind === 'duplicate-key');
    if (clean && oddness(reading.parsed, desk) < strange) return { reading, remedy, slip };
  }
  return undefined;
}

function firstHiding(parsed: Parsed): Slip | undefined {
  return parsed.slips
    .filter(hides)
    .reduce<Slip | undefined>(
      (first, slip) => (first === undefined || slip.start < first.start ? slip : first),
      undefined,
    );
}

function standing({ source, parsed }: Reading): readonly Found[] {
  return parsed.slips.filter((slip) => !hides(slip)).map((slip) => ({ slip, source }));
}

function oddness({ documents, slips }: Parsed, desk: Desk): number {
  return documents.reduce((sum, document) => sum + desk.strangeness(document), slips.length);
}

function mendOnce(here: Reading, slip: Slip, desk: Desk): Better | undefined {
  const silent = indentContinuations(here.source.text, slip);
  const moved = silent === undefined ? undefined : tryMend(here, silent, desk);
  if (moved !== undefined && firstHiding(moved.parsed) === undefined) return { reading: moved };
  return likeliest(here, slip, desk);
}

/** A mend that was tried: how far the text can be read with it, how odd what was read is, and how uneven its indentation. */
type Tried = {
  readonly reading: Reading;
  readonly remedy: Remedy;
  readonly reach: number;
  readonly odd: number;
  readonly uneven: number;
};

/**
 * The remedy with which the text can be read furthest; of several, the one that leaves the least odd file, of two that move
 * a line the one after which each level stands a step further in; then the first.
 */
function likeliest(here: Reading, slip: Slip, desk: Desk): Better | undefined {
  if (desk.tokens < costOf(here)) return undefined;
  let best: Tried | undefined;
  let more = MAX_MORE_TRIES;
  for (const remedy of remediesFor(here.source.text, slip)) {
    const tried = more < 0 ? undefined : tryRemedy(here, remedy, desk);
    if (tried === undefined) break;
    if (best !== undefined) more--;
    if (!helps(tried, slip, here)) continue;
    if (best === undefined || isLikelier(tried, best)) best = tried;
    const whole = best.reach === Number.POSITIVE_INFINITY && best.odd === 0;
    if (whole && (best.remedy.slip !== 'indentation' || best.uneven === 0)) return best;
  }
  return best;
}

function isLikelier(tried: Tried, best: Tried): boolean {
  if (tried.reach !== best.reach) return tried.reach > best.reach;
  if (tried.odd !== best.odd) return tried.odd < best.odd;
  const moves = tried.remedy.slip === 'indentation' && best.remedy.slip === 'indentation';
  return moves && tried.uneven < best.uneven;
}

function tryRemedy(here: Reading, remedy: Remedy, desk: Desk): Tried | undefined {
  const reading = tryMend(here, remedy.mends, desk);
  if (reading === undefined) return undefined;
  const next = firstHiding(reading.parsed);
  const reach = next === undefined ? Number.POSITIVE_INFINITY : reading.source.place(next.start);
  const uneven = unevenness(linesOf(reading.source.text));
  return { reading, remedy, reach, odd: oddness(reading.parsed, desk), uneven };
}

/** A mend helps where the next slip lies on a line after both the slip and what was mended. */
function helps({ reach, remedy }: Tried, slip: Slip, { source }: Reading): boolean {
  const newline = source.text.indexOf('\n', Math.max(slip.start, remedy.start));
  return reach > source.place(newline < 0 ? source.text.length : newline);
}

/** Units that cost as much time as a token, where tokens are long. */
const UNITS_PER_TOKEN = 5;

function costOf({ source, parsed }: Reading): number {
  return Math.max(parsed.tokens, source.text.length / UNITS_PER_TOKEN);
}

/** Reads the text with mends; undefined where the budget is spent. */
function tryMend(here: Reading, mends: readonly Mend[], desk: Desk): Reading | undefined {
  desk.tokens -= costOf(here);
  if (desk.tokens < 0) return undefined;
  const source = mended(here.source, mends);
  try {
    return { source, parsed: parse(source) };
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

/** A slip that no remedy fits is told as it is, and its line left out, as often as it takes; what only then shows is not told. */
function blankOut(from: Reading, found: readonly Found[], desk: Desk): Recovered {
  const told = firstHiding(from.parsed);
  let here = from;
  for (let count = 0; count < MAX_MENDS; count++) {
    const slip = firstHiding(here.parsed);
    const line = slip === undefined ? undefined : lineAt(linesOf(here.source.text), slip.start);
    if (line === undefined || line.blank) break;
    const blanked = tryMend(here, [{ at: line.start, remove: line.end - line.start, text: '' }], desk);
    if (blanked === undefined) break;
    here = blanked;
  }
  const alone = told === undefined || found.length > 0 ? [] : [{ slip: told, source: from.source }];
  const before = standing(from).filter(({ slip }) => told === undefined || slip.end <= told.start);
  return { documents: here.parsed.documents, slips: [...found, ...alone, ...before] };
}
