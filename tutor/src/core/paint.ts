import { type ColourDepth, type Role, TINTS } from './palette.ts';

/** Colours a text by its role. With `none` the text comes back as it is: a file or a pipe gets no escape at all. */
export type Paint = (role: Role, text: string) => string;

const CODES_16 = { green: '32', red: '31', yellow: '33', cyan: '36', none: '' } as const;

/** The painter for a depth of colour. */
export function paintFor(depth: ColourDepth): Paint {
  if (depth === 'none') return (_, text) => text;
  return (role, text) => {
    const tint = TINTS[role];
    const colour = depth === '256' ? `38;5;${tint.colour256}` : CODES_16[tint.colour16];
    const dim = depth === '16' && tint.dimIn16 === 'dim' ? '2' : '';
    const codes = [tint.weight === 'bold' ? '1' : '', dim, colour].filter((code) => code !== '').join(';');
    return text === '' || codes === '' ? text : `\x1b[${codes}m${text}\x1b[0m`;
  };
}
