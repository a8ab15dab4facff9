/** White space as Go's `unicode.IsSpace` knows it. */
const SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
/** What may stand around a name or before a value on one line. */
const BLANK = /[\t\v\f\r \x85\xa0]/;

/** The first offset from `from` on that is no white space, line ends included. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.test(text[at] ?? '')) at++;
  return at;
}

/** The first offset from `from` on that is no blank; line ends stop it. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANK.test(text[at] ?? '')) at++;
  return at;
}

/** `to`, moved back over white space, at most to `from`. */
export function trimSpaceEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && SPACE.test(text[at - 1] ?? '')) at--;
  return at;
}

/** Whether a character may stand in a name, or as a blank beside it. */
export function isNameCharacter(character: string): boolean {
  // ASCII first: Unicode's tables are slow to make ready.
  if (character < '\x80') return /[\w.\-[\]\t\v\f\r ]/.test(character);
  return /[\p{L}\p{N}\x85\xa0]/u.test(character);
}

const EXPORT = /export(?=[\t\n\f\r ])/y;

/** How many units `export` and the blanks after it take at an offset; 0 where it does not stand there. */
export function exportLength(text: string, at: number): number {
  EXPORT.lastIndex = at;
  return EXPORT.test(text) ? skipBlanks(text, at + 'export'.length) - at : 0;
}
