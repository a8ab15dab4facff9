import fastStringWidth from 'fast-string-width';

/** Texts whose every unit takes one cell: printable ASCII, box drawing, and the marks that reports use. */
const ONE_EACH = /^[\x20-\x7e\u2500-\u257f✓✗○▸–…·→▼×•]*$/;

/** Cells that a text takes on a screen; colour sequences take none. The library's tables cost 5 ms to compile, and most texts need none of them. */
export const cells = (text: string): number => (ONE_EACH.test(text) ? text.length : fastStringWidth(text));
