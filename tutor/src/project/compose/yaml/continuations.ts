import type { Mend } from './mend.ts';
import type { Slip } from './slip.ts';

/**
 * Compose's YAML lets the lines of a quoted or bracketed value stand anywhere, the parser wants them indented:
 * moves them to the right, where a slip says that a quote or bracket is never closed and it is. Undefined where it is not.
 */
export function indentContinuations(text: string, slip: Slip): readonly Mend[] | undefined {
  const opening = text[slip.start] ?? '';
  const end = opening === '"' || opening === "'" ? quoteEnd(text, slip.start) : bracketEnd(text, slip.start);
  if (end === undefined) return undefined;
  const column = slip.start - (text.lastIndexOf('\n', slip.start) + 1);
  const mends: Mend[] = [];
  for (
    let newline = text.indexOf('\n', slip.start);
    newline >= 0 && newline < end;
    newline = text.indexOf('\n', newline + 1)
  ) {
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(newline + 1, newline + 5))) return undefined;
    mends.push({ at: newline + 1, remove: 0, text: ' '.repeat(column + 1) });
  }
  return mends.length === 0 ? undefined : mends;
}

/** Offset after the quote that closes the one at `start`. */
function quoteEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at++;
    else if (text[at] === quote) return at + 1;
  }
  return undefined;
}

function bracketEnd(text: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; at < text.length; at++) {
    const unit = text[at] ?? '';
    if (unit === '[' || unit === '{') open++;
    if (unit === ']' || unit === '}') open--;
    if (open === 0) return at + 1;
    const skipped = skipInside(text, at);
    if (skipped === undefined) return undefined;
    at = skipped;
  }
  return undefined;
}

/** Offset of the last unit of a quoted text or comment that begins here, else the offset itself; undefined where it never ends. */
function skipInside(text: string, at: number): number | undefined {
  const unit = text[at];
  const before = text[at - 1] ?? ' ';
  if ((unit === '"' || unit === "'") && /[\s[{,:]/.test(before)) {
    const end = quoteEnd(text, at);
    return end === undefined ? undefined : end - 1;
  }
  if (unit !== '#' || !/\s/.test(before)) return at;
  const newline = text.indexOf('\n', at);
  return newline < 0 ? undefined : newline;
}
