import fastStringWidth from 'fast-string-width';
import { paintFor } from '../core/paint.ts';
import { type ColourDepth, MARKS, type Mark, toAscii } from '../core/palette.ts';
import { LineIndex } from '../core/place.ts';
import { stripControls } from '../core/text.ts';
import { wrap } from '../core/wrap.ts';
import type { ProjectFiles } from '../project/files.ts';
import type { Difference } from './difference.ts';

/** How the differences are to look. */
export type RenderDifferencesOptions = {
  /** Cells of a line. */
  readonly width: number;
  readonly colour: ColourDepth;
  readonly unicode: boolean;
  /** What the learner's files are compared with, in words. Default `the solution`. */
  readonly against?: string;
  /** The learner's files, to say the line of each difference; without them no line is said. */
  readonly files?: ProjectFiles;
};

/** The differences for people, file by file, each with both sides; says so where there is none. Ends in a line end. */
export function renderDifferences(differences: readonly Difference[], options: RenderDifferencesOptions): string {
  if (differences.length === 0) {
    return `${print(options, ` Your files mean the same as ${options.against ?? 'the solution'}.`)}\n`;
  }
  const files = [...new Set(differences.map(({ file }) => file))];
  const blocks = files.map((file) => [
    ` ${paintFor(options.colour)('accent', print(options, file))}`,
    ...differences.filter((one) => one.file === file).flatMap((one) => rowsOf(one, options)),
  ]);
  const count = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'} in meaning`;
  const closing = ` ${count}; order, quoting, comments, and short or long forms do not count`;
  return `${[...blocks, wrapped(closing, 1, options)].map((rows) => rows.join('\n')).join('\n\n')}\n`;
}

const LEAST_COLUMNS = 24;
const MOST_COLUMNS = 100;
const VALUE_INDENT = 6;

function rowsOf(difference: Difference, options: RenderDifferencesOptions): readonly string[] {
  const { mark, word } = KINDS[difference.kind];
  const sign = paintFor(options.colour)(mark.role, `${options.unicode ? mark.unicode : mark.ascii} ${word}`);
  const subject = difference.path === '' ? WHOLE_FILE[difference.kind] : difference.path;
  const lead = `   ${sign}${' '.repeat(WORD_CELLS - word.length)}  `;
  const indent = HEAD_INDENT + WORD_CELLS;
  const lines = wrapped(`${subject}${lineOf(difference, options)}`, indent, options);
  // Where the place is too long for the rest of the row it gets rows of its own.
  const head =
    lines.length === 1
      ? [lead + (lines[0] ?? '')]
      : [lead.trimEnd(), ...side('', `${subject}${lineOf(difference, options)}`, options)];
  return [
    ...head,
    ...side('yours', difference.yours, options),
    ...side(difference.yours === undefined ? 'add' : 'solution', difference.theirs, options),
  ];
}

const KINDS = {
  missing: { mark: MARKS.failed, word: 'missing' },
  extra: { mark: MARKS.current, word: 'only yours' },
  different: { mark: MARKS.warning, word: 'differs' },
} as const satisfies Record<Difference['kind'], { readonly mark: Mark; readonly word: string }>;

const WORD_CELLS = 'only yours'.length;
/** Blanks, mark and blanks around the word. */
const HEAD_INDENT = 7;

const WHOLE_FILE: Readonly<Record<Difference['kind'], string>> = {
  missing: 'the file is not there',
  extra: 'the file',
  different: 'the text of the file',
};

function lineOf(difference: Difference, options: RenderDifferencesOptions): string {
  const { span, kind } = difference;
  // A thing that is missing stands nowhere; the line it is missing from would be taken for its own.
  if (span === undefined || kind === 'missing' || options.files === undefined) return '';
  const read = options.files.read(span.file);
  if (read.kind !== 'text') return '';
  return ` (line ${new LineIndex(read.text).point(span.start).line})`;
}

function side(label: string, value: string | undefined, options: RenderDifferencesOptions): readonly string[] {
  if (value === undefined || value === '') return [];
  const indent = ' '.repeat(VALUE_INDENT + (label === '' ? 0 : SIDE_CELLS + 2));
  const said = paintFor(options.colour)('muted', label.padEnd(SIDE_CELLS));
  const lead = label === '' ? indent : `${' '.repeat(VALUE_INDENT)}${said}  `;
  return wrapped(value, indent.length, options).map((line, at) => (at === 0 ? lead : indent) + line);
}

const SIDE_CELLS = 'solution'.length;

function wrapped(text: string, indent: number, options: RenderDifferencesOptions): readonly string[] {
  const columns = Math.max(LEAST_COLUMNS, Math.min(options.width, MOST_COLUMNS));
  const lines = wrap(print(options, text), columns - indent - 1, (one) => fastStringWidth(one));
  return text.startsWith(' ') ? lines.map((line) => ` ${line}`) : lines;
}

function print(options: RenderDifferencesOptions, text: string): string {
  const clean = stripControls(text).replace(/[\r\n]+/g, ' ');
  return options.unicode ? clean : toAscii(clean);
}
