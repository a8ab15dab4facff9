/** Control sequences that could move a cursor, colour a line, or rename a window: ESC…, CSI, OSC, and bare C0/C1 bytes but tab and line ends. */
const CONTROL =
  /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
/** Characters that reorder or hide text on a screen (bidirectional controls, zero widths). */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A learner's program may print anything: what reaches a terminal, an annotation or a page goes through here.
 * A lone carriage return becomes a line end: on a terminal it would let a line overwrite itself.
 */
export function stripControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '').replace(INVISIBLE, '');
}

/** The first `units` of a text, with `…` where something was cut. */
export function cut(text: string, units: number): string {
  return text.length <= units ? text : `${text.slice(0, units - 1)}…`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
