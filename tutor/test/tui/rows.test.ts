import { describe, expect, it } from 'vitest';
import { cellsOf, firstCells } from '../../src/tui/cells.ts';
import { apart, continued, cutPieces, piece, type Row, row, wrap } from '../../src/tui/rows.ts';
import { paintRow, type Theme } from '../../src/tui/theme.ts';

const plain: Theme = { colours: 'none', characters: 'unicode' };

function texts(rows: readonly Row[]): readonly string[] {
  return rows.map(({ pieces }) => pieces.map(({ text }) => text).join(''));
}

describe('cells of a text', () => {
  it.each([
    ['web', 3],
    ['✓ ○ ▸ –', 7],
    ['naïve', 5],
    ['na\u0069\u0308ve', 5],
    ['日本', 4],
    ['🐘', 2],
    ['', 0],
  ])('%s takes %d', (text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });

  it('are never cut through', () => {
    expect(firstCells('日本語', 5)).toBe('日本');
    expect(firstCells('abc', 2)).toBe('ab');
  });
});

describe('wrapping', () => {
  it('breaks at words, and drops the space there', () => {
    expect(texts(wrap([piece('attach db to app_network too')], 12))).toEqual(['attach db to', 'app_network', 'too']);
  });

  it('keeps a word whole that is of several roles', () => {
    expect(texts(wrap([piece('reach '), piece('`db`', 'key'), piece(', then')], 9))).toEqual([
      'reach',
      '`db`,',
      'then',
    ]);
  });

  it('breaks a word that is longer than a row', () => {
    expect(texts(wrap([piece('postgresql://user')], 10))).toEqual(['postgresql', '://user']);
  });

  it('takes line ends for spaces', () => {
    expect(texts(wrap([piece('one\ntwo')], 20))).toEqual(['one two']);
  });

  it('comes to an end on the narrowest screens', () => {
    expect(texts(wrap([piece('日本')], 1))).toEqual(['日', '本']);
    expect(texts(wrap([piece('')], 10))).toEqual(['']);
  });
});

describe('cutting', () => {
  it('says that something was cut', () => {
    expect(texts([{ pieces: cutPieces([piece('compose'), piece('.yaml')], 9) }])).toEqual(['compose.…']);
    expect(texts([{ pieces: cutPieces([piece('web')], 3) }])).toEqual(['web']);
  });
});

describe('painting a row', () => {
  it('puts what is at the right at the right edge, one cell free', () => {
    expect(paintRow(apart(row(' web'), piece('14 s')), 20, plain)).toBe(' web           14 s');
  });

  it('leaves out what is at the right where the two do not fit', () => {
    expect(paintRow(apart(row(' a long sentence'), piece('14 s')), 20, plain)).toBe(' a long sentence');
  });

  it('colours by role and depth, and not at all where none is wanted', () => {
    const of = row(piece('✓', 'good'), piece(' x', 'muted'), piece(' y'));
    expect(paintRow(of, 20, { colours: '256', characters: 'unicode' })).toBe(
      '\x1b[1;38;5;65m✓\x1b[0m\x1b[38;5;244m x\x1b[0m y',
    );
    expect(paintRow(of, 20, { colours: '16', characters: 'unicode' })).toBe('\x1b[32m✓\x1b[0m\x1b[2m x\x1b[0m y');
    expect(paintRow(of, 20, plain)).toBe('\x1b[1m✓\x1b[0m x y');
  });

  it('spells in ASCII where there is nothing else, and still fits', () => {
    const ascii: Theme = { colours: 'none', characters: 'ascii' };
    expect(paintRow(row('✓ 8000 → 8000 │ ↓ 4'), 40, ascii)).toBe('+ 8000 -> 8000 | v 4');
    expect(paintRow(row('8000 → 8000 → 8000'), 12, ascii)).toBe('8000 -> 80~');
  });

  it('lets nothing through that would drive the terminal', () => {
    expect(paintRow(row('a\x1b[2Jb\x07\x1b]0;title\x07c\td'), 40, plain)).toBe('abc    d');
  });
});

describe('a line of code that is wider than the screen', () => {
  it('goes on below, deeper than it began, and loses nothing', () => {
    expect(texts(continued([piece('  return "Hello from Flask!", 500')], 22))).toEqual([
      '  return "Hello from ',
      '    … Flask!", 500',
    ]);
  });

  it('stays whole where it fits', () => {
    expect(texts(continued([piece('services:')], 9))).toEqual(['services:']);
  });

  it('is broken anywhere where it has no space', () => {
    expect(texts(continued([piece('postgresql://user:password@db:5432')], 20))).toEqual([
      'postgresql://user:pa',
      '  … ssword@db:5432',
    ]);
  });
});
