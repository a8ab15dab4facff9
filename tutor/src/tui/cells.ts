/** Stretches of code points that a terminal draws two cells wide (East Asian Wide and Fullwidth, emoji), inclusive. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23f3],
  [0x2614, 0x2615],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2795, 0x2797],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Symbols, arrows and lines, in which only few join: asked by number, since the expression is slow to make. */
const SYMBOLS = [0x2000, 0x2bff] as const;
const JOINING_SYMBOLS: readonly (readonly [number, number])[] = [
  [0x200b, 0x200f],
  [0x2060, 0x2064],
  [0x20d0, 0x20f0],
];

/** Marks that join the character before them: combining accents, joiners, variation selectors. */
const JOINS = /\p{Mn}|\p{Me}|[\u200b-\u200f\u2060-\u2064]|[\ufe00-\ufe0f]/u;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** How many terminal cells a text without control characters takes. */
export function cellsOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOfOne(character);
  return cells;
}

/** The longest beginning of a text that takes at most so many cells. */
export function firstCells(text: string, cells: number): string {
  if (PRINTABLE_ASCII.test(text)) return text.slice(0, Math.max(0, cells));
  let taken = '';
  let used = 0;
  for (const character of text) {
    used += cellsOfOne(character);
    if (used > cells) return taken;
    taken += character;
  }
  return taken;
}

function cellsOfOne(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  if (joins(point, character)) return 0;
  return isAmong(point, WIDE) ? 2 : 1;
}

function joins(point: number, character: string): boolean {
  const isSymbol = point >= SYMBOLS[0] && point <= SYMBOLS[1];
  return isSymbol ? isAmong(point, JOINING_SYMBOLS) : JOINS.test(character);
}

function isAmong(point: number, stretches: readonly (readonly [number, number])[]): boolean {
  return stretches.some(([first, last]) => point >= first && point <= last);
}
