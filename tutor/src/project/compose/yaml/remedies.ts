import { type Line, lineAt, linesOf, neighbour } from './lines.ts';
import { oddCharacters } from './remedies/characters.ts';
import { colonInValue, colonMissing, equalsForColon, semicolonForColon } from './remedies/colons.ts';
import { brokenLine, environmentLine, serviceLine, servicesLine, strayText } from './remedies/first-line.ts';
import { indentation, oddIndentation } from './remedies/indentation.ts';
import { doubleDash, listAndMapping, listOnKeyLine, strayItem } from './remedies/lists.ts';
import type { Propose, Remedy } from './remedies/remedy.ts';
import { spaceAfterColon, spaceAfterDash, starForDash } from './remedies/spaces.ts';
import { bracketMismatched, bracketUnclosed, bracketUnopened, quoteUnclosed } from './remedies/unclosed.ts';
import { commaMissing, needsQuotes, questionBetweenBrackets, textAfterValue } from './remedies/values.ts';
import { wholeFile } from './remedies/whole-file.ts';
import type { Slip } from './slip.ts';

/** The remedies for a slip, the likeliest first, each made when it is asked for. Whether one helps is seen by reading the mended text. */
export function* remediesFor(text: string, slip: Slip): Generator<Remedy> {
  const lines = linesOf(text);
  const whole = wholeFile(lines, slip);
  yield* whole;
  if (whole.length > 0) return;
  const suspects = suspectsOf(lines, slip);
  for (const propose of PROPOSALS) {
    for (const line of suspects) yield* propose({ text, lines, line, slip });
  }
}

/** The slips of one line, those first that few texts are taken for. */
const PROPOSALS: readonly Propose[] = [
  oddCharacters,
  spaceAfterColon,
  commaMissing,
  quoteUnclosed,
  bracketMismatched,
  bracketUnclosed,
  bracketUnopened,
  listOnKeyLine,
  doubleDash,
  questionBetweenBrackets,
  starForDash,
  needsQuotes,
  textAfterValue,
  spaceAfterDash,
  semicolonForColon,
  equalsForColon,
  colonInValue,
  colonMissing,
  environmentLine,
  listAndMapping,
  serviceLine,
  indentation,
  servicesLine,
  oddIndentation,
  strayItem,
  brokenLine,
  strayText,
];

/** Lines before and after a slip that are suspected with it. */
const REACH = 2;

/**
 * The lines around a slip that hold something: the slip's own first, then those before it and after it, then those that
 * the indentation leads to: the line above that stands further left, the first line beneath that one, the line above that
 * stands no further right, and the first of the file.
 */
function suspectsOf(lines: readonly Line[], slip: Slip): readonly Line[] {
  const own = lineAt(lines, slip.start);
  const last = lineAt(lines, Math.max(slip.start, slip.end - 1));
  if (own === undefined) return [];
  const found = new Set<Line>();
  const add = (line: Line | undefined) => line !== undefined && !line.blank && found.add(line);
  add(own);
  add(last);
  for (const step of [-1, 1] as const) {
    let at: Line | undefined = step === -1 ? own : (last ?? own);
    for (let count = 0; count < REACH && at !== undefined; count++) {
      at = neighbour(lines, at.index, step);
      add(at);
    }
  }
  const outer = lines.slice(0, own.index).findLast((line) => !line.blank && line.indent < own.indent);
  add(outer);
  if (outer !== undefined) add(neighbour(lines, outer.index, 1));
  add(lines.slice(0, own.index).findLast((line) => !line.blank && line.indent <= own.indent));
  const top = lines.find((line) => !line.blank);
  if (top !== undefined && top.indent > 0) add(top);
  return [...found];
}
