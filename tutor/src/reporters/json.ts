import type { Reporter } from './reporter.ts';

/** The result itself: one object, two blanks of indentation; while watching, an object a line. */
export const json: Reporter = {
  name: 'json',
  render(result, options) {
    const text = options.run === 'watch' ? JSON.stringify(result) : JSON.stringify(result, null, 2);
    return `${escapeHidden(text)}\n`;
  },
};

/** Signs that JSON leaves as they are, and that could drive a terminal or hide text in one: they stand only in strings, so an escape means the same. */
const HIDDEN = /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeHidden(text: string): string {
  return text.replace(HIDDEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
