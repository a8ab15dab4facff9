const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const GREATEST_CODE_POINT = 0x10ffff;

/** What the escape at an offset means; `text` is undefined where Compose's YAML knows no such escape. */
export function readEscape(text: string, at: number): { readonly text: string | undefined; readonly length: number } {
  const letter = text[at + 1] ?? '';
  const simple = ESCAPES[letter];
  if (simple !== undefined) return { text: simple, length: 2 };
  const digits = HEX_DIGITS[letter];
  if (digits === undefined) return { text: undefined, length: 2 };
  const hex = text.slice(at + 2, at + 2 + digits);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) return { text: undefined, length: 2 };
  const point = Number.parseInt(hex, 16);
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (surrogate || point > GREATEST_CODE_POINT) return { text: undefined, length: 2 + digits };
  return { text: String.fromCodePoint(point), length: 2 + digits };
}

/** What an escape means; one that YAML does not know stays as it is written. */
export function escapeAt(text: string, at: number): { readonly text: string; readonly length: number } {
  const found = readEscape(text, at);
  return { text: found.text ?? text.slice(at, at + found.length), length: found.length };
}
