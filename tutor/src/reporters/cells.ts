import fastStringWidth from 'fast-string-width';

/** Cells that a text takes on a screen; colour sequences take none. */
export const cells = (text: string): number => fastStringWidth(text);
