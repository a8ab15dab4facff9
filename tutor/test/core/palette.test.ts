import { describe, expect, it } from 'vitest';
import { MARKS, TINTS, toAscii } from '../../src/core/palette.ts';
import { cellsOf } from '../../src/tui/cells.ts';

/** Backgrounds that people have. */
const GROUNDS: Readonly<Record<string, string>> = {
  white: '#ffffff',
  black: '#000000',
  'VS Code dark': '#1e1e1e',
  'Solarized light': '#fdf6e3',
  'Solarized dark': '#002b36',
  Dracula: '#282a36',
};

/** Least contrast at which a word is read without effort (WCAG asks 3 of large or bold text). */
const LEAST_CONTRAST = 3;

type Colour = readonly [number, number, number];

/** A colour of the cube of 6 × 6 × 6 or of the 24 greys of a terminal's 256 colours. */
function indexed(index: number): Colour {
  if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10];
  const level = (of: number): number => (of === 0 ? 0 : 55 + of * 40);
  return [level(Math.floor((index - 16) / 36)), level(Math.floor((index - 16) / 6) % 6), level((index - 16) % 6)];
}

function written(hex: string): Colour {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((of) => (of / 255 <= 0.03928 ? of / 255 / 12.92 : ((of / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe('every colour reads', () => {
  it.each(Object.entries(GROUNDS))('on %s', (_, ground) => {
    const faint = Object.entries(TINTS).filter(
      ([, { colour256 }]) => contrast(indexed(colour256), written(ground)) < LEAST_CONTRAST,
    );
    expect(faint.map(([role, { colour256 }]) => `${role} ${contrast(indexed(colour256), written(ground))}`)).toEqual(
      [],
    );
  });
});

describe('every state', () => {
  it('has a mark of one cell, and one of its own without Unicode', () => {
    for (const { unicode, ascii } of Object.values(MARKS)) {
      expect([cellsOf(unicode), ascii.length]).toEqual([1, 1]);
      expect(ascii).toMatch(/^[\x21-\x7e]$/);
      expect(toAscii(unicode)).toBe(ascii);
    }
    expect(new Set(Object.values(MARKS).map(({ ascii }) => ascii)).size).toBe(Object.keys(MARKS).length);
  });
});
