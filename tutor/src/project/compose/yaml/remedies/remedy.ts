import type { Line } from '../lines.ts';
import type { Mend } from '../mend.ts';
import type { Slip } from '../slip.ts';

/** What a learner most likely slipped on, in the word `slip` of a `yaml-syntax` fault. */
export type SlipName =
  | 'tab'
  | 'merge-conflict'
  | 'odd-character'
  | 'space-after-colon'
  | 'space-after-dash'
  | 'star-for-dash'
  | 'quote-unclosed'
  | 'bracket-unclosed'
  | 'bracket-mismatched'
  | 'bracket-unopened'
  | 'colon-missing'
  | 'equals-for-colon'
  | 'semicolon-for-colon'
  | 'colon-in-value'
  | 'colon-after-value'
  | 'list-on-key-line'
  | 'dash-before-value'
  | 'list-and-mapping'
  | 'stray-item'
  | 'text-after-value'
  | 'needs-quotes'
  | 'services-line'
  | 'service-line'
  | 'environment-line'
  | 'stray-text'
  | 'line-broken'
  | 'comma-missing'
  | 'indentation';

/** One way to read a text that is no YAML: what the slip is, where, and the mends with which the rest can be read. */
export type Remedy = {
  readonly slip: SlipName;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly mends: readonly Mend[];
  /** More places of the same slip. */
  readonly also?: readonly { readonly start: number; readonly end: number }[];
  /** More words of the fault. */
  readonly words?: Readonly<Record<string, string>>;
};

/** A line that is suspected, in its text. */
export type Case = { readonly text: string; readonly lines: readonly Line[]; readonly line: Line; readonly slip: Slip };
/** The remedies for what may be wrong with a line. */
export type Propose = (suspect: Case) => Iterable<Remedy>;

/** A remedy of one place. */
export function remedy(slip: SlipName, start: number, end: number, message: string, ...mends: readonly Mend[]): Remedy {
  return { slip, start, end, message, mends };
}

/** A mend that takes nothing away. */
export function insert(at: number, text: string): Mend {
  return { at, remove: 0, text };
}

/** What a key looks like, as a pattern. */
export const KEY = `(?:[A-Za-z_][\\w.-]*|"[^"]*"|'[^']*')`;
/** The dashes before a key, as a pattern. */
export const LEAD = '((?:- +)*)';

/** Where the text of a line ends, a comment after it taken off. */
export function valueEnd(line: Line): number {
  const comment = / #/.exec(line.text)?.index;
  const text = comment === undefined ? line.text : line.text.slice(0, comment).trimEnd();
  return line.content + text.length;
}

/** Puts a text in single quotes. */
export function quoted(start: number, value: string): Mend {
  return { at: start, remove: value.length, text: `'${value.replaceAll("'", "''")}'` };
}
