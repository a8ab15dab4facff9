import { type ColourDepth, TINTS, toAscii } from '../core/palette.ts';
import { stripControls } from '../core/text.ts';
import { cutPieces, type Piece, piece, type Role, type Row, widthOf } from './rows.ts';

/** Which characters the terminal can draw. */
export type Characters = 'unicode' | 'ascii';

/** How rows become text of a terminal. */
export type Theme = { readonly colours: ColourDepth; readonly characters: Characters };

/** One row as text of a terminal: spelt in its characters, cut to the width, coloured. */
export function paintRow(of: Row, columns: number, theme: Theme): string {
  const left = of.pieces.map((one) => spell(one, theme));
  const right = (of.right ?? []).map((one) => spell(one, theme));
  const gap = columns - EDGE_CELLS - widthOf(left) - widthOf(right);
  const fits = right.length > 0 && gap >= LEAST_GAP_CELLS;
  const pieces = fits ? [...left, piece(' '.repeat(gap)), ...right] : cutSpelt(left, columns - EDGE_CELLS, theme);
  return pieces.map((one) => colour(one, theme.colours)).join('');
}

/** Free cells at the right edge, as at the left. */
const EDGE_CELLS = 1;
const LEAST_GAP_CELLS = 2;

/** A text in the terminal's characters, for measuring before a row is made. */
export function spellText(text: string, theme: Theme): string {
  const safe = IS_PLAIN.test(text) ? text : stripControls(text.replaceAll('\t', '    '));
  return theme.characters === 'unicode' ? safe : spellAscii(safe);
}

const IS_PLAIN = /^[\x20-\x7e]*$/;

function spell(of: Piece, theme: Theme): Piece {
  const text = spellText(of.text, theme);
  return text === of.text ? of : { ...of, text };
}

function cutSpelt(pieces: readonly Piece[], columns: number, theme: Theme): readonly Piece[] {
  const kept = cutPieces(pieces, columns);
  return theme.characters === 'unicode' ? kept : kept.map((one) => ({ ...one, text: one.text.replaceAll('…', '~') }));
}

/** Select Graphic Rendition parameters of a role, `''` for the terminal's own text. */
function styleOf(role: Role, colours: ColourDepth): string {
  if (role === 'text') return '';
  if (role === 'strong') return BOLD;
  if (role === 'place') return colours === 'none' ? UNDERLINE : tintStyle('accent', colours);
  return tintStyle(role, colours);
}

const BOLD = '1';
const DIM = '2';
const UNDERLINE = '4';
const COLOURS_16 = { green: '32', red: '31', yellow: '33', cyan: '36', none: '' } as const;

function tintStyle(role: Exclude<Role, 'text' | 'strong' | 'place'>, colours: ColourDepth): string {
  const tint = TINTS[role];
  switch (colours) {
    case 'none':
      return tint.weight === 'bold' || role === 'accent' ? BOLD : '';
    case '16':
      return [COLOURS_16[tint.colour16], tint.dimIn16 === 'dim' ? DIM : ''].filter((code) => code !== '').join(';');
    case '256':
      return [tint.weight === 'bold' ? BOLD : '', `38;5;${tint.colour256}`].filter((code) => code !== '').join(';');
  }
}

function colour(of: Piece, colours: ColourDepth): string {
  const style = styleOf(of.role, colours);
  return style === '' || of.text === '' ? of.text : `\x1b[${style}m${of.text}\x1b[0m`;
}

/** Signs of the terminal app that reports do not use. */
const ASCII: Readonly<Record<string, string>> = { '↓': 'v', '↑': '^', '├': '+', '┤': '+', '┴': '+', '\u00a0': ' ' };

function spellAscii(text: string): string {
  return toAscii(text).replace(/[↓↑├┤┴\u00a0]/g, (sign) => ASCII[sign] ?? sign);
}
